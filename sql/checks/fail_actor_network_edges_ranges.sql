-- purpose: a line of the network stands once, in order, with no more units than its pair ever had
select
    edges.window_end_date,
    edges.unit,
    edges.actor_id_a,
    edges.actor_id_b,
    edges.co_mention_count,
    edges.post_count,
    speaker_pairs.co_mention_count as pair_co_mention_count
from actor_network_edges as edges
left join speaker_pairs
    on
        edges.unit = speaker_pairs.unit
        and edges.actor_id_a = speaker_pairs.actor_id_a
        and edges.actor_id_b = speaker_pairs.actor_id_b
where
    edges.actor_id_a >= edges.actor_id_b
    or edges.post_count < 1
    or edges.co_mention_count < edges.post_count
    or edges.co_mention_count > coalesce(speaker_pairs.co_mention_count, 0)
order by
    edges.window_end_date asc, edges.unit asc, edges.actor_id_a asc, edges.actor_id_b asc
