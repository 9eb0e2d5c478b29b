-- purpose: every speaker of a post has a unit, and what a note quotes its post quotes, too
-- partition: month
with facts as (

    select
        quotes.post_id,
        quotes.actor_id,
        count(*) as quote_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    where
        posts.date_basis not in ('crawl', 'none')
        and quotes.actor_id is not null
    group by quotes.post_id, quotes.actor_id

),

per_speaker as (

    select
        post_id,
        actor_id,
        sum(quote_count) filter (where unit = 'post') as post_quote_count,
        sum(quote_count) filter (where unit = 'note') as note_quote_count
    from speaker_units
    group by post_id, actor_id

)

select
    coalesce(facts.post_id, per_speaker.post_id) as post_id,
    coalesce(facts.actor_id, per_speaker.actor_id) as actor_id,
    facts.quote_count,
    per_speaker.post_quote_count,
    per_speaker.note_quote_count
from facts
full join per_speaker
    on facts.post_id = per_speaker.post_id and facts.actor_id = per_speaker.actor_id
where
    coalesce(per_speaker.post_quote_count, 0) < coalesce(facts.quote_count, 1)
    or per_speaker.note_quote_count > per_speaker.post_quote_count
order by post_id asc, actor_id asc
