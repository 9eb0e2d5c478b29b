-- purpose: what was said on some topics in a period: of the speakers quoted most on each, the
--          statement repeated most, once, in its paragraph; an article's wording before a note's
with spoken as (

    select
        quotes.quote_id,
        quotes.topic_id,
        quotes.actor_id,
        quote_utterances.utterance_id
    from quotes
    inner join posts on quotes.post_id = posts.post_id
    inner join quote_utterances on quotes.quote_id = quote_utterances.quote_id
    where
        quotes.posted_date between cast($since as date) and cast($until as date)
        and posts.date_basis not in ('crawl', 'none')
        and list_contains(cast($topic_ids as varchar[]), quotes.topic_id)
        and quotes.actor_kind not in ('anonymous', 'unknown')

),

statements as (

    select
        topic_id,
        actor_id,
        utterance_id,
        count(*) as copy_count,
        sum(count(*)) over (partition by topic_id, actor_id) as speaker_count
    from spoken
    group by topic_id, actor_id, utterance_id

),

-- One statement may stand under several topics and then shows under the one that has most of it.
placed as (

    select
        topic_id,
        actor_id,
        utterance_id,
        copy_count,
        speaker_count
    from statements
    qualify
        row_number() over (
            partition by utterance_id order by copy_count desc, topic_id asc, actor_id asc
        ) = 1

),

foremost as (

    select
        topic_id,
        actor_id,
        utterance_id,
        copy_count,
        speaker_count
    from placed
    qualify
        row_number() over (
            partition by topic_id, actor_id order by copy_count desc, utterance_id asc
        ) = 1

),

chosen as (

    select
        topic_id,
        utterance_id,
        copy_count,
        row_number() over (
            partition by topic_id order by speaker_count desc, copy_count desc, utterance_id asc
        ) as place_no
    from foremost
    qualify place_no <= $row_limit

),

shown as (

    select
        chosen.topic_id,
        chosen.place_no,
        chosen.copy_count,
        chosen.utterance_id,
        quotes.quote_id,
        quotes.post_id,
        quotes.block_no,
        quotes.char_start,
        quotes.char_end,
        quotes.text,
        quotes.form,
        quotes.context,
        quotes.speaker,
        quotes.actor,
        quotes.via,
        quotes.via_actor,
        quotes.evidence,
        quotes.confidence,
        quotes.posted_date,
        quotes.record_id,
        quotes.url,
        posts.title,
        posts.text as post_text
    from chosen
    inner join quote_utterances on chosen.utterance_id = quote_utterances.utterance_id
    inner join quotes on quote_utterances.quote_id = quotes.quote_id
    inner join posts on quotes.post_id = posts.post_id
    where
        quotes.posted_date between cast($since as date) and cast($until as date)
        and posts.date_basis not in ('crawl', 'none')
        and quotes.actor is not null
    qualify
        row_number() over (
            partition by chosen.topic_id, chosen.place_no
            order by
                quotes.context = 'article' desc,
                quotes.confidence desc,
                quotes.posted_date asc,
                quotes.quote_id asc
        ) = 1

)

select
    shown.topic_id,
    shown.copy_count,
    shown.post_id,
    shown.posted_date,
    shown.speaker,
    shown.actor,
    shown.via,
    shown.via_actor,
    shown.text,
    shown.form,
    shown.context,
    shown.evidence,
    shown.confidence,
    shown.record_id,
    shown.url,
    shown.title,
    substr(
        shown.post_text,
        greatest(blocks.char_start, shown.char_start - $around) + 1,
        shown.char_start - greatest(blocks.char_start, shown.char_start - $around)
    ) as text_before,
    substr(
        shown.post_text,
        shown.char_end + 1,
        least(blocks.char_end, shown.char_end + $around) - shown.char_end
    ) as text_after,
    shown.char_start - $around > blocks.char_start as is_cut_before,
    shown.char_end + $around < blocks.char_end as is_cut_after
from shown
inner join blocks on shown.post_id = blocks.post_id and shown.block_no = blocks.block_no
order by shown.topic_id asc, shown.place_no asc
