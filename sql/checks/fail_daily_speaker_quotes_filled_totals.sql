-- purpose: filling the quiet days adds no quote; looked at on the newest day
with newest as (

    select max(posted_date) as posted_date
    from daily_speaker_quotes

),

filled as (

    select sum(daily_speaker_quotes_filled.quote_count) as quote_count
    from daily_speaker_quotes_filled
    inner join newest on daily_speaker_quotes_filled.posted_date = newest.posted_date

),

counted as (

    select sum(daily_speaker_quotes.quote_count) as quote_count
    from daily_speaker_quotes
    inner join newest on daily_speaker_quotes.posted_date = newest.posted_date

)

select
    filled.quote_count as filled_quote_count,
    counted.quote_count
from filled
cross join counted
where filled.quote_count is distinct from counted.quote_count
