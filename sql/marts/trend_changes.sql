-- purpose: which topics and pairs of speakers rose or fell most against their own past
-- grain:   one row per (period, start_date, subject, subject_id); the 20 strongest rises and the 20
--          strongest falls of each period and subject
-- counts:  posts with the topic, or that quote both speakers; expected_count is the mean per day of
--          the 28 days before the period, times the days the period has (the last week may be
--          cut); change_score = sqrt(x) + sqrt(x + 1) - sqrt(4 e + 1), x observed and e
--          expected (Freeman and Tukey 1950, Transformations related to the angular and the square
--          root): about normal with variance 1 where nothing changed, and fit for small counts; a
--          subject without any post in the period is listed where one or more were expected and
--          the 28 days before had at least 4; pairs that share fewer than 3 posts in the period and
--          the 28 days before are left out
-- days:    periods are days and ISO weeks in Asia/Tokyo, from the 8th day of the corpus on;
--          crawl-dated and undated posts are left out
-- partition: month of start_date
-- reach:   28 days before, 6 days after
with span as (

    select
        min(posted_date) as first_date,
        cast(max(posted_date) - min(posted_date) as integer) as last_day_no
    from posts
    where date_basis not in ('crawl', 'none')

),

numbered_actors as (

    select
        actor_id,
        name,
        row_number() over (order by actor_id asc) - 1 as actor_no
    from actors

),

numbered_topics as (

    select
        topic_id,
        topic,
        row_number() over (order by topic_id asc) - 1 as topic_no
    from topics

),

totals as (

    select
        (select count(*) from numbered_actors) as actor_count,
        (select count(*) from numbered_topics) as topic_count

),

-- One number says topic or pair, in the order of their ids, topics first: years of days are
-- compared in half the time that ids take.
pair_days as (

    select
        totals.topic_count + actor_a.actor_no * totals.actor_count + actor_b.actor_no as subject_no,
        cast(pairs.posted_date - span.first_date as integer) as day_no,
        cast(pairs.post_count as integer) as post_count
    from speaker_co_mentions as pairs
    inner join numbered_actors as actor_a on pairs.actor_id_a = actor_a.actor_id
    inner join numbered_actors as actor_b on pairs.actor_id_b = actor_b.actor_id
    cross join totals
    cross join span
    where pairs.unit = 'post'

),

-- Most pairs share a post or two in all, so that they are left out early.
frequent_pairs as (

    select subject_no
    from pair_days
    group by subject_no
    having sum(post_count) >= 3

),

topic_days as (

    select
        posts.posted_date,
        topic_mentions.topic_id,
        count(distinct topic_mentions.post_id) as post_count
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none') and topic_mentions.label is not null
    group by posts.posted_date, topic_mentions.topic_id

),

daily as (

    select
        numbered_topics.topic_no as subject_no,
        cast(topic_days.posted_date - span.first_date as integer) as day_no,
        cast(topic_days.post_count as integer) as post_count
    from topic_days
    inner join numbered_topics on topic_days.topic_id = numbered_topics.topic_id
    cross join span

    union all

    select
        pair_days.subject_no,
        pair_days.day_no,
        pair_days.post_count
    from pair_days
    semi join frequent_pairs on pair_days.subject_no = frequent_pairs.subject_no

),

-- Days are counted from the first one, so that its week may begin before 0.
weekly as (

    select
        daily.subject_no,
        daily.day_no - (daily.day_no + isodow(span.first_date) - 1) % 7 as monday_no,
        cast(sum(daily.post_count) as integer) as post_count
    from daily
    cross join span
    group by daily.subject_no, monday_no

),

cells as (

    select
        1 as step_days,
        subject_no,
        day_no,
        post_count
    from daily

    union all

    select
        7 as step_days,
        subject_no,
        cast(monday_no as integer) as day_no,
        post_count
    from weekly

),

active as (

    select
        step_days,
        subject_no,
        day_no,
        post_count,
        coalesce(
            sum(post_count) over (
                partition by subject_no, step_days
                order by day_no
                range between 28 preceding and 1 preceding
            ),
            0
        ) as past_count,
        lead(day_no) over (partition by subject_no, step_days order by day_no) as next_day_no
    from cells

),

-- A silence is looked at for 28 days, and only where so many posts came before that one a period is
-- expected: that many stand in the 28 days up to the last post.
silences as (

    select
        step_days,
        subject_no,
        unnest(
            generate_series(
                day_no + step_days,
                least(day_no + 28, coalesce(next_day_no - 1, day_no + 28)),
                step_days
            )
        ) as day_no
    from active
    where past_count + post_count >= if(step_days = 1, greatest(4, least(28, day_no + 1)), 4)

),

interrupted as (

    select
        cells.step_days,
        cells.subject_no,
        cells.day_no,
        cells.post_count
    from cells
    semi join silences
        on cells.subject_no = silences.subject_no and cells.step_days = silences.step_days

    union all

    select
        step_days,
        subject_no,
        day_no,
        0 as post_count
    from silences

),

silent as (

    select
        step_days,
        subject_no,
        day_no,
        post_count,
        sum(post_count) over (
            partition by subject_no, step_days
            order by day_no
            range between 28 preceding and 1 preceding
        ) as past_count
    from interrupted
    qualify post_count = 0 and past_count >= 4

),

both_kinds as (

    select
        active.step_days,
        active.subject_no,
        active.day_no,
        active.post_count,
        active.past_count
    from active
    cross join totals
    where active.subject_no < totals.topic_count or active.post_count + active.past_count >= 3

    union all

    select
        step_days,
        subject_no,
        day_no,
        post_count,
        past_count
    from silent

),

compared as (

    select
        both_kinds.step_days,
        both_kinds.subject_no,
        both_kinds.day_no,
        both_kinds.post_count,
        cast(
            both_kinds.past_count * (
                least(both_kinds.day_no + both_kinds.step_days, span.last_day_no + 1)
                - both_kinds.day_no
            ) / least(28, both_kinds.day_no) as double
        ) as expected_count,
        both_kinds.subject_no < totals.topic_count as is_topic
    from both_kinds
    cross join span
    cross join totals
    where both_kinds.day_no between 7 and span.last_day_no

),

scored as (

    select
        step_days,
        is_topic,
        subject_no,
        day_no,
        post_count,
        expected_count,
        sqrt(post_count) + sqrt(post_count + 1) - sqrt(4 * expected_count + 1) as change_score
    from compared
    where post_count > 0 or expected_count >= 1

),

ranked as (

    select
        step_days,
        is_topic,
        subject_no,
        day_no,
        post_count,
        expected_count,
        change_score,
        if(post_count > expected_count, 'rise', 'fall') as direction,
        cast(
            row_number() over (
                partition by day_no, step_days, is_topic, post_count > expected_count
                order by
                    if(post_count > expected_count, -change_score, change_score) asc,
                    subject_no asc
            ) as integer
        ) as direction_rank
    from scored
    where post_count <> expected_count
    qualify direction_rank <= 20

),

named as (

    select
        ranked.step_days,
        'topic' as subject,
        numbered_topics.topic_id as subject_id,
        numbered_topics.topic as subject_label,
        ranked.day_no,
        ranked.direction,
        ranked.direction_rank,
        ranked.post_count,
        ranked.expected_count,
        ranked.change_score
    from ranked
    inner join numbered_topics on ranked.subject_no = numbered_topics.topic_no

    union all

    select
        ranked.step_days,
        'pair' as subject,
        actor_a.actor_id || '-' || actor_b.actor_id as subject_id,
        actor_a.name || ' – ' || actor_b.name as subject_label,
        ranked.day_no,
        ranked.direction,
        ranked.direction_rank,
        ranked.post_count,
        ranked.expected_count,
        ranked.change_score
    from ranked
    cross join totals
    inner join numbered_actors as actor_a
        on (ranked.subject_no - totals.topic_count) // totals.actor_count = actor_a.actor_no
    inner join numbered_actors as actor_b
        on (ranked.subject_no - totals.topic_count) % totals.actor_count = actor_b.actor_no
    where not ranked.is_topic

)

select
    if(named.step_days = 1, 'day', 'week') as period,
    span.first_date + cast(named.day_no as integer) as start_date,
    named.subject,
    named.subject_id,
    named.subject_label,
    named.direction,
    named.direction_rank,
    cast(named.post_count as bigint) as post_count,
    named.expected_count,
    named.change_score
from named
cross join span
order by
    period asc,
    start_date asc,
    named.subject asc,
    named.direction desc,
    named.direction_rank asc
