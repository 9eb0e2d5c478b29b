-- purpose: who is quoted next to whom in a period: the pairs of its best connected speakers, in
--          notes where the period has any, else in posts; unnamed and unknown speakers are left out
with named as (

    select
        unit,
        actor_id_a,
        actor_a,
        actor_id_b,
        actor_b,
        co_mention_count,
        post_count
    from speaker_co_mentions
    where
        posted_date between cast($since as date) and cast($until as date)
        and actor_kind_a not in ('anonymous', 'unknown')
        and actor_kind_b not in ('anonymous', 'unknown')

),

chosen_unit as (

    select min(unit) as unit
    from named

),

pairs as (

    select
        named.unit,
        named.actor_id_a,
        named.actor_a,
        named.actor_id_b,
        named.actor_b,
        cast(sum(named.co_mention_count) as bigint) as co_mention_count,
        cast(sum(named.post_count) as bigint) as post_count
    from named
    inner join chosen_unit on named.unit = chosen_unit.unit
    group by
        named.unit,
        named.actor_id_a,
        named.actor_a,
        named.actor_id_b,
        named.actor_b

),

ends as (

    select
        actor_id_a as actor_id,
        co_mention_count
    from pairs

    union all

    select
        actor_id_b as actor_id,
        co_mention_count
    from pairs

),

central as (

    select actor_id
    from ends
    group by actor_id
    order by sum(co_mention_count) desc, actor_id asc
    limit $actor_limit

)

select
    pairs.unit,
    pairs.actor_id_a,
    pairs.actor_a,
    pairs.actor_id_b,
    pairs.actor_b,
    pairs.co_mention_count,
    pairs.post_count
from pairs
inner join central as central_a on pairs.actor_id_a = central_a.actor_id
inner join central as central_b on pairs.actor_id_b = central_b.actor_id
order by pairs.co_mention_count desc, pairs.actor_id_a asc, pairs.actor_id_b asc
limit $row_limit
