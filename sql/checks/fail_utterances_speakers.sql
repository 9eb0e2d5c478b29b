-- purpose: two reviewed actors, or two of different names, never share an utterance
with speakers as (

    select
        quote_utterances.utterance_id,
        quotes.actor_id
    from quote_utterances
    inner join quotes on quote_utterances.quote_id = quotes.quote_id
    where quotes.actor_kind not in ('anonymous', 'unknown')
    group by quote_utterances.utterance_id, quotes.actor_id

)

select
    speakers.utterance_id,
    count(distinct actors.name) as name_count
from speakers
inner join actors on speakers.actor_id = actors.actor_id
group by speakers.utterance_id
having
    count(distinct actors.name) > 1
    or count(*) filter (actors.is_reviewed) > 1
order by speakers.utterance_id asc
