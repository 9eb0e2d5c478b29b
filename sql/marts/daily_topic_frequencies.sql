-- purpose: how often each topic was written about, per day, and which topics burst
-- grain:   one row per (posted_date, topic_id); a day without the topic has no row
-- counts:  every label counts (mention_count), a post once per topic (post_count); a note that
--          an earlier post had word for word is not new, a bare label is always; post_share is out
--          of the day's posts with any topic; post_mean_7d and post_mean_28d are posts per day over
--          this day and the 6 or 27 before, quiet days as zero, days before the corpus left out;
--          burst_score = (post_count - median) / (1 + 1.4826 MAD) over the
--          post_count of the 28 days before, quiet days as zero, days before the corpus left
--          out, 0 on its first day: the robust z-score of Iglewicz and Hoaglin, How to Detect
--          and Handle Outliers (1993), with 1 added so that a constant past does not divide by 0
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
-- reach:   100 years before
with numbered_topics as (

    -- Mentions are grouped and sorted by small numbers instead of ids, in the same order.
    select
        topic_id,
        topic,
        cast(row_number() over (order by topic_id asc) as integer) as topic_no
    from topics

),

numbered_posts as (

    -- The first post with a note is the one with the smallest number.
    select
        post_id,
        posted_date,
        cast(posted_date - min(posted_date) over () as integer) as day_no,
        cast(
            row_number() over (
                order by posted_date asc, published_at asc nulls last, post_id asc
            ) as integer
        ) as post_no
    from posts
    where date_basis not in ('crawl', 'none')

),

days as (

    select
        day_no,
        any_value(posted_date) as posted_date
    from numbered_posts
    group by day_no

),

labels as (

    select
        numbered_posts.day_no,
        numbered_posts.post_no,
        numbered_topics.topic_no,
        topic_mentions.label,
        topic_mentions.note_sha256
    from topic_mentions
    inner join numbered_posts on topic_mentions.post_id = numbered_posts.post_id
    inner join numbered_topics on topic_mentions.topic_id = numbered_topics.topic_id
    where topic_mentions.label is not null

),

-- Built by month, rows are wanted from a month on: they need the 28 days before, and of all earlier
-- posts no more than which notes stood there and when a topic came up.
wanted as (

    select coalesce(min(day_no), 0) as first_day_no
    from days
    where
        coalesce(
            list_contains(
                getvariable('written_months'), year(posted_date) * 100 + month(posted_date)
            ),
            true
        )

),

recent_labels as (

    select
        labels.day_no,
        labels.post_no,
        labels.topic_no,
        labels.label,
        labels.note_sha256
    from labels
    inner join wanted on labels.day_no >= wanted.first_day_no - 28

),

first_days as (

    select
        topic_no,
        min(day_no) as day_no
    from labels
    group by topic_no

),

distinct_labels as (

    select label
    from recent_labels
    group by label

),

bare_notes as (

    select
        label,
        unnest([sha256('#' || label), sha256('＃' || label)]) as note_sha256
    from distinct_labels

),

first_posts as (

    select
        labels.note_sha256,
        min(labels.post_no) as post_no
    from labels
    semi join recent_labels on labels.note_sha256 = recent_labels.note_sha256
    group by labels.note_sha256

),

per_post as (

    select
        recent_labels.day_no,
        recent_labels.topic_no,
        recent_labels.post_no,
        count(*) as mention_count,
        count(*) filter (
            where bare_notes.label is not null or recent_labels.post_no = first_posts.post_no
        ) as new_mention_count
    from recent_labels
    inner join first_posts on recent_labels.note_sha256 = first_posts.note_sha256
    left join bare_notes
        on
            recent_labels.label = bare_notes.label
            and recent_labels.note_sha256 = bare_notes.note_sha256
    group by recent_labels.day_no, recent_labels.topic_no, recent_labels.post_no

),

per_topic as (

    select
        day_no,
        topic_no,
        cast(sum(mention_count) as bigint) as mention_count,
        cast(sum(new_mention_count) as bigint) as new_mention_count,
        count(*) as post_count
    from per_post
    group by day_no, topic_no

),

per_day as (

    select
        day_no,
        count(distinct post_no) as day_post_count
    from per_post
    group by day_no

),

-- The past holds the days with the topic only; zeros make up the number of days.
spans as (

    select
        day_no,
        topic_no,
        mention_count,
        new_mention_count,
        post_count,
        list_resize(
            coalesce(
                list(post_count) over (
                    partition by topic_no
                    order by day_no
                    range between 28 preceding and 1 preceding
                ),
                []
            ),
            least(28, day_no),
            0
        ) as past_counts,
        cast(
            sum(post_count) over (
                partition by topic_no
                order by day_no
                range between 6 preceding and current row
            ) as bigint
        ) as post_count_7d,
        cast(
            sum(post_count) over (
                partition by topic_no
                order by day_no
                range between 27 preceding and current row
            ) as bigint
        ) as post_count_28d
    from per_topic

),

medians as (

    select
        day_no,
        topic_no,
        mention_count,
        new_mention_count,
        post_count,
        past_counts,
        post_count_7d,
        post_count_28d,
        coalesce(list_median(past_counts), 0) as median_count
    from spans

),

measured as (

    select
        day_no,
        topic_no,
        mention_count,
        new_mention_count,
        post_count,
        cast(
            row_number() over (
                partition by day_no
                order by
                    post_count desc, mention_count desc, topic_no asc
            ) as integer
        ) as topic_rank,
        post_count_7d,
        post_count_7d / least(7, day_no + 1) as post_mean_7d,
        post_count_28d / least(28, day_no + 1) as post_mean_28d,
        if(
            day_no = 0,
            0.0,
            (post_count - median_count) / (
                1 + 1.4826 * list_median(
                    list_transform(
                        past_counts,
                        lambda past_count: abs(past_count - median_count)
                    )
                )
            )
        ) as burst_score
    from medians

)

select
    days.posted_date,
    numbered_topics.topic_id,
    numbered_topics.topic,
    measured.mention_count,
    measured.new_mention_count,
    measured.post_count,
    measured.post_count / per_day.day_post_count as post_share,
    measured.topic_rank,
    measured.post_count_7d,
    measured.post_mean_7d,
    measured.post_mean_28d,
    measured.burst_score,
    first_dates.posted_date as first_date
from measured
inner join per_day on measured.day_no = per_day.day_no
inner join days on measured.day_no = days.day_no
inner join wanted on measured.day_no >= wanted.first_day_no
inner join first_days on measured.topic_no = first_days.topic_no
inner join days as first_dates on first_days.day_no = first_dates.day_no
inner join numbered_topics on measured.topic_no = numbered_topics.topic_no
order by measured.day_no asc, measured.topic_no asc
