-- purpose: every row of a post leads to its post
with ids as (

    select
        'blocks.post_id' as column_name,
        post_id as id
    from blocks

    union all

    select
        'quotes.post_id' as column_name,
        post_id as id
    from quotes

    union all

    select
        'topic_mentions.post_id' as column_name,
        post_id as id
    from topic_mentions

    union all

    select
        'actor_mentions.post_id' as column_name,
        post_id as id
    from actor_mentions

)

select
    ids.column_name,
    ids.id as missing_id,
    count(*) as row_count
from ids
left join posts on ids.id = posts.post_id
where ids.id is not null and posts.post_id is null
group by ids.column_name, ids.id
order by ids.column_name asc, ids.id asc
