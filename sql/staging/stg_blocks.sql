-- purpose: blocks of the newest revision of each post
-- grain:   one row per block of a post
select
    blocks.post_id,
    blocks.block_no,
    blocks.kind,
    blocks.char_start,
    blocks.char_end,
    blocks.block_date,
    blocks.published_at,
    blocks.author_name,
    blocks.handle,
    blocks.status_url,
    blocks.hashtags
from lake.blocks
inner join staging.stg_revisions
    on
        blocks.post_id = stg_revisions.post_id
        and blocks.dump_id = stg_revisions.dump_id
        and blocks.revision = stg_revisions.dump_revision
