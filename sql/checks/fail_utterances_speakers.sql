-- purpose: two reviewed actors, or two of different names, never share an utterance
select
    quote_utterances.utterance_id,
    count(distinct actors.name) as name_count
from quote_utterances
inner join quotes on quote_utterances.quote_id = quotes.quote_id
inner join actors on quotes.actor_id = actors.actor_id
where quotes.actor_kind not in ('anonymous', 'unknown')
group by quote_utterances.utterance_id
having
    count(distinct actors.name) > 1
    or count(distinct quotes.actor_id) filter (actors.is_reviewed) > 1
order by quote_utterances.utterance_id asc
