-- purpose: what a speaker speaks about in notes, most quotes first
select
    topic_id,
    topic,
    quote_count,
    speaker_share,
    distinctiveness_rank
from speaker_topics
where actor_id = $actor_id
order by quote_count desc, topic_id asc
limit $row_limit
