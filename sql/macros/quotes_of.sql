-- purpose:   what an actor said, by any of the actor's names or a part of the usual one, in order
-- arguments: person
select
    quotes.posted_date,
    quotes.actor,
    quotes.text,
    quotes.form,
    topics.topic,
    quotes.via_actor,
    quotes.confidence,
    quotes.url,
    quotes.quote_id
from quotes
left join topics on quotes.topic_id = topics.topic_id
where
    quotes.actor_id in (
        select actor_aliases.actor_id
        from actor_aliases
        where actor_aliases.surface = person

        union all

        select actors.actor_id
        from actors
        where contains(actors.name, person)
    )
order by
    quotes.posted_date asc nulls last,
    quotes.post_id asc,
    quotes.char_start asc,
    quotes.quote_id asc
