-- purpose: what each speaker speaks about, and what sets the speaker apart
-- grain:   one row per (actor_id, topic_id)
-- counts:  quotes in notes, whose label is the topic, a joint statement for its first speaker;
--          distinctiveness = tf * idf, tf being the speaker's share of quotes on the topic, idf = 1
--          + ln((1 + N) / (1 + n)), N all speakers in notes and n those on the topic (Spaerck Jones
--          1972, A statistical interpretation of term specificity, smoothed as if one more speaker
--          spoke on every topic)
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with numbered_actors as (

    -- Quotes are grouped by small numbers instead of ids, in the same order.
    select
        actor_id,
        name,
        kind,
        cast(row_number() over (order by actor_id asc) as integer) as actor_no
    from actors

),

numbered_topics as (

    select
        topic_id,
        topic,
        cast(row_number() over (order by topic_id asc) as integer) as topic_no
    from topics

),

numbered_posts as (

    select
        post_id,
        posted_date,
        cast(row_number() over () as integer) as post_no
    from posts
    where date_basis not in ('crawl', 'none')

),

per_post as (

    select
        numbered_actors.actor_no,
        numbered_topics.topic_no,
        numbered_posts.post_no,
        any_value(numbered_posts.posted_date) as posted_date,
        count(*) as quote_count,
        count(*) filter (where quotes.form = 'reported') as reported_quote_count
    from quotes
    inner join numbered_posts on quotes.post_id = numbered_posts.post_id
    inner join numbered_actors on quotes.actor_id = numbered_actors.actor_id
    inner join numbered_topics on quotes.topic_id = numbered_topics.topic_id
    group by numbered_actors.actor_no, numbered_topics.topic_no, numbered_posts.post_no

),

per_cell as (

    select
        actor_no,
        topic_no,
        cast(sum(quote_count) as bigint) as quote_count,
        cast(sum(reported_quote_count) as bigint) as reported_quote_count,
        count(*) as post_count,
        count(distinct posted_date) as day_count,
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from per_post
    group by actor_no, topic_no

),

per_speaker as (

    select
        actor_no,
        sum(quote_count) as quote_count
    from per_cell
    group by actor_no

),

per_topic as (

    select
        topic_no,
        sum(quote_count) as quote_count,
        count(*) as speaker_count
    from per_cell
    group by topic_no

),

total as (

    select count(*) as speaker_count
    from per_speaker

),

weighed as (

    select
        per_cell.actor_no,
        per_cell.topic_no,
        per_cell.quote_count,
        per_cell.reported_quote_count,
        per_cell.post_count,
        per_cell.day_count,
        per_cell.first_date,
        per_cell.last_date,
        per_cell.quote_count / per_speaker.quote_count as speaker_share,
        per_cell.quote_count / per_topic.quote_count as topic_share,
        per_cell.quote_count / per_speaker.quote_count
        * (1 + ln((1 + total.speaker_count) / (1 + per_topic.speaker_count))) as distinctiveness
    from per_cell
    inner join per_speaker on per_cell.actor_no = per_speaker.actor_no
    inner join per_topic on per_cell.topic_no = per_topic.topic_no
    cross join total

)

select
    numbered_actors.actor_id,
    numbered_actors.name as actor,
    numbered_actors.kind as actor_kind,
    numbered_topics.topic_id,
    numbered_topics.topic,
    weighed.quote_count,
    weighed.reported_quote_count,
    weighed.post_count,
    weighed.day_count,
    weighed.first_date,
    weighed.last_date,
    cast(weighed.speaker_share as double) as speaker_share,
    cast(weighed.topic_share as double) as topic_share,
    cast(weighed.distinctiveness as double) as distinctiveness,
    cast(
        row_number() over (
            partition by weighed.actor_no
            order by
                weighed.distinctiveness desc, weighed.quote_count desc, weighed.topic_no asc
        ) as integer
    ) as distinctiveness_rank
from weighed
inner join numbered_actors on weighed.actor_no = numbered_actors.actor_no
inner join numbered_topics on weighed.topic_no = numbered_topics.topic_no
order by weighed.actor_no asc, weighed.topic_no asc
