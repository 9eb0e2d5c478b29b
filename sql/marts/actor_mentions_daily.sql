-- purpose: how often each actor spoke and was named, per day
-- grain:   one row per (posted_date, actor_id); a day without the actor has no row
-- counts:  every place that names the actor (mention_count) and every quote the actor speaks
--          (quote_count, of which reported_quote_count is indirect speech); a joint statement
--          counts for its first speaker, a post once as naming and once as quoting the actor
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with numbered_actors as (

    -- Names and quotes are counted by small numbers instead of ids, in the same order.
    select
        actor_id,
        name,
        kind,
        cast(row_number() over (order by actor_id asc) as integer) as actor_no
    from actors

),

numbered_posts as (

    select
        post_id,
        posted_date,
        cast(row_number() over () as integer) as post_no
    from posts
    where date_basis not in ('crawl', 'none')

),

named as (

    select
        numbered_posts.posted_date,
        numbered_actors.actor_no,
        count(*) as mention_count,
        count(distinct numbered_posts.post_no) as naming_post_count
    from actor_mentions
    inner join numbered_posts on actor_mentions.post_id = numbered_posts.post_id
    inner join numbered_actors on actor_mentions.actor_id = numbered_actors.actor_id
    group by numbered_posts.posted_date, numbered_actors.actor_no

),

spoken as (

    select
        numbered_posts.posted_date,
        numbered_actors.actor_no,
        count(*) as quote_count,
        count(*) filter (where quotes.form = 'reported') as reported_quote_count,
        count(distinct numbered_posts.post_no) as quoting_post_count
    from quotes
    inner join numbered_posts on quotes.post_id = numbered_posts.post_id
    inner join numbered_actors on quotes.actor_id = numbered_actors.actor_id
    group by numbered_posts.posted_date, numbered_actors.actor_no

),

both_ways as (

    select
        coalesce(named.posted_date, spoken.posted_date) as posted_date,
        coalesce(named.actor_no, spoken.actor_no) as actor_no,
        coalesce(named.mention_count, 0) as mention_count,
        coalesce(named.naming_post_count, 0) as naming_post_count,
        coalesce(spoken.quote_count, 0) as quote_count,
        coalesce(spoken.reported_quote_count, 0) as reported_quote_count,
        coalesce(spoken.quoting_post_count, 0) as quoting_post_count
    from named
    full join spoken
        on named.posted_date = spoken.posted_date and named.actor_no = spoken.actor_no

)

select
    both_ways.posted_date,
    numbered_actors.actor_id,
    numbered_actors.name as actor,
    numbered_actors.kind as actor_kind,
    both_ways.mention_count,
    both_ways.naming_post_count,
    both_ways.quote_count,
    both_ways.reported_quote_count,
    both_ways.quoting_post_count
from both_ways
inner join numbered_actors on both_ways.actor_no = numbered_actors.actor_no
order by both_ways.posted_date asc, both_ways.actor_no asc
