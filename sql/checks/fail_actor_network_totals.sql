-- purpose: each line of the network has two ends, and the ranks of its actors make a whole
with lines as (

    select
        window_end_date,
        unit,
        2 * count(*) as end_count,
        2 * sum(co_mention_count) as end_weight
    from actor_network_edges
    group by window_end_date, unit

),

actors_of_window as (

    select
        window_end_date,
        unit,
        sum(degree) as degree,
        sum(strength) as strength,
        sum(pagerank) as pagerank
    from actor_network
    group by window_end_date, unit

)

select
    coalesce(lines.window_end_date, actors_of_window.window_end_date) as window_end_date,
    coalesce(lines.unit, actors_of_window.unit) as unit,
    lines.end_count,
    actors_of_window.degree,
    lines.end_weight,
    actors_of_window.strength,
    round(actors_of_window.pagerank, 6) as pagerank
from lines
full join actors_of_window
    on
        lines.window_end_date = actors_of_window.window_end_date
        and lines.unit = actors_of_window.unit
where
    lines.end_count is distinct from actors_of_window.degree
    or lines.end_weight is distinct from actors_of_window.strength
    or abs(actors_of_window.pagerank - 1) > 1e-6
order by window_end_date asc, unit asc
