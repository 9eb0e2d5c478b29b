-- purpose: the dumps of the ledger, newest first
select
    path,
    format,
    bytes,
    records_in,
    posts,
    duplicates,
    rejected,
    left_out,
    snapshot_id,
    quarantine_reason,
    quarantine_detail
from dumps
order by snapshot_id desc, path asc, dump_id asc
limit $row_limit
