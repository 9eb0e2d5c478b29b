-- purpose: daily_topic_frequencies with the quiet days as zero, for lines in a chart
-- grain:   one row per (posted_date, topic_id), for every topic that any dated post has
-- counts:  those of daily_topic_frequencies; post_count_7d sums this day and the six before
-- days:    every day in Asia/Tokyo from the first to the last dated post
-- view:    days times topics, and cheap to make for the topics asked for
with span as (

    select
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

days as (

    select dim_date.posted_date
    from dim_date
    inner join span on dim_date.posted_date between span.first_date and span.last_date

),

known as (

    select
        topic_id,
        topic
    from daily_topic_frequencies
    group by topic_id, topic

),

filled as (

    select
        days.posted_date,
        known.topic_id,
        known.topic,
        coalesce(daily.mention_count, 0) as mention_count,
        coalesce(daily.new_mention_count, 0) as new_mention_count,
        coalesce(daily.post_count, 0) as post_count,
        coalesce(daily.post_share, 0.0) as post_share
    from days
    cross join known
    left join daily_topic_frequencies as daily
        on days.posted_date = daily.posted_date and known.topic_id = daily.topic_id

)

select
    posted_date,
    topic_id,
    topic,
    mention_count,
    new_mention_count,
    post_count,
    post_share,
    cast(
        sum(post_count) over (
            partition by topic_id
            order by posted_date
            range between interval 6 days preceding and current row
        ) as bigint
    ) as post_count_7d
from filled
order by posted_date asc, topic_id asc
