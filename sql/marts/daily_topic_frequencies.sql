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
with dated_posts as (

    select
        post_id,
        posted_date,
        published_at
    from posts
    where date_basis not in ('crawl', 'none')

),

labels as (

    select
        dated_posts.posted_date,
        dated_posts.published_at,
        topic_mentions.post_id,
        topic_mentions.topic_id,
        topic_mentions.topic,
        topic_mentions.note_sha256,
        topic_mentions.note_sha256 in (
            sha256('#' || topic_mentions.label), sha256('＃' || topic_mentions.label)
        ) as is_bare
    from topic_mentions
    inner join dated_posts on topic_mentions.post_id = dated_posts.post_id
    where topic_mentions.label is not null

),

first_posts as (

    select
        note_sha256,
        post_id
    from labels
    qualify row_number() over (
        partition by note_sha256
        order by posted_date asc, published_at asc nulls last, post_id asc
    ) = 1

),

per_topic as (

    select
        labels.posted_date,
        labels.topic_id,
        labels.topic,
        count(*) as mention_count,
        count(*) filter (where labels.is_bare or labels.post_id = first_posts.post_id)
            as new_mention_count,
        count(distinct labels.post_id) as post_count
    from labels
    inner join first_posts on labels.note_sha256 = first_posts.note_sha256
    group by labels.posted_date, labels.topic_id, labels.topic

),

per_day as (

    select
        posted_date,
        count(distinct post_id) as day_post_count
    from labels
    group by posted_date

),

span as (

    select min(posted_date) as first_date
    from dated_posts

),

-- The past holds the days with the topic only; zeros make up the number of days.
pasts as (

    select
        per_topic.posted_date,
        per_topic.topic_id,
        list_resize(
            coalesce(
                list(per_topic.post_count) over (
                    partition by per_topic.topic_id
                    order by per_topic.posted_date
                    range between interval 28 days preceding and interval 1 day preceding
                ),
                []
            ),
            least(28, date_diff('day', span.first_date, per_topic.posted_date)),
            0
        ) as past_counts,
        date_diff('day', span.first_date, per_topic.posted_date) + 1 as corpus_day_count
    from per_topic
    cross join span

),

medians as (

    select
        posted_date,
        topic_id,
        past_counts,
        corpus_day_count,
        coalesce(list_median(past_counts), 0) as median_count
    from pasts

),

spreads as (

    select
        posted_date,
        topic_id,
        corpus_day_count,
        median_count,
        len(past_counts) as past_day_count,
        coalesce(
            list_median(
                list_transform(past_counts, lambda past_count: abs(past_count - median_count))
            ),
            0
        ) as mad
    from medians

),

sums as (

    select
        posted_date,
        topic_id,
        cast(
            sum(post_count) over (
                partition by topic_id
                order by posted_date
                range between interval 6 days preceding and current row
            ) as bigint
        ) as post_count_7d,
        cast(
            sum(post_count) over (
                partition by topic_id
                order by posted_date
                range between interval 27 days preceding and current row
            ) as bigint
        ) as post_count_28d,
        min(posted_date) over (partition by topic_id) as first_date
    from per_topic

)

select
    per_topic.posted_date,
    per_topic.topic_id,
    per_topic.topic,
    per_topic.mention_count,
    per_topic.new_mention_count,
    per_topic.post_count,
    per_topic.post_count / per_day.day_post_count as post_share,
    cast(
        row_number() over (
            partition by per_topic.posted_date
            order by
                per_topic.post_count desc, per_topic.mention_count desc, per_topic.topic_id asc
        ) as integer
    ) as topic_rank,
    sums.post_count_7d,
    sums.post_count_7d / least(7, spreads.corpus_day_count) as post_mean_7d,
    sums.post_count_28d / least(28, spreads.corpus_day_count) as post_mean_28d,
    if(
        spreads.past_day_count = 0,
        0.0,
        (per_topic.post_count - spreads.median_count) / (1 + 1.4826 * spreads.mad)
    ) as burst_score,
    sums.first_date
from per_topic
inner join per_day on per_topic.posted_date = per_day.posted_date
inner join spreads
    on
        per_topic.posted_date = spreads.posted_date
        and per_topic.topic_id = spreads.topic_id
inner join sums
    on per_topic.posted_date = sums.posted_date and per_topic.topic_id = sums.topic_id
order by per_topic.posted_date asc, per_topic.topic_id asc
