-- purpose: one blog entry or article with its text, as it was last written
-- grain:   one row per post_id
-- counts:  a post counts once, however often it was edited or delivered again
-- days:    the post's day in Asia/Tokyo; undated and crawl-dated posts included
select
    post_id,
    dump_id,
    source_uri,
    member_format,
    record_id,
    site,
    url,
    title,
    author,
    categories,
    published_at,
    posted_date,
    date_basis,
    date_precision,
    assumed_time_zone,
    language,
    text,
    char_count,
    replaced_count,
    text_sha256,
    revision,
    parser_version
from staging.stg_posts
