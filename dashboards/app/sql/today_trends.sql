-- purpose: the topics that rose or fell most in a period, each with its last 28 days
with chosen as (

    select
        subject_id as topic_id,
        subject_label as topic,
        direction_rank,
        post_count,
        expected_count,
        change_score
    from trend_changes
    where
        subject = 'topic'
        and period = $period
        and start_date = cast($start_date as date)
        and direction = $direction
        and direction_rank <= $row_limit

),

spine as (

    select posted_date
    from dim_date
    where posted_date between cast($until as date) - 27 and cast($until as date)

),

lines as (

    select
        chosen.topic_id,
        list(coalesce(daily.post_count, 0) order by spine.posted_date) as post_counts
    from chosen
    cross join spine
    left join daily_topic_frequencies as daily
        on chosen.topic_id = daily.topic_id and spine.posted_date = daily.posted_date
    group by chosen.topic_id

)

select
    chosen.topic_id,
    chosen.topic,
    lines.post_counts,
    chosen.post_count,
    chosen.expected_count,
    chosen.change_score
from chosen
inner join lines on chosen.topic_id = lines.topic_id
order by chosen.direction_rank asc
