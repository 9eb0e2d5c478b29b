-- purpose: the blogger's topics: labels of tag lines and keywords inside their notes
-- grain:   one row per label of a tag line, and one per keyword segment
-- counts:  every tag counts; a keyword row has the topic of the label whose note holds it
-- days:    the post's day in Asia/Tokyo; undated and crawl-dated posts included
select
    stg_topic_mentions.post_id,
    stg_topic_mentions.block_no,
    stg_topic_mentions.note_no,
    stg_topic_mentions.label,
    stg_topic_mentions.alias,
    stg_topic_mentions.parent_label,
    stg_topic_mentions.keyword,
    stg_topic_mentions.char_start,
    stg_topic_mentions.char_end,
    stg_topic_mentions.note_sha256,
    posts.posted_date,
    posts.record_id,
    topics.topic_id,
    topics.topic
from staging.stg_topic_mentions
inner join staging.stg_posts as posts on stg_topic_mentions.post_id = posts.post_id
left join topic_aliases
    on coalesce(stg_topic_mentions.parent_label, stg_topic_mentions.label) = topic_aliases.surface
left join topics on topic_aliases.topic_id = topics.topic_id
