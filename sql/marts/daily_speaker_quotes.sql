-- purpose: who spoke how much about what, per day, and with which share of voice
-- grain:   one row per (posted_date, actor_id, topic_id); topic_id is null for quotes outside notes
-- counts:  every quote with a speaker, of which reported_quote_count is indirect speech; a joint
--          statement counts for its first speaker; a post counts once per row; statement_count is
--          distinct wordings, blanks and 、。 apart; voice_share is out of the day's quotes with a
--          speaker (a speaker's rows add up to the speaker's share), topic_voice_share out of those
--          on the row's topic
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with spoken as (

    select
        posts.posted_date,
        quotes.actor_id,
        quotes.topic_id,
        quotes.post_id,
        quotes.form,
        quotes.char_end - quotes.char_start as char_count,
        -- Hashes of 64 bits: a day has too few texts for two to meet, and they halve the time.
        hash(translate(quotes.text, ' 　、。', '')) as wording
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none') and quotes.actor_id is not null

),

per_speaker as (

    select
        posted_date,
        actor_id,
        topic_id,
        count(*) as quote_count,
        count(*) filter (where form = 'reported') as reported_quote_count,
        count(distinct post_id) as post_count,
        count(distinct wording) as statement_count,
        sum(char_count) as char_count
    from spoken
    group by posted_date, actor_id, topic_id

),

per_topic as (

    select
        posted_date,
        topic_id,
        sum(quote_count) as quote_count
    from per_speaker
    group by posted_date, topic_id

),

per_day as (

    select
        posted_date,
        sum(quote_count) as quote_count
    from per_topic
    group by posted_date

)

select
    per_speaker.posted_date,
    per_speaker.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    per_speaker.topic_id,
    topics.topic,
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
        and per_speaker.topic_id is not distinct from per_topic.topic_id
inner join actors on per_speaker.actor_id = actors.actor_id
left join topics on per_speaker.topic_id = topics.topic_id
order by
    per_speaker.posted_date asc, per_speaker.actor_id asc, per_speaker.topic_id asc nulls last
