-- purpose: the day's quotes by speaker are those of the facts, and the shares make a whole
-- partition: month
with facts as (

    select
        posts.posted_date,
        count(*) as quote_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where
        posts.date_basis not in ('crawl', 'none')
        and quotes.actor_id is not null
    group by posts.posted_date

),

marts as (

    select
        posted_date,
        sum(quote_count) as quote_count,
        sum(voice_share) as voice_share
    from daily_speaker_quotes
    group by posted_date

)

select
    coalesce(facts.posted_date, marts.posted_date) as posted_date,
    facts.quote_count as expected_quote_count,
    marts.quote_count,
    round(marts.voice_share, 6) as voice_share
from facts
full join marts on facts.posted_date = marts.posted_date
where
    facts.quote_count is distinct from marts.quote_count
    or abs(marts.voice_share - 1) > 1e-6
order by posted_date asc
