-- purpose: the quotes of some speakers by topic in a period; those without one stand in no note
select
    actor_id,
    topic_id,
    cast(sum(quote_count) as bigint) as quote_count
from daily_speaker_quotes
where
    posted_date between cast($since as date) and cast($until as date)
    and list_contains(cast($actor_ids as varchar[]), actor_id)
group by actor_id, topic_id
order by actor_id asc, topic_id asc nulls last
