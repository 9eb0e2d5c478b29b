-- purpose: what all dumps brought; records = posts + duplicates + rejected
select
    count(*) as dump_count,
    count(quarantine_reason) as quarantined_count,
    coalesce(cast(sum(records_in) as bigint), 0) as record_count,
    coalesce(cast(sum(posts) as bigint), 0) as post_count,
    coalesce(cast(sum(duplicates) as bigint), 0) as duplicate_count,
    coalesce(cast(sum(rejected) as bigint), 0) as rejected_count
from dumps
