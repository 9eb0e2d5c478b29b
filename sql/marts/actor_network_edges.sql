-- purpose: the lines of the actor network: who is quoted with whom over a rolling three months
-- grain:   one row per (window_end_date, unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  the sums of speaker_co_mentions over the window; a line needs two posts, because one
--          meeting is no tie; unnamed and unknown speakers are left out, because a source without
--          a name is not one actor
-- days:    a window is a month and the two before it, the last one up to the last dated post;
--          crawl-dated and undated posts are left out
-- partition: month of window_end_date
-- reach:   2 months before
with numbered_actors as (

    -- Lines are counted and sorted by small numbers instead of ids, in the same order.
    select
        actor_id,
        name,
        cast(row_number() over (order by actor_id asc) as integer) as actor_no
    from actors
    where kind not in ('anonymous', 'unknown')

),

monthly as (

    select
        year(daily.posted_date) * 12 + month(daily.posted_date) - 1 as month_no,
        daily.unit,
        actor_a.actor_no as actor_no_a,
        actor_b.actor_no as actor_no_b,
        cast(sum(daily.co_mention_count) as integer) as co_mention_count,
        cast(sum(daily.post_count) as integer) as post_count
    from speaker_co_mentions as daily
    inner join numbered_actors as actor_a on daily.actor_id_a = actor_a.actor_id
    inner join numbered_actors as actor_b on daily.actor_id_b = actor_b.actor_id
    group by month_no, daily.unit, actor_a.actor_no, actor_b.actor_no

),

-- Who shares one post alone is in no window; they are most pairs, and left out early.
ties as (

    select
        unit,
        actor_no_a,
        actor_no_b
    from monthly
    group by unit, actor_no_a, actor_no_b
    having sum(post_count) >= 2

),

-- A month counts in its own window and in the two after it.
windowed as (

    select
        monthly.month_no + unnest([0, 1, 2]) as month_no,
        monthly.unit,
        monthly.actor_no_a,
        monthly.actor_no_b,
        monthly.co_mention_count,
        monthly.post_count
    from monthly
    inner join ties
        on
            monthly.unit = ties.unit
            and monthly.actor_no_a = ties.actor_no_a
            and monthly.actor_no_b = ties.actor_no_b

),

span as (

    select max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

-- Sorted while the rows are numbers only; ids and names are looked up after that.
lines as (

    select
        month_no,
        unit,
        actor_no_a,
        actor_no_b,
        cast(sum(co_mention_count) as bigint) as co_mention_count,
        cast(sum(post_count) as bigint) as post_count
    from windowed
    group by month_no, unit, actor_no_a, actor_no_b
    having sum(post_count) >= 2
    order by month_no asc, unit asc, actor_no_a asc, actor_no_b asc

),

names as (

    select
        list(actor_id order by actor_no asc) as actor_ids,
        list(name order by actor_no asc) as actors
    from numbered_actors

)

select
    least(
        last_day(make_date(lines.month_no // 12, lines.month_no % 12 + 1, 1)), span.last_date
    ) as window_end_date,
    lines.unit,
    names.actor_ids[lines.actor_no_a] as actor_id_a,
    names.actors[lines.actor_no_a] as actor_a,
    names.actor_ids[lines.actor_no_b] as actor_id_b,
    names.actors[lines.actor_no_b] as actor_b,
    lines.co_mention_count,
    lines.post_count
from lines
cross join span
cross join names
where lines.month_no <= year(span.last_date) * 12 + month(span.last_date) - 1
