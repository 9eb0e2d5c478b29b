-- purpose: a mention's offsets must give the name as written
-- partition: month
select
    actor_mentions.post_id,
    actor_mentions.char_start,
    actor_mentions.char_end,
    actor_mentions.surface
from actor_mentions
left join posts on actor_mentions.post_id = posts.post_id
where
    substr(
        posts.text,
        actor_mentions.char_start + 1,
        actor_mentions.char_end - actor_mentions.char_start
    ) is distinct from actor_mentions.surface
order by actor_mentions.post_id asc, actor_mentions.char_start asc
