-- purpose: actor_mentions_daily with the quiet days as zero, for lines in a chart
-- grain:   one row per (posted_date, actor_id), for every actor that any dated post names or quotes
-- counts:  those of actor_mentions_daily
-- days:    every day in Asia/Tokyo from the first to the last dated post
-- view:    days times actors, and cheap to make for the actors asked for
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
        actor_kind
    from actor_mentions_daily
    group by actor_id, actor, actor_kind

)

select
    days.posted_date,
    known.actor_id,
    known.actor,
    known.actor_kind,
    coalesce(daily.mention_count, 0) as mention_count,
    coalesce(daily.naming_post_count, 0) as naming_post_count,
    coalesce(daily.quote_count, 0) as quote_count,
    coalesce(daily.reported_quote_count, 0) as reported_quote_count,
    coalesce(daily.quoting_post_count, 0) as quoting_post_count
from days
cross join known
left join actor_mentions_daily as daily
    on days.posted_date = daily.posted_date and known.actor_id = daily.actor_id
order by days.posted_date asc, known.actor_id asc
