-- purpose: filling the quiet days adds no mention
-- partition: month
with filled as (

    select
        posted_date,
        sum(mention_count) as mention_count
    from actor_mentions_daily_filled
    group by posted_date

),

counted as (

    select
        posted_date,
        sum(mention_count) as mention_count
    from actor_mentions_daily
    group by posted_date

)

select
    coalesce(filled.posted_date, counted.posted_date) as posted_date,
    filled.mention_count as filled_mention_count,
    counted.mention_count
from filled
full join counted on filled.posted_date = counted.posted_date
where coalesce(filled.mention_count, 0) <> coalesce(counted.mention_count, 0)
order by posted_date asc
