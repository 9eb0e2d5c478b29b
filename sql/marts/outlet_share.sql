-- purpose: which media and accounts a topic's news comes from, and who relays unnamed sources
-- grain:   one row per (outlet_kind, outlet_id, topic_id); topic_id is null where there is no topic
-- counts:  media: quotes they relay (via) or speak themselves, the topic being the note's;
--          accounts: pasted tweets, about every topic of their post, so that one tweet may count
--          in several rows; a post counts once per row; outlet_share is the row's quotes and
--          tweets out of those of all outlets of its kind on its topic
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with dated_posts as (

    select
        post_id,
        posted_date
    from posts
    where date_basis not in ('crawl', 'none')

),

post_topics as (

    select
        post_id,
        topic_id
    from topic_mentions
    where label is not null
    group by post_id, topic_id

),

relayed as (

    select
        'media' as outlet_kind,
        quotes.via_actor_id as outlet_id,
        quotes.topic_id,
        quotes.post_id,
        'relayed' as form,
        quotes.actor_kind = 'anonymous' as is_anonymous
    from quotes
    where quotes.via_actor_id is not null

),

spoken as (

    select
        'media' as outlet_kind,
        quotes.actor_id as outlet_id,
        quotes.topic_id,
        quotes.post_id,
        'own' as form,
        false as is_anonymous
    from quotes
    where
        quotes.actor_kind = 'media'
        and quotes.actor_id is distinct from quotes.via_actor_id

),

tweets as (

    select
        'account' as outlet_kind,
        lower(blocks.handle) as outlet_id,
        post_topics.topic_id,
        blocks.post_id,
        'embed' as form,
        false as is_anonymous
    from blocks
    left join post_topics on blocks.post_id = post_topics.post_id
    where blocks.kind = 'embed' and blocks.handle is not null

),

items as (

    select
        outlet_kind,
        outlet_id,
        topic_id,
        post_id,
        form,
        is_anonymous
    from relayed

    union all

    select
        outlet_kind,
        outlet_id,
        topic_id,
        post_id,
        form,
        is_anonymous
    from spoken

    union all

    select
        outlet_kind,
        outlet_id,
        topic_id,
        post_id,
        form,
        is_anonymous
    from tweets

),

per_outlet as (

    select
        items.outlet_kind,
        items.outlet_id,
        items.topic_id,
        count(*) filter (where items.form = 'relayed') as relayed_quote_count,
        count(*) filter (where items.is_anonymous) as anonymous_quote_count,
        count(*) filter (where items.form = 'own') as own_quote_count,
        count(*) filter (where items.form = 'embed') as embed_count,
        count(*) as item_count,
        count(distinct items.post_id) as post_count,
        min(dated_posts.posted_date) as first_date,
        max(dated_posts.posted_date) as last_date
    from items
    inner join dated_posts on items.post_id = dated_posts.post_id
    group by items.outlet_kind, items.outlet_id, items.topic_id

),

per_topic as (

    select
        outlet_kind,
        topic_id,
        sum(item_count) as item_count
    from per_outlet
    group by outlet_kind, topic_id

)

select
    per_outlet.outlet_kind,
    per_outlet.outlet_id,
    if(per_outlet.outlet_kind = 'media', actors.name, '@' || per_outlet.outlet_id) as outlet,
    per_outlet.topic_id,
    topics.topic,
    per_outlet.relayed_quote_count,
    per_outlet.anonymous_quote_count,
    per_outlet.own_quote_count,
    per_outlet.embed_count,
    per_outlet.post_count,
    cast(per_outlet.item_count / per_topic.item_count as double) as outlet_share,
    per_outlet.first_date,
    per_outlet.last_date
from per_outlet
inner join per_topic
    on
        per_outlet.outlet_kind = per_topic.outlet_kind
        and per_outlet.topic_id is not distinct from per_topic.topic_id
left join actors on per_outlet.outlet_kind = 'media' and per_outlet.outlet_id = actors.actor_id
left join topics on per_outlet.topic_id = topics.topic_id
order by
    per_outlet.outlet_kind asc, per_outlet.outlet_id asc, per_outlet.topic_id asc nulls last
