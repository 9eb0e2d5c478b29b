-- purpose: topic mentions in the newest revision of each post
-- grain:   one row per label or keyword segment
select
    topic_mentions.post_id,
    topic_mentions.block_no,
    topic_mentions.note_no,
    topic_mentions.label,
    topic_mentions.alias,
    topic_mentions.parent_label,
    topic_mentions.keyword,
    topic_mentions.char_start,
    topic_mentions.char_end,
    topic_mentions.note_sha256
from lake.topic_mentions
inner join staging.stg_revisions
    on
        topic_mentions.post_id = stg_revisions.post_id
        and topic_mentions.dump_id = stg_revisions.dump_id
        and topic_mentions.revision = stg_revisions.dump_revision
