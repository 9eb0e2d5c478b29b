-- purpose: every quote and every mention leads to the block it stands in
-- partition: month
with places as (

    select
        'quotes' as table_name,
        post_id,
        block_no
    from quotes

    union all

    select
        'topic_mentions' as table_name,
        post_id,
        block_no
    from topic_mentions

    union all

    select
        'actor_mentions' as table_name,
        post_id,
        block_no
    from actor_mentions

)

select
    places.table_name,
    places.post_id,
    places.block_no,
    count(*) as row_count
from places
left join blocks on places.post_id = blocks.post_id and places.block_no = blocks.block_no
where blocks.post_id is null
group by places.table_name, places.post_id, places.block_no
order by places.table_name asc, places.post_id asc, places.block_no asc
