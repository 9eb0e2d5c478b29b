-- purpose: the names that mean an actor, and why
select
    surface,
    source,
    rule,
    score,
    mention_count,
    valid_from,
    valid_until
from actor_aliases
where actor_id = $actor_id and mention_count > 0
order by mention_count desc, surface asc, valid_from asc nulls first
limit $row_limit
