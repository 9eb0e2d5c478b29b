-- purpose: every actor_id leads to its actor
with ids as (

    select
        'quotes.actor_id' as column_name,
        actor_id as id
    from quotes

    union all

    select
        'quotes.co_actor_ids' as column_name,
        unnest(co_actor_ids) as id
    from quotes

    union all

    select
        'actors.near_actor_id' as column_name,
        near_actor_id as id
    from actors

    union all

    select
        'quotes.via_actor_id' as column_name,
        via_actor_id as id
    from quotes

    union all

    select
        'actor_mentions.actor_id' as column_name,
        actor_id as id
    from actor_mentions

    union all

    select
        'actor_aliases.actor_id' as column_name,
        actor_id as id
    from actor_aliases

    union all

    select
        'speaker_co_mentions.actor_id_a' as column_name,
        actor_id_a as id
    from speaker_co_mentions

    union all

    select
        'speaker_co_mentions.actor_id_b' as column_name,
        actor_id_b as id
    from speaker_co_mentions

)

select
    ids.column_name,
    ids.id as missing_id,
    count(*) as row_count
from ids
left join actors on ids.id = actors.actor_id
where ids.id is not null and actors.actor_id is null
group by ids.column_name, ids.id
order by ids.column_name asc, ids.id asc
