-- purpose: names that occur often and that nobody has settled, with an example of their words
with doubtful as (

    select
        actor_id,
        actor,
        actor_kind,
        mention_count,
        quote_count,
        last_date
    from dim_actor
    where not is_reviewed
    order by mention_count desc, actor_id asc
    limit $row_limit

),

examples as (

    select
        quotes.actor_id,
        arg_min(quotes.text, quotes.quote_id) as example
    from quotes
    inner join doubtful on quotes.actor_id = doubtful.actor_id
    group by quotes.actor_id

)

select
    doubtful.actor_id,
    doubtful.actor,
    doubtful.actor_kind,
    doubtful.mention_count,
    doubtful.quote_count,
    doubtful.last_date,
    examples.example
from doubtful
left join examples on doubtful.actor_id = examples.actor_id
order by doubtful.mention_count desc, doubtful.actor_id asc
