-- purpose: the dumps that the posts of a period were read from, those with most posts first
with brought as (

    select
        dump_id,
        count(*) as post_count
    from posts
    where
        posted_date between cast($since as date) and cast($until as date)
        and date_basis not in ('crawl', 'none')
    group by dump_id

)

select
    dumps.dump_id,
    dumps.path,
    dumps.format,
    dumps.source_url,
    dumps.licence,
    brought.post_count,
    count(*) over () as dump_count
from brought
inner join dumps on brought.dump_id = dumps.dump_id
order by brought.post_count desc, dumps.path asc, dumps.dump_id asc
limit $row_limit
