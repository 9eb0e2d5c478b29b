-- purpose: which media relay a speaker
select
    via_actor as outlet,
    count(*) as quote_count,
    count(distinct post_id) as post_count
from quotes
where actor_id = $actor_id and via_actor is not null
group by via_actor
order by quote_count desc, outlet asc
limit $row_limit
