-- purpose: every actor with its figures over the whole span, for menus and joins
-- grain:   one row per actor_id, reviewed actors that no post names yet included
-- counts:  the sums of actor_mentions_daily; day_count is days with a quote or a mention
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with per_actor as (

    select
        actor_id,
        cast(sum(mention_count) as bigint) as mention_count,
        cast(sum(quote_count) as bigint) as quote_count,
        cast(sum(quoting_post_count) as bigint) as quoting_post_count,
        count(*) as day_count,
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from actor_mentions_daily
    group by actor_id

)

select
    actors.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    actors.country,
    actors.wikidata_id,
    actors.is_reviewed,
    coalesce(per_actor.mention_count, 0) as mention_count,
    coalesce(per_actor.quote_count, 0) as quote_count,
    coalesce(per_actor.quoting_post_count, 0) as quoting_post_count,
    coalesce(per_actor.day_count, 0) as day_count,
    per_actor.first_date,
    per_actor.last_date
from actors
left join per_actor on actors.actor_id = per_actor.actor_id
order by actors.actor_id asc
