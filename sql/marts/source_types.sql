-- purpose: what kind of source the news quotes: people by name, bodies, countries, the unnamed
-- grain:   one row per (posted_date, context, source_kind, source_type)
-- counts:  every quote, of which reported_quote_count is indirect speech; source_kind is the kind
--          of the resolved speaker, or none where nobody is named, and source_type what an unnamed
--          source is; a post counts once per row;
--          quote_share is out of the day's quotes in the same context
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with said as (

    select
        posts.posted_date,
        quotes.context,
        coalesce(quotes.actor_kind, 'none') as source_kind,
        actors.source_type,
        quotes.form,
        quotes.post_id,
        quotes.actor_id
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    left join actors on quotes.actor_id = actors.actor_id
    where posts.date_basis not in ('crawl', 'none')

),

per_type as (

    select
        posted_date,
        context,
        source_kind,
        source_type,
        count(*) as quote_count,
        count(*) filter (where form = 'reported') as reported_quote_count,
        count(distinct post_id) as post_count,
        count(distinct actor_id) as actor_count
    from said
    group by posted_date, context, source_kind, source_type

),

per_context as (

    select
        posted_date,
        context,
        sum(quote_count) as quote_count
    from per_type
    group by posted_date, context

)

select
    per_type.posted_date,
    per_type.context,
    per_type.source_kind,
    per_type.source_type,
    per_type.quote_count,
    per_type.reported_quote_count,
    per_type.post_count,
    per_type.actor_count,
    cast(per_type.quote_count / per_context.quote_count as double) as quote_share
from per_type
inner join per_context
    on
        per_type.posted_date = per_context.posted_date
        and per_type.context = per_context.context
order by
    per_type.posted_date asc,
    per_type.context asc,
    per_type.source_kind asc,
    per_type.source_type asc nulls last
