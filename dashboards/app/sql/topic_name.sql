-- purpose: one topic with its figures
select
    topic_id,
    topic,
    aliases,
    mention_count,
    post_count,
    day_count,
    first_date,
    last_date
from dim_topic
where topic_id = $topic_id
