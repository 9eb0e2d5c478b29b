-- purpose: quotes in the newest revision of each post
-- grain:   one row per quote
select
    quotes.quote_id,
    quotes.post_id,
    quotes.block_no,
    quotes.char_start,
    quotes.char_end,
    quotes.text,
    quotes.context,
    quotes.form,
    quotes.parent_quote_id,
    quotes.topic,
    quotes.speaker,
    quotes.speaker_start,
    quotes.speaker_end,
    quotes.speaker_full,
    quotes.speaker_kind,
    quotes.co_speakers,
    quotes.role,
    quotes.via,
    quotes.via_start,
    quotes.cue,
    quotes.evidence,
    quotes.confidence
from lake.quotes
inner join staging.stg_revisions
    on
        quotes.post_id = stg_revisions.post_id
        and quotes.dump_id = stg_revisions.dump_id
        and quotes.revision = stg_revisions.dump_revision
