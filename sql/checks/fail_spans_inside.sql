-- purpose: every span must lie inside its post, and blocks and names must not be empty
-- partition: month
with spans as (

    select
        'blocks' as table_name,
        post_id,
        char_start,
        char_end
    from blocks

    union all

    select
        'quotes' as table_name,
        post_id,
        char_start,
        char_end
    from quotes

    union all

    select
        'topic_mentions' as table_name,
        post_id,
        char_start,
        char_end
    from topic_mentions

    union all

    select
        'actor_mentions' as table_name,
        post_id,
        char_start,
        char_end
    from actor_mentions

)

select
    spans.table_name,
    spans.post_id,
    spans.char_start,
    spans.char_end,
    posts.char_count
from spans
inner join posts on spans.post_id = posts.post_id
where
    spans.char_start < 0
    or spans.char_end <= spans.char_start
    or spans.char_end > posts.char_count
order by spans.table_name asc, spans.post_id asc, spans.char_start asc
