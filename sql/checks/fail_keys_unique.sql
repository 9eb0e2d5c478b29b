-- purpose: the key of every table is unique
select
    'posts' as table_name,
    post_id as key_values,
    count(*) as row_count
from posts
group by post_id
having count(*) > 1

union all

select
    'blocks' as table_name,
    concat_ws(' ', post_id, block_no) as key_values,
    count(*) as row_count
from blocks
group by post_id, block_no
having count(*) > 1

union all

select
    'quotes' as table_name,
    quote_id as key_values,
    count(*) as row_count
from quotes
group by quote_id
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
    'rejects' as table_name,
    concat_ws(' ', dump_id, position, reason) as key_values,
    count(*) as row_count
from rejects
group by dump_id, position, reason
having count(*) > 1

union all

select
    'dumps' as table_name,
    dump_id as key_values,
    count(*) as row_count
from dumps
group by dump_id
having count(*) > 1

union all

select
    'topics' as table_name,
    topic_id as key_values,
    count(*) as row_count
from topics
group by topic_id
having count(*) > 1

union all

select
    'topic_aliases' as table_name,
    surface as key_values,
    count(*) as row_count
from topic_aliases
group by surface
having count(*) > 1

union all

select
    'actors' as table_name,
    actor_id as key_values,
    count(*) as row_count
from actors
group by actor_id
having count(*) > 1

union all

select
    'actor_aliases' as table_name,
    concat_ws(' ', surface, actor_id, valid_from) as key_values,
    count(*) as row_count
from actor_aliases
group by surface, actor_id, valid_from
having count(*) > 1

union all

select
    'dim_date' as table_name,
    posted_date as key_values,
    count(*) as row_count
from dim_date
group by posted_date
having count(*) > 1

union all

select
    'daily_topic_frequencies' as table_name,
    concat_ws(' ', posted_date, topic_id) as key_values,
    count(*) as row_count
from daily_topic_frequencies
group by posted_date, topic_id
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
    'quote_sources' as table_name,
    quote_id as key_values,
    count(*) as row_count
from quote_sources
group by quote_id
having count(*) > 1
order by table_name asc, key_values asc
