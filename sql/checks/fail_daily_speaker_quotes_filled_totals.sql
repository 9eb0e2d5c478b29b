-- purpose: filling the quiet days adds no quote
-- partition: month
with filled as (

    select
        posted_date,
        sum(quote_count) as quote_count
    from daily_speaker_quotes_filled
    group by posted_date

),

counted as (

    select
        posted_date,
        sum(quote_count) as quote_count
    from daily_speaker_quotes
    group by posted_date

)

select
    coalesce(filled.posted_date, counted.posted_date) as posted_date,
    filled.quote_count as filled_quote_count,
    counted.quote_count
from filled
full join counted on filled.posted_date = counted.posted_date
where coalesce(filled.quote_count, 0) <> coalesce(counted.quote_count, 0)
order by posted_date asc
