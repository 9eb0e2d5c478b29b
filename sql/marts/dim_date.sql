-- purpose: the calendar that dashboards join, so that quiet days show as zero
-- grain:   one row per calendar day
-- counts:  nothing; weeks are those of ISO 8601, which begin on Monday; holidays are Japan's
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
    days.posted_date,
    cast(year(days.posted_date) as integer) as year,
    cast(month(days.posted_date) as integer) as month,
    cast(day(days.posted_date) as integer) as day,
    cast(isoyear(days.posted_date) as integer) as iso_year,
    cast(week(days.posted_date) as integer) as iso_week,
    cast(isodow(days.posted_date) as integer) as iso_weekday,
    substr('月火水木金土日', isodow(days.posted_date), 1) as weekday_ja,
    isodow(days.posted_date) >= 6 as is_weekend,
    dim_holiday.holiday_date is not null as is_holiday,
    dim_holiday.holiday_ja,
    cast(date_trunc('month', days.posted_date) as date) as month_start_date,
    cast(date_trunc('week', days.posted_date) as date) as week_start_date
from days
left join dim_holiday on days.posted_date = dim_holiday.holiday_date
order by days.posted_date asc
