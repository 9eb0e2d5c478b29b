-- purpose: who was quoted in a period and never named before it
select
    actor_id,
    actor,
    actor_kind,
    first_date,
    quote_count
from dim_actor
where
    first_date between cast($since as date) and cast($until as date)
    and quote_count > 0
order by quote_count desc, first_date desc, actor_id asc
limit $row_limit
