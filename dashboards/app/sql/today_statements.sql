-- purpose: the statements that the posts of a period repeat most; crawl-dated posts are left out
with copies as (

    select
        quote_utterances.utterance_id,
        count(*) as period_copy_count
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    inner join quote_utterances on quotes.quote_id = quote_utterances.quote_id
    where
        quotes.posted_date between cast($since as date) and cast($until as date)
        and posts.date_basis not in ('crawl', 'none')
    group by quote_utterances.utterance_id
    having count(*) > 1

)

select
    utterances.utterance_id,
    utterances.actor_id,
    utterances.actor,
    utterances.text,
    copies.period_copy_count,
    utterances.outlet_count,
    utterances.form_count,
    utterances.first_date
from copies
inner join utterances on copies.utterance_id = utterances.utterance_id
order by copies.period_copy_count desc, utterances.utterance_id asc
limit $row_limit
