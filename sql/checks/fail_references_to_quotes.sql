-- purpose: a nested quote leads to the quote around it, a speaker's mention to its quote
-- partition: month
with ids as (

    select
        'quotes.parent_quote_id' as column_name,
        parent_quote_id as id
    from quotes

    union all

    select
        'actor_mentions.quote_id' as column_name,
        quote_id as id
    from actor_mentions

)

select
    ids.column_name,
    ids.id as missing_id,
    count(*) as row_count
from ids
left join quotes on ids.id = quotes.quote_id
where ids.id is not null and quotes.quote_id is null
group by ids.column_name, ids.id
order by ids.column_name asc, ids.id asc
