-- purpose: every post and every reject leads to the dump it came from
with ids as (

    select
        'posts.dump_id' as column_name,
        dump_id as id
    from posts

    union all

    select
        'rejects.dump_id' as column_name,
        dump_id as id
    from rejects

)

select
    ids.column_name,
    ids.id as missing_id,
    count(*) as row_count
from ids
left join dumps on ids.id = dumps.dump_id
where ids.id is not null and dumps.dump_id is null
group by ids.column_name, ids.id
order by ids.column_name asc, ids.id asc
