-- purpose: how far a day's figures can be trusted, and what daily marts leave out
-- grain:   one row per posted_date; the row without a date is the undated posts
-- counts:  every post and every quote, crawl-dated and undated posts included
-- days:    calendar days in Asia/Tokyo; of crawl-dated posts the day they were fetched
-- partition: month
with per_post as (

    select
        posted_date,
        count(*) as post_count,
        count(*) filter (where date_basis = 'crawl') as crawl_dated_post_count,
        count(*) filter (where date_basis = 'none') as undated_post_count,
        count(*) filter (where replaced_count > 0) as damaged_post_count,
        count(*) filter (where revision > 1) as revised_post_count
    from posts
    group by posted_date

),

per_quote as (

    select
        posted_date,
        count(*) as quote_count,
        count(*) filter (where form = 'reported') as reported_quote_count,
        count(*) filter (where actor_id is null) as speakerless_quote_count,
        count(*) filter (where speaker_kind = 'unknown' and actor_id is not null)
            as unknown_kind_quote_count,
        count(*) filter (where confidence < 0.8) as doubtful_quote_count
    from quotes
    group by posted_date

),

per_actor as (

    select
        quotes.posted_date,
        count(*) as provisional_quote_count
    from quotes
    inner join actors on quotes.actor_id = actors.actor_id
    where not actors.is_reviewed
    group by quotes.posted_date

)

select
    per_post.posted_date,
    per_post.post_count,
    per_post.crawl_dated_post_count,
    per_post.undated_post_count,
    per_post.damaged_post_count,
    per_post.revised_post_count,
    coalesce(per_quote.quote_count, 0) as quote_count,
    coalesce(per_quote.reported_quote_count, 0) as reported_quote_count,
    coalesce(per_quote.speakerless_quote_count, 0) as speakerless_quote_count,
    coalesce(per_quote.unknown_kind_quote_count, 0) as unknown_kind_quote_count,
    coalesce(per_actor.provisional_quote_count, 0) as provisional_quote_count,
    coalesce(per_quote.doubtful_quote_count, 0) as doubtful_quote_count
from per_post
left join per_quote on per_post.posted_date is not distinct from per_quote.posted_date
left join per_actor on per_post.posted_date is not distinct from per_actor.posted_date
order by per_post.posted_date asc nulls last
