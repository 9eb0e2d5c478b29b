-- purpose: n speakers of a post make n (n - 1) / 2 pairs; the day's pairs must add up to that
with speakers as (

    select
        quotes.posted_date,
        quotes.post_id,
        count(distinct quotes.actor_id) as speaker_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none')
    group by quotes.posted_date, quotes.post_id

),

expected as (

    select
        posted_date,
        sum(speaker_count * (speaker_count - 1) // 2) as pair_count
    from speakers
    group by posted_date
    having max(speaker_count) > 1

),

marts as (

    select
        posted_date,
        sum(co_mention_count) as pair_count
    from speaker_co_mentions
    where unit = 'post'
    group by posted_date

)

select
    coalesce(expected.posted_date, marts.posted_date) as posted_date,
    expected.pair_count as expected_pair_count,
    marts.pair_count
from expected
full join marts on expected.posted_date = marts.posted_date
where expected.pair_count is distinct from marts.pair_count
order by posted_date asc
