-- purpose: the lines of the actor network: who is quoted with whom over a rolling window of 90 days
-- grain:   one row per (window_end_date, unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  the sums of speaker_co_mentions over the window; unnamed and unknown speakers are left
--          out, because a source without a name is not one actor
-- days:    windows end with each month, the last one with the last dated post; crawl-dated and
--          undated posts are left out
with months as (

    select
        cast(date_trunc('month', posted_date) as date) as month_start_date,
        max(posted_date) over () as newest_date
    from speaker_co_mentions

),

windows as (

    select least(last_day(month_start_date), newest_date) as window_end_date
    from months
    group by month_start_date, newest_date

),

named_pairs as (

    select
        posted_date,
        unit,
        actor_id_a,
        actor_a,
        actor_id_b,
        actor_b,
        co_mention_count,
        post_count
    from speaker_co_mentions
    where
        actor_kind_a not in ('anonymous', 'unknown')
        and actor_kind_b not in ('anonymous', 'unknown')

)

select
    windows.window_end_date,
    named_pairs.unit,
    named_pairs.actor_id_a,
    named_pairs.actor_a,
    named_pairs.actor_id_b,
    named_pairs.actor_b,
    cast(sum(named_pairs.co_mention_count) as bigint) as co_mention_count,
    cast(sum(named_pairs.post_count) as bigint) as post_count
from named_pairs
inner join windows
    on
        named_pairs.posted_date <= windows.window_end_date
        and named_pairs.posted_date > windows.window_end_date - 90
group by
    windows.window_end_date,
    named_pairs.unit,
    named_pairs.actor_id_a,
    named_pairs.actor_a,
    named_pairs.actor_id_b,
    named_pairs.actor_b
order by
    windows.window_end_date asc,
    named_pairs.unit asc,
    named_pairs.actor_id_a asc,
    named_pairs.actor_id_b asc
