-- purpose: every topic_id leads to its topic
with ids as (

    select
        'topic_mentions.topic_id' as column_name,
        topic_id as id
    from topic_mentions

    union all

    select
        'quotes.topic_id' as column_name,
        topic_id as id
    from quotes

    union all

    select
        'topic_aliases.topic_id' as column_name,
        topic_id as id
    from topic_aliases

    union all

    select
        'daily_topic_frequencies.topic_id' as column_name,
        topic_id as id
    from daily_topic_frequencies

)

select
    ids.column_name,
    ids.id as missing_id,
    count(*) as row_count
from ids
left join topics on ids.id = topics.topic_id
where ids.id is not null and topics.topic_id is null
group by ids.column_name, ids.id
order by ids.column_name asc, ids.id asc
