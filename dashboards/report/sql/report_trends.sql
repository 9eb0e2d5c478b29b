-- purpose: the topics that rose or fell most in a period of any length, by the measure of the
--          mart trend_changes: against the mean of the 28 days before, where there are 7 at least
with span as (

    select
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

counted as (

    select
        topic_id,
        topic,
        sum(if(posted_date >= cast($since as date), post_count, 0)) as post_count,
        sum(if(posted_date < cast($since as date), post_count, 0)) as past_count
    from daily_topic_frequencies
    where posted_date between cast($since as date) - 28 and cast($until as date)
    group by topic_id, topic

),

compared as (

    select
        counted.topic_id,
        counted.topic,
        cast(counted.post_count as bigint) as post_count,
        cast(
            counted.past_count
            * (least(cast($until as date), span.last_date) - cast($since as date) + 1)
            / least(28, cast($since as date) - span.first_date) as double
        ) as expected_count
    from counted
    cross join span
    where
        cast($since as date) - span.first_date >= 7
        and cast($since as date) <= span.last_date
        and (counted.post_count > 0 or counted.past_count >= 4)

),

scored as (

    select
        topic_id,
        topic,
        post_count,
        expected_count,
        sqrt(post_count) + sqrt(post_count + 1) - sqrt(4 * expected_count + 1) as change_score
    from compared
    where
        (post_count > 0 or expected_count >= 1)
        and if($direction = 'rise', post_count > expected_count, post_count < expected_count)

)

select
    topic_id,
    topic,
    post_count,
    expected_count,
    change_score
from scored
where abs(change_score) >= 1
order by if($direction = 'rise', -change_score, change_score) asc, topic_id asc
limit $row_limit
