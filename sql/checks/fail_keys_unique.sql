-- purpose: the key of every table is unique; those that begin with a day or a post are
--          looked at in fail_keys_unique_in_months
select
    'posts' as table_name,
    post_id as key_values,
    count(*) as row_count
from posts
group by post_id
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
    'dim_holiday' as table_name,
    holiday_date as key_values,
    count(*) as row_count
from dim_holiday
group by holiday_date
having count(*) > 1

union all

select
    'dim_topic' as table_name,
    topic_id as key_values,
    count(*) as row_count
from dim_topic
group by topic_id
having count(*) > 1

union all

select
    'dim_actor' as table_name,
    actor_id as key_values,
    count(*) as row_count
from dim_actor
group by actor_id
having count(*) > 1

union all

select
    'topic_co_occurrences' as table_name,
    concat_ws(' ', topic_id_a, topic_id_b) as key_values,
    count(*) as row_count
from topic_co_occurrences
group by topic_id_a, topic_id_b
having count(*) > 1

union all

select
    'topic_keywords' as table_name,
    concat_ws(' ', topic_id, keyword) as key_values,
    count(*) as row_count
from topic_keywords
group by topic_id, keyword
having count(*) > 1

union all

select
    'speaker_pairs' as table_name,
    concat_ws(' ', unit, actor_id_a, actor_id_b) as key_values,
    count(*) as row_count
from speaker_pairs
group by unit, actor_id_a, actor_id_b
having count(*) > 1

union all

select
    'speaker_topics' as table_name,
    concat_ws(' ', actor_id, topic_id) as key_values,
    count(*) as row_count
from speaker_topics
group by actor_id, topic_id
having count(*) > 1

union all

select
    'actor_network_edges' as table_name,
    concat_ws(' ', window_end_date, unit, actor_id_a, actor_id_b) as key_values,
    count(*) as row_count
from actor_network_edges
group by window_end_date, unit, actor_id_a, actor_id_b
having count(*) > 1

union all

select
    'actor_network' as table_name,
    concat_ws(' ', window_end_date, unit, actor_id) as key_values,
    count(*) as row_count
from actor_network
group by window_end_date, unit, actor_id
having count(*) > 1

union all

select
    'outlet_share' as table_name,
    concat_ws(' ', outlet_kind, outlet_id, topic_id) as key_values,
    count(*) as row_count
from outlet_share
group by outlet_kind, outlet_id, topic_id
having count(*) > 1

union all

select
    'trend_changes' as table_name,
    concat_ws(' ', period, start_date, subject, subject_id) as key_values,
    count(*) as row_count
from trend_changes
group by period, start_date, subject, subject_id
having count(*) > 1

union all

select
    'quote_sources' as table_name,
    quote_id as key_values,
    count(*) as row_count
from quote_sources
group by quote_id
having count(*) > 1

union all

select
    'quote_utterances' as table_name,
    quote_id as key_values,
    count(*) as row_count
from quote_utterances
group by quote_id
having count(*) > 1

union all

select
    'utterances' as table_name,
    utterance_id as key_values,
    count(*) as row_count
from utterances
group by utterance_id
having count(*) > 1
order by table_name asc, key_values asc
