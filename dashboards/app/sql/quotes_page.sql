-- purpose: how many quotes fit the filters, and one page of them, newest first, each with what
--          stands around it in its block; one row without a quote where the page is empty
with fitting as (

    select
        quote_id,
        post_id,
        char_start,
        posted_date
    from quotes
    where
        -- The first test is cheap and lets little through; only that is folded, for all the words.
        ($rarest = '' or regexp_matches(text, $rarest))
        and ($rarest = '' or len(list_filter($words, lambda word: not contains(
            translate(
                lower(text),
                '０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                '0123456789abcdefghijklmnopqrstuvwxyz'
            ),
            word
        ))) = 0)
        and ($since is null or posted_date >= cast($since as date))
        and ($until is null or posted_date <= cast($until as date))
        and ($topic_id is null or topic_id = $topic_id)
        and ($actor_id is null or actor_id = $actor_id)
        and ($actor_kind is null or coalesce(actor_kind, 'none') = $actor_kind)
        and ($form is null or form = $form)
        and confidence >= $min_confidence
        and (
            $outlet = ''
            or contains(lower(coalesce(via_actor, via, '')), lower($outlet))
            or contains(lower(coalesce(url, source_uri)), lower($outlet))
        )
        and (
            $pair_id is null
            or post_id in (
                select units.post_id
                from speaker_units as units
                where units.actor_id = $pair_id
            )
        )

),

total as (

    select count(*) as quote_count
    from fitting

),

page as (

    select quote_id
    from fitting
    order by posted_date desc nulls last, post_id asc, char_start asc, quote_id asc
    limit
        $row_limit
        offset $row_offset

),

chosen as (

    select
        quotes.quote_id,
        quotes.post_id,
        quotes.char_start,
        quotes.posted_date,
        quotes.actor_id,
        quotes.actor,
        quotes.speaker,
        quotes.via_actor,
        quotes.via,
        quotes.topic,
        quotes.text,
        quotes.form,
        quotes.evidence,
        quotes.confidence,
        quotes.record_id,
        quotes.url,
        posts.title,
        substr(
            posts.text,
            greatest(blocks.char_start, quotes.char_start - $around) + 1,
            quotes.char_start - greatest(blocks.char_start, quotes.char_start - $around)
        ) as text_before,
        substr(
            posts.text,
            quotes.char_end + 1,
            least(blocks.char_end, quotes.char_end + $around) - quotes.char_end
        ) as text_after,
        quotes.char_start - $around > blocks.char_start as is_cut_before,
        quotes.char_end + $around < blocks.char_end as is_cut_after
    from page
    inner join quotes on page.quote_id = quotes.quote_id
    inner join posts on quotes.post_id = posts.post_id
    inner join blocks on quotes.post_id = blocks.post_id and quotes.block_no = blocks.block_no

)

select
    total.quote_count,
    chosen.quote_id,
    chosen.posted_date,
    chosen.actor_id,
    chosen.actor,
    chosen.speaker,
    chosen.via_actor,
    chosen.via,
    chosen.topic,
    chosen.text,
    chosen.form,
    chosen.evidence,
    chosen.confidence,
    chosen.record_id,
    chosen.url,
    chosen.title,
    chosen.text_before,
    chosen.text_after,
    chosen.is_cut_before,
    chosen.is_cut_after
from total
left join chosen on true
order by
    chosen.posted_date desc nulls last,
    chosen.post_id asc,
    chosen.char_start asc,
    chosen.quote_id asc
