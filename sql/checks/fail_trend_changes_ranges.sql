-- purpose: what changed has the day's own count, and says the direction its figures say
select
    trend_changes.period,
    trend_changes.start_date,
    trend_changes.subject,
    trend_changes.subject_id,
    trend_changes.direction,
    trend_changes.direction_rank,
    trend_changes.post_count,
    trend_changes.expected_count,
    daily.post_count as daily_post_count
from trend_changes
left join daily_topic_frequencies as daily
    on
        trend_changes.start_date = daily.posted_date
        and trend_changes.subject_id = daily.topic_id
where
    trend_changes.direction_rank not between 1 and 20
    or trend_changes.expected_count < 0
    or (trend_changes.direction = 'rise')
    <> (trend_changes.post_count > trend_changes.expected_count)
    or not isfinite(trend_changes.change_score)
    or (
        trend_changes.period = 'day'
        and trend_changes.subject = 'topic'
        and trend_changes.post_count <> coalesce(daily.post_count, 0)
    )
order by
    trend_changes.period asc,
    trend_changes.start_date asc,
    trend_changes.subject asc,
    trend_changes.subject_id asc
