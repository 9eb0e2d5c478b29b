-- purpose: every quote in a note has its row, and its source lies inside a block that is no note
select
    coalesce(notes.quote_id, quote_sources.quote_id) as quote_id,
    quote_sources.source_post_id,
    quote_sources.source_block_no,
    quote_sources.source_char_start,
    quote_sources.source_char_end
from (
    select
        quote_id,
        post_id,
        char_start,
        char_end
    from quotes
    where context = 'note'
) as notes
full join quote_sources
    on
        notes.quote_id = quote_sources.quote_id
        and notes.post_id = quote_sources.post_id
        and notes.char_start = quote_sources.char_start
        and notes.char_end = quote_sources.char_end
left join blocks
    on
        quote_sources.source_post_id = blocks.post_id
        and quote_sources.source_block_no = blocks.block_no
        and quote_sources.source_char_start >= blocks.char_start
        and quote_sources.source_char_start < quote_sources.source_char_end
        and quote_sources.source_char_end <= blocks.char_end
        and blocks.kind <> 'note'
left join quotes as source_quotes
    on
        quote_sources.source_quote_id = source_quotes.quote_id
        and quote_sources.source_post_id = source_quotes.post_id
where
    notes.quote_id is null
    or quote_sources.quote_id is null
    or (quote_sources.source_post_id is not null and blocks.post_id is null)
    or (quote_sources.source_quote_id is not null and source_quotes.quote_id is null)
order by quote_id asc
