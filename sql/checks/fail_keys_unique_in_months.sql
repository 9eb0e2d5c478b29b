-- purpose: the key of every mart that is built by month, and has its day in the key, is unique,
--          and so is that of what stands in a post, which is of one month
-- partition: month
select
    'blocks' as table_name,
    concat_ws(' ', post_id, block_no) as key_values,
    count(*) as row_count
from blocks
group by post_id, block_no
having count(*) > 1

union all

select
    'topic_mentions' as table_name,
    concat_ws(' ', post_id, char_start, char_end) as key_values,
    count(*) as row_count
from topic_mentions
group by post_id, char_start, char_end
having count(*) > 1

union all

select
    'actor_mentions' as table_name,
    concat_ws(' ', post_id, char_start, char_end) as key_values,
    count(*) as row_count
from actor_mentions
group by post_id, char_start, char_end
having count(*) > 1

union all

select
    'speaker_co_mentions' as table_name,
    concat_ws(' ', posted_date, unit, actor_id_a, actor_id_b) as key_values,
    count(*) as row_count
from speaker_co_mentions
group by posted_date, unit, actor_id_a, actor_id_b
having count(*) > 1

union all

select
    'daily_speaker_quotes' as table_name,
    concat_ws(' ', posted_date, actor_id, topic_id) as key_values,
    count(*) as row_count
from daily_speaker_quotes
group by posted_date, actor_id, topic_id
having count(*) > 1

union all

select
    'actor_mentions_daily' as table_name,
    concat_ws(' ', posted_date, actor_id) as key_values,
    count(*) as row_count
from actor_mentions_daily
group by posted_date, actor_id
having count(*) > 1

union all

select
    'source_types' as table_name,
    concat_ws(' ', posted_date, context, source_kind, source_type) as key_values,
    count(*) as row_count
from source_types
group by posted_date, context, source_kind, source_type
having count(*) > 1

union all

select
    'data_quality_daily' as table_name,
    posted_date as key_values,
    count(*) as row_count
from data_quality_daily
group by posted_date
having count(*) > 1
order by table_name asc, key_values asc
