-- purpose: actor mentions in the newest revision of each post
-- grain:   one row per mention
select
    actor_mentions.post_id,
    actor_mentions.block_no,
    actor_mentions.surface,
    actor_mentions.surface_full,
    actor_mentions.char_start,
    actor_mentions.char_end,
    actor_mentions.kind,
    actor_mentions.role,
    actor_mentions.is_speaker,
    actor_mentions.quote_id
from lake.actor_mentions
inner join staging.stg_revisions
    on
        actor_mentions.post_id = stg_revisions.post_id
        and actor_mentions.dump_id = stg_revisions.dump_id
        and actor_mentions.revision = stg_revisions.dump_revision
