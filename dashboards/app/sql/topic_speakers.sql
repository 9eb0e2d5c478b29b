-- purpose: who speaks on a topic, most quotes first
select
    actor_id,
    actor,
    actor_kind,
    quote_count,
    post_count,
    topic_share
from speaker_topics
where topic_id = $topic_id
order by quote_count desc, actor_id asc
limit $row_limit
