-- purpose: one actor with its figures
select
    actor_id,
    actor,
    actor_kind,
    country,
    is_reviewed,
    mention_count,
    quote_count,
    quoting_post_count,
    first_date,
    last_date
from dim_actor
where actor_id = $actor_id
