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

    select
        actor_id,
        name,
        row_number() over (order by actor_id asc) - 1 as actor_no
    from actors
    where kind not in ('anonymous', 'unknown')

),

actor_total as (

    select count(*) as actor_count
    from numbered_actors

),

-- One number says unit and pair, in the order of the key: it is grouped and sorted in half the
-- time of three columns.
daily as (

    select
        cast(
            year(pairs.posted_date) * 12 + month(pairs.posted_date) - 1 as integer
        ) as month_no,
        (if(pairs.unit = 'note', 0, 1) * actor_total.actor_count + actor_a.actor_no)
        * actor_total.actor_count + actor_b.actor_no as pair_no,
        cast(pairs.co_mention_count as integer) as co_mention_count,
        cast(pairs.post_count as integer) as post_count
    from speaker_co_mentions as pairs
    inner join numbered_actors as actor_a on pairs.actor_id_a = actor_a.actor_id
    inner join numbered_actors as actor_b on pairs.actor_id_b = actor_b.actor_id
    cross join actor_total

),

-- Who shares one post alone is in no window; they are most pairs, and left out early.
ties as (

    select pair_no
    from daily
    group by pair_no
    having sum(post_count) >= 2

),

monthly as (

    select
        daily.month_no,
        daily.pair_no,
        cast(sum(daily.co_mention_count) as integer) as co_mention_count,
        cast(sum(daily.post_count) as integer) as post_count
    from daily
    semi join ties on daily.pair_no = ties.pair_no
    group by daily.month_no, daily.pair_no

),

-- A month counts in its own window and in the two after it.
windowed as (

    select
        month_no + unnest([0, 1, 2]) as month_no,
        pair_no,
        co_mention_count,
        post_count
    from monthly

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
        pair_no,
        cast(sum(co_mention_count) as bigint) as co_mention_count,
        cast(sum(post_count) as bigint) as post_count
    from windowed
    group by month_no, pair_no
    having sum(post_count) >= 2
    order by month_no asc, pair_no asc

),

names as (

    select
        list(actor_id order by actor_no asc) as actor_ids,
        list(name order by actor_no asc) as actors,
        count(*) as actor_count
    from numbered_actors

),

numbered_lines as (

    select
        lines.month_no,
        if(lines.pair_no < names.actor_count * names.actor_count, 'note', 'post') as unit,
        lines.pair_no // names.actor_count % names.actor_count + 1 as place_a,
        lines.pair_no % names.actor_count + 1 as place_b,
        lines.co_mention_count,
        lines.post_count,
        names.actor_ids,
        names.actors
    from lines
    cross join names

)

select
    least(
        last_day(make_date(numbered_lines.month_no // 12, numbered_lines.month_no % 12 + 1, 1)),
        span.last_date
    ) as window_end_date,
    numbered_lines.unit,
    numbered_lines.actor_ids[numbered_lines.place_a] as actor_id_a,
    numbered_lines.actors[numbered_lines.place_a] as actor_a,
    numbered_lines.actor_ids[numbered_lines.place_b] as actor_id_b,
    numbered_lines.actors[numbered_lines.place_b] as actor_b,
    numbered_lines.co_mention_count,
    numbered_lines.post_count
from numbered_lines
cross join span
where numbered_lines.month_no <= year(span.last_date) * 12 + month(span.last_date) - 1
