-- purpose: the posts that have some statements in a period, the first of each statement first, with
--          how each has it
with copies as (

    select
        quote_utterances.utterance_id,
        quotes.post_id,
        quotes.posted_date,
        quotes.text,
        quotes.context,
        coalesce(quotes.via_actor, blocks.handle, posts.site) as outlet,
        row_number() over (
            partition by quote_utterances.utterance_id, quotes.post_id
            order by quotes.char_start asc, quotes.quote_id asc
        ) as copy_no
    from quote_utterances
    inner join quotes on quote_utterances.quote_id = quotes.quote_id
    inner join posts on quotes.post_id = posts.post_id
    left join blocks
        on quotes.post_id = blocks.post_id and quotes.block_no = blocks.block_no
    where
        list_contains(cast($utterance_ids as varchar[]), quote_utterances.utterance_id)
        and quotes.posted_date between cast($since as date) and cast($until as date)
        and posts.date_basis not in ('crawl', 'none')

),

holders as (

    select
        utterance_id,
        post_id,
        posted_date,
        count(*) as copy_count,
        list(distinct context order by context) as contexts,
        list(distinct outlet order by outlet) as outlets,
        first(text order by copy_no) as text
    from copies
    group by utterance_id, post_id, posted_date

),

numbered as (

    select
        utterance_id,
        post_id,
        posted_date,
        copy_count,
        contexts,
        outlets,
        text,
        count(*) over (partition by utterance_id) as post_count,
        row_number() over (
            partition by utterance_id order by posted_date asc, post_id asc
        ) as post_no
    from holders

)

select
    numbered.utterance_id,
    numbered.posted_date,
    numbered.copy_count,
    numbered.contexts,
    numbered.outlets,
    numbered.text,
    numbered.post_count,
    posts.title,
    posts.url,
    posts.record_id
from numbered
inner join posts on numbered.post_id = posts.post_id
where numbered.post_no <= $row_limit
order by numbered.utterance_id asc, numbered.post_no asc
