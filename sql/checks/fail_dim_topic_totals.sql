-- purpose: every topic stands in dim_topic, with the sums of its days
with daily as (

    select
        topic_id,
        sum(mention_count) as mention_count,
        sum(post_count) as post_count,
        count(*) as day_count
    from daily_topic_frequencies
    group by topic_id

)

select
    topics.topic_id,
    dim_topic.mention_count,
    daily.mention_count as daily_mention_count,
    dim_topic.post_count,
    daily.post_count as daily_post_count
from topics
full join dim_topic on topics.topic_id = dim_topic.topic_id
left join daily on topics.topic_id = daily.topic_id
where
    topics.topic_id is null
    or dim_topic.topic_id is null
    or dim_topic.mention_count <> coalesce(daily.mention_count, 0)
    or dim_topic.post_count <> coalesce(daily.post_count, 0)
    or dim_topic.day_count <> coalesce(daily.day_count, 0)
order by topics.topic_id asc
