-- purpose: the stretches of a post: pasted tweets, article paragraphs, tag lines
-- grain:   one row per (post_id, block_no)
-- counts:  every block of the newest revision
-- days:    block_date is the UTC day an embed prints; the post's day stands in posts
select
    post_id,
    block_no,
    kind,
    char_start,
    char_end,
    block_date,
    published_at,
    author_name,
    handle,
    status_url,
    hashtags
from staging.stg_blocks
