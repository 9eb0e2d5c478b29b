-- purpose: the calendar that dashboards join, so that quiet days show as zero
-- grain:   one row per calendar day
-- counts:  nothing; weeks are those of ISO 8601, which begin on Monday
-- days:    every day in Asia/Tokyo from the first to the last posted_date, crawl dates included
with span as (

    select
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from posts

),

days as (

    select
        cast(
            unnest(generate_series(first_date, last_date, interval 1 day)) as date
        ) as posted_date
    from span

)

select
    posted_date,
    cast(year(posted_date) as integer) as year,
    cast(month(posted_date) as integer) as month,
    cast(day(posted_date) as integer) as day,
    cast(isoyear(posted_date) as integer) as iso_year,
    cast(week(posted_date) as integer) as iso_week,
    cast(isodow(posted_date) as integer) as iso_weekday,
    substr('月火水木金土日', isodow(posted_date), 1) as weekday_ja,
    isodow(posted_date) >= 6 as is_weekend,
    cast(date_trunc('month', posted_date) as date) as month_start_date,
    cast(date_trunc('week', posted_date) as date) as week_start_date
from days
order by posted_date asc
