-- purpose: every place where an actor is named, speaking or not
-- grain:   one row per mention
-- counts:  every mention of the newest revision
-- days:    the post's day in Asia/Tokyo; undated and crawl-dated posts included
select
    stg_actor_mentions.post_id,
    stg_actor_mentions.block_no,
    stg_actor_mentions.surface,
    stg_actor_mentions.surface_full,
    stg_actor_mentions.char_start,
    stg_actor_mentions.char_end,
    stg_actor_mentions.kind,
    stg_actor_mentions.role,
    stg_actor_mentions.is_speaker,
    stg_actor_mentions.quote_id,
    posts.posted_date,
    actors.actor_id,
    actors.name as actor
from staging.stg_actor_mentions
inner join staging.stg_posts as posts on stg_actor_mentions.post_id = posts.post_id
left join scratch.actor_links as links
    on
        stg_actor_mentions.post_id = links.post_id
        and stg_actor_mentions.surface = links.form
        and stg_actor_mentions.surface_full = links.surface
        and stg_actor_mentions.kind = links.kind
left join actors on links.actor_id = actors.actor_id
