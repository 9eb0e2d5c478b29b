-- purpose: the lines of the actor network: who is quoted with whom over a rolling three months
-- grain:   one row per (window_end_date, unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  the sums of speaker_co_mentions over the window; a line needs two posts, because one
--          meeting is no tie; unnamed and unknown speakers are left out, because a source without
--          a name is not one actor
-- days:    a window is a month and the two before it, the last one up to the last dated post;
--          crawl-dated and undated posts are left out
-- partition: month of window_end_date
-- reach:   2 months before
with ties as (

    -- Who shares one post alone is in no window; they are most pairs, and left out early.
    select
        unit,
        actor_id_a,
        any_value(actor_a) as actor_a,
        actor_id_b,
        any_value(actor_b) as actor_b
    from speaker_co_mentions
    where
        actor_kind_a not in ('anonymous', 'unknown')
        and actor_kind_b not in ('anonymous', 'unknown')
    group by unit, actor_id_a, actor_id_b
    having sum(post_count) >= 2

),

monthly as (

    select
        cast(date_trunc('month', daily.posted_date) as date) as month_start_date,
        daily.unit,
        daily.actor_id_a,
        daily.actor_id_b,
        ties.actor_a,
        ties.actor_b,
        sum(daily.co_mention_count) as co_mention_count,
        sum(daily.post_count) as post_count
    from speaker_co_mentions as daily
    inner join ties
        on
            daily.unit = ties.unit
            and daily.actor_id_a = ties.actor_id_a
            and daily.actor_id_b = ties.actor_id_b
    group by
        month_start_date,
        daily.unit,
        daily.actor_id_a,
        daily.actor_id_b,
        ties.actor_a,
        ties.actor_b

),

span as (

    select max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

-- A month counts in its own window and in the two after it.
windowed as (

    select
        cast(month_start_date + to_months(unnest([0, 1, 2])) as date) as window_month_date,
        unit,
        actor_id_a,
        actor_a,
        actor_id_b,
        actor_b,
        co_mention_count,
        post_count
    from monthly

)

select
    least(last_day(windowed.window_month_date), span.last_date) as window_end_date,
    windowed.unit,
    windowed.actor_id_a,
    windowed.actor_a,
    windowed.actor_id_b,
    windowed.actor_b,
    cast(sum(windowed.co_mention_count) as bigint) as co_mention_count,
    cast(sum(windowed.post_count) as bigint) as post_count
from windowed
inner join span on windowed.window_month_date <= span.last_date
group by
    windowed.window_month_date,
    span.last_date,
    windowed.unit,
    windowed.actor_id_a,
    windowed.actor_a,
    windowed.actor_id_b,
    windowed.actor_b
having sum(windowed.post_count) >= 2
order by
    window_end_date asc,
    windowed.unit asc,
    windowed.actor_id_a asc,
    windowed.actor_id_b asc
