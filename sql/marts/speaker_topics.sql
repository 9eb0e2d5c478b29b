-- purpose: what each speaker speaks about, and what sets the speaker apart
-- grain:   one row per (actor_id, topic_id)
-- counts:  quotes in notes, whose label is the topic, a joint statement for its first speaker;
--          distinctiveness = tf * idf, tf being the speaker's share of quotes on the topic, idf = 1
--          + ln((1 + N) / (1 + n)), N all speakers in notes and n those on the topic (Spaerck Jones
--          1972, A statistical interpretation of term specificity, smoothed as if one more speaker
--          spoke on every topic)
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with per_cell as (

    select
        quotes.actor_id,
        quotes.topic_id,
        count(*) as quote_count,
        count(*) filter (where quotes.form = 'reported') as reported_quote_count,
        count(distinct quotes.post_id) as post_count,
        count(distinct posts.posted_date) as day_count,
        min(posts.posted_date) as first_date,
        max(posts.posted_date) as last_date
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where
        posts.date_basis not in ('crawl', 'none')
        and quotes.actor_id is not null
        and quotes.topic_id is not null
    group by quotes.actor_id, quotes.topic_id

),

per_speaker as (

    select
        actor_id,
        sum(quote_count) as quote_count
    from per_cell
    group by actor_id

),

per_topic as (

    select
        topic_id,
        sum(quote_count) as quote_count,
        count(*) as speaker_count
    from per_cell
    group by topic_id

),

total as (

    select count(*) as speaker_count
    from per_speaker

),

weighed as (

    select
        per_cell.actor_id,
        per_cell.topic_id,
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
    inner join per_speaker on per_cell.actor_id = per_speaker.actor_id
    inner join per_topic on per_cell.topic_id = per_topic.topic_id
    cross join total

)

select
    weighed.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    weighed.topic_id,
    topics.topic,
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
            partition by weighed.actor_id
            order by
                weighed.distinctiveness desc, weighed.quote_count desc, weighed.topic_id asc
        ) as integer
    ) as distinctiveness_rank
from weighed
inner join actors on weighed.actor_id = actors.actor_id
inner join topics on weighed.topic_id = topics.topic_id
order by weighed.actor_id asc, weighed.topic_id asc
