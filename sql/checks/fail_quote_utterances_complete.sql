-- purpose: every quote is a copy of exactly one statement, and of one that stands in utterances
select
    coalesce(quotes.quote_id, quote_utterances.quote_id) as quote_id,
    quote_utterances.utterance_id
from quotes
full join quote_utterances on quotes.quote_id = quote_utterances.quote_id
left join utterances on quote_utterances.utterance_id = utterances.utterance_id
where
    quotes.quote_id is null
    or quote_utterances.quote_id is null
    or utterances.utterance_id is null
order by quote_id asc
