-- purpose: the most central actors of one window
select
    actor_id,
    actor,
    degree,
    strength,
    pagerank,
    community
from actor_network
where window_end_date = cast($window_end as date) and unit = $unit
order by pagerank desc, actor_id asc
limit $row_limit
