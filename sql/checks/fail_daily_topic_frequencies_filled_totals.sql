-- purpose: filling the quiet days adds no mention; looked at on the newest day
with newest as (

    select max(posted_date) as posted_date
    from daily_topic_frequencies

),

filled as (

    select sum(daily_topic_frequencies_filled.mention_count) as mention_count
    from daily_topic_frequencies_filled
    inner join newest on daily_topic_frequencies_filled.posted_date = newest.posted_date

),

counted as (

    select sum(daily_topic_frequencies.mention_count) as mention_count
    from daily_topic_frequencies
    inner join newest on daily_topic_frequencies.posted_date = newest.posted_date

)

select
    filled.mention_count as filled_mention_count,
    counted.mention_count
from filled
cross join counted
where filled.mention_count is distinct from counted.mention_count
