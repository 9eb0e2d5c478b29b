-- purpose: a topic day by day, quiet days as zero; the mean is of tags, over a day and six before
select
    spine.posted_date,
    coalesce(daily.new_mention_count, 0) as new_count,
    coalesce(daily.mention_count - daily.new_mention_count, 0) as repeated_count,
    avg(coalesce(daily.mention_count, 0)) over (
        order by spine.posted_date rows between 6 preceding and current row
    ) as mean_7d,
    coalesce(daily.post_count, 0) as post_count,
    coalesce(daily.post_share, 0) as post_share,
    coalesce(daily.burst_score, 0) as burst_score
from dim_date as spine
left join daily_topic_frequencies as daily
    on spine.posted_date = daily.posted_date and daily.topic_id = $topic_id
order by spine.posted_date asc
