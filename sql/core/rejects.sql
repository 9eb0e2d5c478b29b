-- purpose: records that could not become posts, for mending and for counting
-- grain:   one row per rejected record; of a dump with very many the rest is one row per reason
-- counts:  record_count: every rejected record of every dump, once per dump that delivers it
-- days:    none; a reject has no date
select
    dump_id,
    source_uri,
    position,
    reason,
    record_count,
    excerpt,
    raw,
    parser_version
from lake.rejects
