-- purpose: no record is lost: records_in = posts + duplicates + rejected, for every dump
with reject_rows as (

    select
        dump_id,
        -- Rows of a lake from before it was counted have 0, and are one record each.
        sum(greatest(record_count, 1)) as reject_count
    from rejects
    group by dump_id

),

post_rows as (

    select
        dump_id,
        count(*) as post_count
    from posts
    group by dump_id

)

select
    dumps.dump_id,
    dumps.path,
    dumps.records_in,
    dumps.posts,
    dumps.duplicates,
    dumps.rejected,
    coalesce(reject_rows.reject_count, 0) as reject_count,
    coalesce(post_rows.post_count, 0) as newest_post_count
from dumps
left join reject_rows on dumps.dump_id = reject_rows.dump_id
left join post_rows on dumps.dump_id = post_rows.dump_id
where
    dumps.records_in <> dumps.posts + dumps.duplicates + dumps.rejected
    or dumps.rejected <> coalesce(reject_rows.reject_count, 0)
    or dumps.posts < coalesce(post_rows.post_count, 0)
order by dumps.dump_id asc
