-- purpose: every quote that counts by day, under the names the dashboard's filters know
-- grain:   one row per quote of a dated post; outlet is who relayed it, or the medium that spoke
select
    quotes.quote_id,
    quotes.posted_date,
    topics.topic,
    quotes.actor,
    quotes.actor_kind,
    coalesce(quotes.via_actor, if(quotes.actor_kind = 'media', quotes.actor, null)) as outlet,
    quotes.form,
    quotes.text,
    quotes.confidence,
    posts.site,
    quotes.url
from quotes
inner join posts on quotes.post_id = posts.post_id
left join topics on quotes.topic_id = topics.topic_id
where posts.date_basis not in ('crawl', 'none')
