-- purpose: the records that could not become posts, and why
select
    reason,
    record_count,
    source_uri,
    position,
    excerpt
from rejects
order by record_count desc, reason asc, source_uri asc, position asc, dump_id asc
limit $row_limit
