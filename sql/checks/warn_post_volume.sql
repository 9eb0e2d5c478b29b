-- purpose: the newest day has under half or over three times the posts of a usual day
-- counts:  usual is the median of the 28 days before, quiet days as zero; with fewer days
--          behind it there is nothing to compare
with per_day as (

    select
        dim_date.posted_date,
        count(posts.post_id) as post_count
    from dim_date
    left join posts
        on
            dim_date.posted_date = posts.posted_date
            and posts.date_basis not in ('crawl', 'none')
    group by dim_date.posted_date

),

newest as (

    select max(posted_date) as posted_date
    from posts
    where date_basis not in ('crawl', 'none')

),

usual as (

    select median(per_day.post_count) as post_count
    from per_day
    cross join newest
    where per_day.posted_date between newest.posted_date - 28 and newest.posted_date - 1
    having count(*) = 28

)

select
    per_day.posted_date,
    per_day.post_count,
    usual.post_count as usual_post_count
from per_day
inner join newest on per_day.posted_date = newest.posted_date
cross join usual
where
    per_day.post_count < 0.5 * usual.post_count
    or per_day.post_count > 3 * usual.post_count
order by per_day.posted_date asc
