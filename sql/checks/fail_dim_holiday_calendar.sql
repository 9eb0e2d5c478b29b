-- purpose: the calendar and the list of holidays name the same days as holidays
select
    dim_date.posted_date,
    dim_date.is_holiday,
    dim_date.holiday_ja,
    dim_holiday.holiday_ja as listed_ja
from dim_date
left join dim_holiday on dim_date.posted_date = dim_holiday.holiday_date
where
    dim_date.is_holiday is distinct from (dim_holiday.holiday_date is not null)
    or dim_date.holiday_ja is distinct from dim_holiday.holiday_ja
order by dim_date.posted_date asc
