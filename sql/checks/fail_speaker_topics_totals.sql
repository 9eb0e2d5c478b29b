-- purpose: a topic's quotes by speaker are its quotes by day, and a speaker's shares make a whole
with daily as (

    select
        actor_id,
        sum(quote_count) as quote_count
    from daily_speaker_quotes
    where topic_id is not null
    group by actor_id

),

marts as (

    select
        actor_id,
        sum(quote_count) as quote_count,
        sum(speaker_share) as speaker_share,
        min(distinctiveness) as least_distinctiveness,
        max(distinctiveness_rank) - count(*) as missing_rank_count
    from speaker_topics
    group by actor_id

)

select
    coalesce(daily.actor_id, marts.actor_id) as actor_id,
    daily.quote_count as daily_quote_count,
    marts.quote_count,
    round(marts.speaker_share, 6) as speaker_share,
    marts.least_distinctiveness
from daily
full join marts on daily.actor_id = marts.actor_id
where
    daily.quote_count is distinct from marts.quote_count
    or abs(marts.speaker_share - 1) > 1e-6
    or marts.least_distinctiveness <= 0
    or marts.missing_rank_count <> 0
order by actor_id asc
