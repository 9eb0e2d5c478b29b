-- purpose: the kinds of source of a day are all its quotes, and their shares make a whole
-- partition: month
with facts as (

    select
        posts.posted_date,
        quotes.context,
        count(*) as quote_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none')
    group by posts.posted_date, quotes.context

),

marts as (

    select
        posted_date,
        context,
        sum(quote_count) as quote_count,
        sum(quote_share) as quote_share
    from source_types
    group by posted_date, context

)

select
    coalesce(facts.posted_date, marts.posted_date) as posted_date,
    coalesce(facts.context, marts.context) as context,
    facts.quote_count as expected_quote_count,
    marts.quote_count,
    round(marts.quote_share, 6) as quote_share
from facts
full join marts on facts.posted_date = marts.posted_date and facts.context = marts.context
where
    facts.quote_count is distinct from marts.quote_count
    or abs(marts.quote_share - 1) > 1e-6
order by posted_date asc, context asc
