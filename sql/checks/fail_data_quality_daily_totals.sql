-- purpose: every post and quote is counted on some day, the undated ones on none
with post_facts as (

    select
        count(*) as post_count,
        count(*) filter (where date_basis in ('crawl', 'none')) as left_out_count
    from posts

),

facts as (

    select
        post_facts.post_count,
        post_facts.left_out_count,
        count(quotes.quote_id) as quote_count
    from post_facts
    left join quotes on true
    group by post_facts.post_count, post_facts.left_out_count

),

marts as (

    select
        coalesce(sum(post_count), 0) as post_count,
        coalesce(sum(quote_count), 0) as quote_count,
        coalesce(sum(crawl_dated_post_count + undated_post_count), 0) as left_out_count
    from data_quality_daily

)

select
    facts.post_count as expected_post_count,
    marts.post_count,
    facts.quote_count as expected_quote_count,
    marts.quote_count,
    facts.left_out_count as expected_left_out_count,
    marts.left_out_count
from facts
cross join marts
where
    facts.post_count <> marts.post_count
    or facts.quote_count <> marts.quote_count
    or facts.left_out_count <> marts.left_out_count
