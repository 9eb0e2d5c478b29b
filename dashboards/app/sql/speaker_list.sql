-- purpose: the speakers whose usual name or another holds some words, the most quoted first
select
    actor_id,
    actor,
    quote_count
from dim_actor
where
    quote_count > 0
    and (
        $words = ''
        or contains(lower(actor), lower($words))
        or actor_id in (
            select aliases.actor_id
            from actor_aliases as aliases
            where contains(lower(aliases.surface), lower($words))
        )
    )
order by quote_count desc, actor_id asc
limit $row_limit
