-- purpose: the newest revision of each post
-- grain:   one row per post_id
select
    posts.post_id,
    posts.dump_id,
    posts.source_uri,
    posts.member_format,
    posts.record_id,
    posts.site,
    posts.url,
    posts.title,
    posts.author,
    posts.categories,
    posts.published_at,
    posts.posted_date,
    posts.date_basis,
    posts.date_precision,
    posts.assumed_time_zone,
    posts.language,
    posts.text,
    posts.char_count,
    posts.replaced_count,
    posts.text_sha256,
    stg_revisions.revision,
    posts.parser_version
from lake.posts
inner join staging.stg_revisions
    on
        posts.post_id = stg_revisions.post_id
        and posts.dump_id = stg_revisions.dump_id
        and posts.revision = stg_revisions.dump_revision
