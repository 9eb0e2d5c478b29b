-- purpose: who spoke how much about what, per day, and with which share of voice
-- grain:   one row per (posted_date, actor_id, topic_id); topic_id is null for quotes outside notes
-- counts:  every quote with a speaker, of which reported_quote_count is indirect speech; a joint
--          statement counts for its first speaker; a post counts once per row; statement_count is
--          distinct wordings, blanks and 、。 apart; voice_share is out of the day's quotes with a
--          speaker (a speaker's rows add up to the speaker's share), topic_voice_share out of those
--          on the row's topic
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with numbered_actors as (

    -- Quotes are grouped and sorted by small numbers instead of ids, in the same order.
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

spoken as (

    select
        numbered_posts.posted_date,
        numbered_posts.post_no,
        numbered_actors.actor_no,
        numbered_topics.topic_no,
        quotes.form,
        quotes.char_end - quotes.char_start as char_count,
        -- Hashes of 64 bits: a day has too few texts for two to meet, and they halve the time.
        hash(translate(quotes.text, ' 　、。', '')) as wording
    from quotes
    inner join numbered_posts on quotes.post_id = numbered_posts.post_id
    inner join numbered_actors on quotes.actor_id = numbered_actors.actor_id
    left join numbered_topics on quotes.topic_id = numbered_topics.topic_id

),

per_speaker as (

    select
        posted_date,
        actor_no,
        topic_no,
        count(*) as quote_count,
        count(*) filter (where form = 'reported') as reported_quote_count,
        count(distinct post_no) as post_count,
        count(distinct wording) as statement_count,
        sum(char_count) as char_count
    from spoken
    group by posted_date, actor_no, topic_no

),

per_topic as (

    select
        posted_date,
        topic_no,
        sum(quote_count) as quote_count
    from per_speaker
    group by posted_date, topic_no

),

per_day as (

    select
        posted_date,
        sum(quote_count) as quote_count
    from per_topic
    group by posted_date

),

-- Sorted while the rows are numbers only; ids and names are looked up after that.
measured as (

    select
        per_speaker.posted_date,
        per_speaker.actor_no,
        per_speaker.topic_no,
        per_speaker.quote_count,
        per_speaker.reported_quote_count,
        per_speaker.post_count,
        per_speaker.statement_count,
        cast(per_speaker.char_count / per_speaker.quote_count as double) as mean_char_count,
        cast(per_speaker.quote_count / per_day.quote_count as double) as voice_share,
        cast(per_speaker.quote_count / per_topic.quote_count as double) as topic_voice_share
    from per_speaker
    inner join per_day on per_speaker.posted_date = per_day.posted_date
    inner join per_topic
        on
            per_speaker.posted_date = per_topic.posted_date
            and per_speaker.topic_no is not distinct from per_topic.topic_no
    order by
        per_speaker.posted_date asc,
        per_speaker.actor_no asc,
        per_speaker.topic_no asc nulls last

),

actor_names as (

    select
        list(actor_id order by actor_no asc) as actor_ids,
        list(name order by actor_no asc) as actors,
        list(kind order by actor_no asc) as kinds
    from numbered_actors

),

topic_names as (

    select
        list(topic_id order by topic_no asc) as topic_ids,
        list(topic order by topic_no asc) as topics
    from numbered_topics

)

select
    measured.posted_date,
    actor_names.actor_ids[measured.actor_no] as actor_id,
    actor_names.actors[measured.actor_no] as actor,
    actor_names.kinds[measured.actor_no] as actor_kind,
    topic_names.topic_ids[measured.topic_no] as topic_id,
    topic_names.topics[measured.topic_no] as topic,
    measured.quote_count,
    measured.reported_quote_count,
    measured.post_count,
    measured.statement_count,
    measured.mean_char_count,
    measured.voice_share,
    measured.topic_voice_share
from measured
cross join actor_names
cross join topic_names
