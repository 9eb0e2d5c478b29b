-- purpose: what a period brought, in four numbers; as in all marts without crawl-dated and undated
--          posts
with period_posts as (

    select count(*) as post_count
    from posts
    where
        posted_date between cast($since as date) and cast($until as date)
        and date_basis not in ('crawl', 'none')

),

period_quotes as (

    select coalesce(cast(sum(quote_count) as bigint), 0) as quote_count
    from source_types
    where posted_date between cast($since as date) and cast($until as date)

),

period_speakers as (

    select count(distinct actor_id) as speaker_count
    from daily_speaker_quotes
    where posted_date between cast($since as date) and cast($until as date)

),

period_topics as (

    select count(distinct topic_id) as topic_count
    from daily_topic_frequencies
    where posted_date between cast($since as date) and cast($until as date)

)

select
    period_posts.post_count,
    period_quotes.quote_count,
    period_speakers.speaker_count,
    period_topics.topic_count
from period_posts
cross join period_quotes
cross join period_speakers
cross join period_topics
