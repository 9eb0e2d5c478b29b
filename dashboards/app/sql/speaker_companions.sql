-- purpose: who is quoted in the same posts as a speaker, most posts first
with companions as (

    select
        actor_id_b as companion_id,
        actor_b as companion,
        post_count,
        day_count,
        npmi
    from speaker_pairs
    where unit = 'post' and actor_id_a = $actor_id
    union all
    select
        actor_id_a as companion_id,
        actor_a as companion,
        post_count,
        day_count,
        npmi
    from speaker_pairs
    where unit = 'post' and actor_id_b = $actor_id

)

select
    companion_id,
    companion,
    post_count,
    day_count,
    npmi
from companions
order by post_count desc, npmi desc, companion_id asc
limit $row_limit
