-- purpose:   who is quoted in the same notes and posts as an actor, most often first
-- arguments: person
with meant as (

    select actor_aliases.actor_id
    from actor_aliases
    where actor_aliases.surface = person

    union

    select actors.actor_id
    from actors
    where contains(actors.name, person)

),

both_ways as (

    select
        unit,
        actor_id_a as actor_id,
        actor_a as actor,
        actor_id_b as other_actor_id,
        actor_b as other_actor,
        co_mention_count,
        post_count,
        first_date,
        last_date,
        npmi
    from speaker_pairs

    union all

    select
        unit,
        actor_id_b as actor_id,
        actor_b as actor,
        actor_id_a as other_actor_id,
        actor_a as other_actor,
        co_mention_count,
        post_count,
        first_date,
        last_date,
        npmi
    from speaker_pairs

)

select
    both_ways.actor,
    both_ways.other_actor,
    both_ways.unit,
    both_ways.co_mention_count,
    both_ways.post_count,
    both_ways.first_date,
    both_ways.last_date,
    both_ways.npmi
from both_ways
inner join meant on both_ways.actor_id = meant.actor_id
order by
    both_ways.unit asc,
    both_ways.co_mention_count desc,
    both_ways.actor_id asc,
    both_ways.other_actor_id asc
