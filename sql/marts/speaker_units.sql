-- purpose: who is quoted where: the units that pairs of speakers and the actor network count
-- grain:   one row per (unit, post_id, block_no, actor_id)
-- counts:  every quote of the unit that the actor speaks, alone or with others (co_actor_ids),
--          indirect speech included (form reported); a note is one tag line (its block), a post is
--          all its contexts (block_no -1)
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- view:    as many rows as quotes, and cheap to make from them
-- partition: month
with dated_quotes as (

    select
        posts.posted_date,
        quotes.post_id,
        quotes.block_no,
        quotes.context,
        quotes.actor_id,
        quotes.co_actor_ids
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where posts.date_basis not in ('crawl', 'none') and quotes.actor_id is not null

),

joint as (

    select
        posted_date,
        post_id,
        block_no,
        context,
        actor_id as first_actor_id,
        unnest(list_distinct(co_actor_ids)) as actor_id
    from dated_quotes
    where co_actor_ids is not null

),

spoken as (

    select
        posted_date,
        post_id,
        block_no,
        context,
        actor_id
    from dated_quotes

    union all

    select
        posted_date,
        post_id,
        block_no,
        context,
        actor_id
    from joint
    where actor_id <> first_actor_id

),

per_unit as (

    select
        posted_date,
        'note' as unit,
        post_id,
        block_no,
        actor_id,
        count(*) as quote_count
    from spoken
    where context = 'note'
    group by posted_date, post_id, block_no, actor_id

    union all

    select
        posted_date,
        'post' as unit,
        post_id,
        -1 as block_no,
        actor_id,
        count(*) as quote_count
    from spoken
    group by posted_date, post_id, actor_id

)

select
    per_unit.posted_date,
    per_unit.unit,
    per_unit.post_id,
    per_unit.block_no,
    per_unit.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    per_unit.quote_count
from per_unit
inner join actors on per_unit.actor_id = actors.actor_id
