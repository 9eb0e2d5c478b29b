-- purpose: the first and the last day of the calendar
select
    min(posted_date) as first_date,
    max(posted_date) as last_date
from dim_date
