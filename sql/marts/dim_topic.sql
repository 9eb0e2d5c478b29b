-- purpose: every topic with its figures over the whole span, for menus and joins
-- grain:   one row per topic_id, topics that no post has yet included
-- counts:  labels (mention_count) and posts and days with a label; aliases are the other spellings
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with per_topic as (

    select
        topic_mentions.topic_id,
        count(*) as mention_count,
        count(distinct topic_mentions.post_id) as post_count,
        count(distinct posts.posted_date) as day_count,
        min(posts.posted_date) as first_date,
        max(posts.posted_date) as last_date
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    where
        posts.date_basis not in ('crawl', 'none')
        and topic_mentions.label is not null
    group by topic_mentions.topic_id

),

others as (

    select
        topic_aliases.topic_id,
        list_sort(list(topic_aliases.surface)) as aliases
    from topic_aliases
    inner join topics on topic_aliases.topic_id = topics.topic_id
    where topic_aliases.surface <> topics.topic
    group by topic_aliases.topic_id

)

select
    topics.topic_id,
    topics.topic,
    topics.is_reviewed,
    coalesce(others.aliases, []) as aliases,
    coalesce(per_topic.mention_count, 0) as mention_count,
    coalesce(per_topic.post_count, 0) as post_count,
    coalesce(per_topic.day_count, 0) as day_count,
    per_topic.first_date,
    per_topic.last_date,
    topics.parent_topic_id,
    parents.topic as parent_topic,
    topics.event_first_date,
    topics.event_last_date
from topics
left join per_topic on topics.topic_id = per_topic.topic_id
left join others on topics.topic_id = others.topic_id
left join topics as parents on topics.parent_topic_id = parents.topic_id
order by topics.topic_id asc
