-- purpose: posts and quotes day by day, quiet days as zero; crawl-dated posts are left out
with spine as (

    select cast(day_at as date) as posted_date
    from generate_series(cast($start as date), cast($until as date), interval 1 day) as t (day_at)

),

daily_posts as (

    select
        posted_date,
        count(*) as post_count
    from posts
    where
        posted_date between cast($start as date) and cast($until as date)
        and date_basis not in ('crawl', 'none')
    group by posted_date

),

daily_quotes as (

    select
        posted_date,
        cast(sum(quote_count) as bigint) as quote_count
    from source_types
    where posted_date between cast($start as date) and cast($until as date)
    group by posted_date

)

select
    spine.posted_date,
    coalesce(daily_posts.post_count, 0) as post_count,
    coalesce(daily_quotes.quote_count, 0) as quote_count
from spine
left join daily_posts on spine.posted_date = daily_posts.posted_date
left join daily_quotes on spine.posted_date = daily_quotes.posted_date
order by spine.posted_date asc
