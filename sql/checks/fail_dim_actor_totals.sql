-- purpose: every actor stands in dim_actor, with the sums of its quotes by day and topic
with daily as (

    select
        actor_id,
        sum(quote_count) as quote_count
    from daily_speaker_quotes
    group by actor_id

)

select
    actors.actor_id,
    dim_actor.quote_count,
    daily.quote_count as daily_quote_count
from actors
full join dim_actor on actors.actor_id = dim_actor.actor_id
left join daily on actors.actor_id = daily.actor_id
where
    actors.actor_id is null
    or dim_actor.actor_id is null
    or dim_actor.quote_count <> coalesce(daily.quote_count, 0)
order by actors.actor_id asc
