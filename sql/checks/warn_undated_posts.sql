-- purpose: posts that daily marts leave out, because their day is unknown or only a crawl's
with total as (

    select count(*) as post_count
    from posts

)

select
    posts.date_basis,
    count(*) as post_count,
    count(*) / total.post_count as post_share
from posts
cross join total
where posts.date_basis in ('crawl', 'none')
group by posts.date_basis, total.post_count
order by posts.date_basis asc
