-- purpose: daily_speaker_quotes with the silent days as zero, for lines in a chart
-- grain:   one row per (posted_date, actor_id, topic_id), for every speaker and topic that occur
--          together; topic_id is null for quotes outside notes
-- counts:  those of daily_speaker_quotes
-- days:    every day in Asia/Tokyo from the first to the last dated post
-- view:    days times speakers, and cheap to make for the speakers asked for
with span as (

    select
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from posts
    where date_basis not in ('crawl', 'none')

),

days as (

    select dim_date.posted_date
    from dim_date
    inner join span on dim_date.posted_date between span.first_date and span.last_date

),

known as (

    select
        actor_id,
        actor,
        actor_kind,
        topic_id,
        topic
    from daily_speaker_quotes
    group by actor_id, actor, actor_kind, topic_id, topic

)

select
    days.posted_date,
    known.actor_id,
    known.actor,
    known.actor_kind,
    known.topic_id,
    known.topic,
    coalesce(daily.quote_count, 0) as quote_count,
    coalesce(daily.reported_quote_count, 0) as reported_quote_count,
    coalesce(daily.post_count, 0) as post_count,
    coalesce(daily.statement_count, 0) as statement_count,
    coalesce(daily.voice_share, 0.0) as voice_share,
    coalesce(daily.topic_voice_share, 0.0) as topic_voice_share
from days
cross join known
left join daily_speaker_quotes as daily
    on
        days.posted_date = daily.posted_date
        and known.actor_id = daily.actor_id
        and known.topic_id is not distinct from daily.topic_id
order by days.posted_date asc, known.actor_id asc, known.topic_id asc nulls last
