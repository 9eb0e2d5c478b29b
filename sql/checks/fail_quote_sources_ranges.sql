-- purpose: a source is there exactly where the fidelity says so, with figures that are possible
select
    quote_id,
    fidelity,
    wording,
    score,
    quoted_share,
    source_days
from quote_sources
where
    fidelity not in ('exact', 'trimmed', 'edited', 'indirect_made_direct', 'none')
    or (fidelity = 'none') <> (source_post_id is null)
    or (source_post_id is null) <> (wording is null)
    or (source_post_id is null) <> (quoted_share is null)
    or (source_post_id is null) <> (source_days is null)
    or (source_post_id is null and (score <> 0 or source_quote_id is not null))
    or score not between 0 and 1
    or (wording = 'verbatim') <> (score = 1)
    or (fidelity in ('exact', 'trimmed') and wording <> 'verbatim')
    or (fidelity in ('exact', 'trimmed', 'edited')) <> (quoted_share >= 0.5)
    or (source_post_id = post_id and source_days <> 0)
order by quote_id asc
