-- purpose: an actor's quotes of a day add up over its topics, and mentions over the facts
-- partition: month
with spoken as (

    select
        posted_date,
        sum(quote_count) as quote_count
    from daily_speaker_quotes
    group by posted_date

),

named as (

    select
        posts.posted_date,
        count(*) as mention_count
    from actor_mentions
    inner join posts on actor_mentions.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none')
    group by posts.posted_date

),

marts as (

    select
        posted_date,
        sum(quote_count) as quote_count,
        sum(mention_count) as mention_count,
        count(*) filter (
            where
            quote_count < quoting_post_count
            or mention_count < naming_post_count
            or reported_quote_count > quote_count
            or quote_count + mention_count < 1
        ) as impossible_count
    from actor_mentions_daily
    group by posted_date

)

select
    marts.posted_date,
    marts.quote_count,
    spoken.quote_count as topic_quote_count,
    marts.mention_count,
    named.mention_count as fact_mention_count,
    marts.impossible_count
from marts
full join spoken on marts.posted_date = spoken.posted_date
full join named on marts.posted_date = named.posted_date
where
    coalesce(marts.quote_count, 0) <> coalesce(spoken.quote_count, 0)
    or coalesce(marts.mention_count, 0) <> coalesce(named.mention_count, 0)
    or marts.impossible_count > 0
order by marts.posted_date asc
