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
        max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

names as (

    select
        'topic' as subject,
        topic_id as subject_id,
        topic as subject_label
    from topics

    union all

    -- Most pairs share a post or two in all, so that they are left out early.
    select
        'pair' as subject,
        actor_id_a || '-' || actor_id_b as subject_id,
        any_value(actor_a || ' – ' || actor_b) as subject_label
    from speaker_co_mentions
    where unit = 'post'
    group by actor_id_a, actor_id_b
    having sum(post_count) >= 3

),

-- Years of days are compared by small numbers instead of ids, in the same order.
subjects as (

    select
        subject,
        subject_id,
        subject_label,
        cast(row_number() over (order by subject asc, subject_id asc) as integer) as subject_no
    from names

),

daily as (

    select
        posts.posted_date,
        subjects.subject_no,
        count(distinct topic_mentions.post_id) as post_count
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    inner join subjects
        on subjects.subject = 'topic' and topic_mentions.topic_id = subjects.subject_id
    where posts.date_basis not in ('crawl', 'none') and topic_mentions.label is not null
    group by posts.posted_date, subjects.subject_no

    union all

    select
        pairs.posted_date,
        subjects.subject_no,
        pairs.post_count
    from speaker_co_mentions as pairs
    inner join subjects
        on
            subjects.subject = 'pair'
            and pairs.actor_id_a || '-' || pairs.actor_id_b = subjects.subject_id
    where pairs.unit = 'post'

),

cells as (

    select
        1 as step_days,
        posted_date as start_date,
        subject_no,
        post_count
    from daily

    union all

    select
        7 as step_days,
        cast(date_trunc('week', posted_date) as date) as start_date,
        subject_no,
        sum(post_count) as post_count
    from daily
    group by start_date, subject_no

),

active as (

    select
        step_days,
        start_date,
        subject_no,
        post_count,
        coalesce(
            sum(post_count) over (
                partition by step_days, subject_no
                order by start_date
                range between interval 28 days preceding and interval 1 day preceding
            ),
            0
        ) as past_count
    from cells

),

missed as (

    select
        step_days,
        subject_no
    from cells
    group by step_days, subject_no
    having sum(post_count) >= if(step_days = 1, 7, 4)

),

-- A silence is looked at for 28 days, and only of subjects with enough posts to be missed.
followed as (

    select
        cells.step_days,
        cells.subject_no,
        cells.post_count,
        unnest(
            generate_series(
                cells.start_date + cells.step_days,
                cells.start_date + 28,
                to_days(cells.step_days)
            )
        ) as start_at
    from cells
    inner join missed
        on cells.step_days = missed.step_days and cells.subject_no = missed.subject_no

),

pasts as (

    select
        step_days,
        cast(start_at as date) as start_date,
        subject_no,
        sum(post_count) as past_count
    from followed
    group by step_days, start_date, subject_no
    having sum(post_count) >= 4

),

silent as (

    select
        pasts.step_days,
        pasts.start_date,
        pasts.subject_no,
        0 as post_count,
        pasts.past_count
    from pasts
    anti join active
        on
            pasts.step_days = active.step_days
            and pasts.start_date = active.start_date
            and pasts.subject_no = active.subject_no

),

both_kinds as (

    select
        step_days,
        start_date,
        subject_no,
        post_count,
        past_count
    from active

    union all

    select
        step_days,
        start_date,
        subject_no,
        post_count,
        past_count
    from silent

),

compared as (

    select
        if(both_kinds.step_days = 1, 'day', 'week') as period,
        both_kinds.start_date,
        subjects.subject,
        subjects.subject_id,
        subjects.subject_label,
        cast(both_kinds.post_count as bigint) as post_count,
        cast(
            both_kinds.past_count * (
                least(both_kinds.start_date + both_kinds.step_days - 1, span.last_date)
                - both_kinds.start_date + 1
            ) / least(28, both_kinds.start_date - span.first_date) as double
        ) as expected_count
    from both_kinds
    inner join subjects on both_kinds.subject_no = subjects.subject_no
    cross join span
    where
        both_kinds.start_date <= span.last_date
        and both_kinds.start_date - span.first_date >= 7
        and (subjects.subject = 'topic' or both_kinds.post_count + both_kinds.past_count >= 3)

),

scored as (

    select
        period,
        start_date,
        subject,
        subject_id,
        subject_label,
        post_count,
        expected_count,
        sqrt(post_count) + sqrt(post_count + 1) - sqrt(4 * expected_count + 1) as change_score
    from compared
    where post_count > 0 or expected_count >= 1

),

ranked as (

    select
        period,
        start_date,
        subject,
        subject_id,
        subject_label,
        post_count,
        expected_count,
        change_score,
        if(post_count > expected_count, 'rise', 'fall') as direction,
        cast(
            row_number() over (
                partition by period, start_date, subject, post_count > expected_count
                order by
                    if(post_count > expected_count, -change_score, change_score) asc,
                    subject_id asc
            ) as integer
        ) as direction_rank
    from scored
    where post_count <> expected_count
    qualify direction_rank <= 20

)

select
    ranked.period,
    ranked.start_date,
    ranked.subject,
    ranked.subject_id,
    ranked.subject_label,
    ranked.direction,
    ranked.direction_rank,
    ranked.post_count,
    ranked.expected_count,
    ranked.change_score
from ranked
order by
    ranked.period asc,
    ranked.start_date asc,
    ranked.subject asc,
    ranked.direction desc,
    ranked.direction_rank asc
