-- purpose: which revision of each post is the newest: what arrived last counts
-- grain:   one row per post_id
-- stored:  every other staging model joins it
with arrivals as (

    select
        posts.post_id,
        posts.dump_id,
        posts.revision as dump_revision,
        posts.text_sha256,
        dumps.snapshot_id
    from lake.posts
    inner join dumps on posts.dump_id = dumps.dump_id

),

texts as (

    select
        post_id,
        count(distinct text_sha256) as text_count
    from arrivals
    group by post_id

),

-- Only narrow columns are ranked: sorting whole texts would not fit in memory.
newest as (

    select
        post_id,
        dump_id,
        dump_revision
    from arrivals
    qualify row_number() over (
        partition by post_id
        order by snapshot_id desc, dump_revision desc, dump_id desc, text_sha256 asc
    ) = 1

)

select
    newest.post_id,
    newest.dump_id,
    newest.dump_revision,
    cast(texts.text_count as integer) as revision
from newest
inner join texts on newest.post_id = texts.post_id
