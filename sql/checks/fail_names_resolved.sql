-- purpose: every speaker, co-speaker, medium and note of a quote is resolved to its actor or topic
-- partition: month
select
    quote_id,
    speaker,
    actor_id,
    via,
    via_actor_id,
    topic,
    topic_id,
    co_speakers,
    co_actor_ids
from quotes
where
    (speaker is null) <> (actor_id is null)
    or (via is null) <> (via_actor_id is null)
    or coalesce(len(co_actor_ids), 0) <> len(co_speakers)
    or (topic is null) <> (topic_id is null)
order by quote_id asc
