-- purpose: one page of the quotes that fit the filters, newest first, each with what stands
--          around it in its block
with chosen as (

    select
        quote_id,
        post_id,
        block_no,
        char_start,
        char_end,
        text,
        posted_date,
        form,
        speaker,
        actor_id,
        actor,
        via,
        via_actor,
        topic,
        evidence,
        confidence,
        record_id,
        url
    from quotes
    where
        ($words = '' or quote_id in (select found.quote_id from search_quotes($words) as found))
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
    order by posted_date desc nulls last, post_id asc, char_start asc, quote_id asc
    limit
        $row_limit
        offset $row_offset

)

select
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
    posts.title,
    substr(
        posts.text,
        greatest(blocks.char_start, chosen.char_start - $around) + 1,
        chosen.char_start - greatest(blocks.char_start, chosen.char_start - $around)
    ) as text_before,
    substr(
        posts.text,
        chosen.char_end + 1,
        least(blocks.char_end, chosen.char_end + $around) - chosen.char_end
    ) as text_after,
    chosen.char_start - $around > blocks.char_start as is_cut_before,
    chosen.char_end + $around < blocks.char_end as is_cut_after
from chosen
inner join posts on chosen.post_id = posts.post_id
inner join blocks on chosen.post_id = blocks.post_id and chosen.block_no = blocks.block_no
order by
    chosen.posted_date desc nulls last,
    chosen.post_id asc,
    chosen.char_start asc,
    chosen.quote_id asc
