-- purpose: the topics whose label or alias holds some words, the most written about first
select
    topic_id,
    topic,
    post_count
from dim_topic
where
    post_count > 0
    and (
        $words = ''
        or contains(lower(topic), lower($words))
        or contains(lower(array_to_string(aliases, ' ')), lower($words))
    )
order by post_count desc, topic_id asc
limit $row_limit
