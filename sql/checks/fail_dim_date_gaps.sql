-- purpose: the calendar has no gap, and every post's day stands in it
with neighbours as (

    select
        posted_date,
        lead(posted_date) over (order by posted_date asc) as next_date
    from dim_date

)

select
    neighbours.posted_date,
    'the next day is missing' as trouble
from neighbours
where neighbours.next_date <> neighbours.posted_date + 1

union all

select
    posts.posted_date,
    'a post has this day, the calendar has not' as trouble
from posts
left join dim_date on posts.posted_date = dim_date.posted_date
where posts.posted_date is not null and dim_date.posted_date is null
order by posted_date asc, trouble asc
