-- purpose: how often each actor spoke and was named, per day
-- grain:   one row per (posted_date, actor_id); a day without the actor has no row
-- counts:  every place that names the actor (mention_count) and every quote the actor speaks
--          (quote_count, of which reported_quote_count is indirect speech); a joint statement
--          counts for its first speaker, a post once as naming and once as quoting the actor
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with named as (

    select
        posts.posted_date,
        actor_mentions.actor_id,
        count(*) as mention_count,
        count(distinct actor_mentions.post_id) as naming_post_count
    from actor_mentions
    inner join posts on actor_mentions.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none')
    group by posts.posted_date, actor_mentions.actor_id

),

spoken as (

    select
        posts.posted_date,
        quotes.actor_id,
        count(*) as quote_count,
        count(*) filter (where quotes.form = 'reported') as reported_quote_count,
        count(distinct quotes.post_id) as quoting_post_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none') and quotes.actor_id is not null
    group by posts.posted_date, quotes.actor_id

),

both_ways as (

    select
        coalesce(named.posted_date, spoken.posted_date) as posted_date,
        coalesce(named.actor_id, spoken.actor_id) as actor_id,
        coalesce(named.mention_count, 0) as mention_count,
        coalesce(named.naming_post_count, 0) as naming_post_count,
        coalesce(spoken.quote_count, 0) as quote_count,
        coalesce(spoken.reported_quote_count, 0) as reported_quote_count,
        coalesce(spoken.quoting_post_count, 0) as quoting_post_count
    from named
    full join spoken
        on named.posted_date = spoken.posted_date and named.actor_id = spoken.actor_id

)

select
    both_ways.posted_date,
    both_ways.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    both_ways.mention_count,
    both_ways.naming_post_count,
    both_ways.quote_count,
    both_ways.reported_quote_count,
    both_ways.quoting_post_count
from both_ways
inner join actors on both_ways.actor_id = actors.actor_id
order by both_ways.posted_date asc, both_ways.actor_id asc
