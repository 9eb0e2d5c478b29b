-- purpose: the lines of one window between its most central actors, heaviest first
with nodes as (

    select actor_id
    from actor_network
    where window_end_date = cast($window_end as date) and unit = $unit
    order by pagerank desc, actor_id asc
    limit $row_limit

)

select
    edges.actor_id_a,
    edges.actor_a,
    edges.actor_id_b,
    edges.actor_b,
    edges.co_mention_count,
    edges.post_count
from actor_network_edges as edges
inner join nodes as nodes_a on edges.actor_id_a = nodes_a.actor_id
inner join nodes as nodes_b on edges.actor_id_b = nodes_b.actor_id
where
    edges.window_end_date = cast($window_end as date)
    and edges.unit = $unit
    and edges.co_mention_count >= $min_weight
order by edges.co_mention_count desc, edges.actor_id_a asc, edges.actor_id_b asc
