-- purpose: which text of each post counts: the author's own copy first, then what is newest
-- grain:   one row per post_id
-- stored:  every other staging model joins it
with arrivals as (

    select
        posts.post_id,
        posts.dump_id,
        posts.revision as dump_revision,
        posts.text_sha256,
        hash(
            posts.text_sha256,
            posts.title,
            posts.author,
            posts.categories,
            posts.published_at,
            posts.posted_date,
            posts.date_basis
        ) as content_hash,
        posts.char_count,
        posts.date_basis,
        coalesce(
            posts.member_format, regexp_replace(dumps.format, '^((zip|tar)\+)+', '')
        ) as formats,
        dumps.snapshot_id
    from lake.posts
    inner join dumps on posts.dump_id = dumps.dump_id

),

texts as (

    select
        post_id,
        count(distinct text_sha256) as text_count,
        max(char_count) filter (where formats is distinct from 'feed') as whole_char_count
    from arrivals
    group by post_id

),

-- Why in this order: docs/adr/0007-which-revision-counts.md
ranked as (

    select
        arrivals.post_id,
        arrivals.dump_id,
        arrivals.dump_revision,
        arrivals.content_hash,
        arrivals.snapshot_id,
        texts.text_count,
        case
            when
                list_has_all(
                    ['movable_type', 'wxr', 'x_archive'], string_split(arrivals.formats, '+')
                )
                then 1
            when
                arrivals.formats = 'feed'
                and arrivals.char_count * 2 < texts.whole_char_count
                then 4
            when arrivals.date_basis = 'metadata' then 2
            else 3
        end as source_rank
    from arrivals
    inner join texts on arrivals.post_id = texts.post_id

),

-- What is delivered again is not new: a state of a post is as old as its first delivery, which
-- is the one shown (docs/adr/0008-a-delivery-is-no-edit.md).
first_deliveries as (

    select
        post_id,
        dump_id,
        dump_revision,
        snapshot_id,
        source_rank,
        text_count
    from ranked
    qualify row_number() over (
        partition by post_id, source_rank, content_hash
        order by snapshot_id asc, dump_revision asc, dump_id asc
    ) = 1

),

-- Only narrow columns are ranked: sorting whole texts would not fit in memory.
best as (

    select
        post_id,
        dump_id,
        dump_revision,
        text_count
    from first_deliveries
    qualify row_number() over (
        partition by post_id
        order by source_rank asc, snapshot_id desc, dump_revision desc, dump_id desc
    ) = 1

)

select
    best.post_id,
    best.dump_id,
    best.dump_revision,
    cast(best.text_count as integer) as revision
from best
