-- purpose: filling the quiet days adds no mention; looked at on the newest day
with newest as (

    select max(posted_date) as posted_date
    from actor_mentions_daily

),

filled as (

    select sum(actor_mentions_daily_filled.mention_count) as mention_count
    from actor_mentions_daily_filled
    inner join newest on actor_mentions_daily_filled.posted_date = newest.posted_date

),

counted as (

    select sum(actor_mentions_daily.mention_count) as mention_count
    from actor_mentions_daily
    inner join newest on actor_mentions_daily.posted_date = newest.posted_date

)

select
    filled.mention_count as filled_mention_count,
    counted.mention_count
from filled
cross join counted
where filled.mention_count is distinct from counted.mention_count
