-- purpose: who said what: every quote with its post's day and address, names resolved
-- grain:   one row per quote_id; a nested quote is a row of its own
-- counts:  every quote of the newest revision; actor columns are null where nobody is named,
--          co_actor_ids where a statement has one speaker
-- days:    the post's day in Asia/Tokyo; undated and crawl-dated posts included
select
    stg_quotes.quote_id,
    stg_quotes.post_id,
    stg_quotes.block_no,
    stg_quotes.char_start,
    stg_quotes.char_end,
    stg_quotes.text,
    stg_quotes.context,
    stg_quotes.form,
    stg_quotes.parent_quote_id,
    stg_quotes.topic,
    stg_quotes.speaker,
    stg_quotes.speaker_start,
    stg_quotes.speaker_end,
    stg_quotes.speaker_full,
    stg_quotes.speaker_kind,
    stg_quotes.co_speakers,
    stg_quotes.role,
    stg_quotes.via,
    stg_quotes.via_start,
    stg_quotes.cue,
    stg_quotes.evidence,
    stg_quotes.confidence,
    posts.posted_date,
    posts.record_id,
    posts.source_uri,
    posts.url,
    actors.actor_id,
    actors.name as actor,
    actors.kind as actor_kind,
    co_actors.co_actor_ids,
    co_actors.co_actors,
    media.actor_id as via_actor_id,
    media.name as via_actor,
    topic_aliases.topic_id
from staging.stg_quotes
inner join staging.stg_posts as posts on stg_quotes.post_id = posts.post_id
left join scratch.actor_links as speaker_links
    on
        stg_quotes.post_id = speaker_links.post_id
        and stg_quotes.speaker = speaker_links.form
        and coalesce(stg_quotes.speaker_full, stg_quotes.speaker) = speaker_links.surface
        and stg_quotes.speaker_kind = speaker_links.kind
left join actors on speaker_links.actor_id = actors.actor_id
left join scratch.actor_links as via_links
    on
        stg_quotes.post_id = via_links.post_id
        and stg_quotes.via = via_links.form
        and stg_quotes.via = via_links.surface
        and via_links.kind = 'media'
left join actors as media on via_links.actor_id = media.actor_id
left join scratch.co_actors as co_actors on stg_quotes.quote_id = co_actors.quote_id
left join topic_aliases on stg_quotes.topic = topic_aliases.surface
