-- purpose: dumps of which more than 1 record in 20 was rejected
select
    dump_id,
    path,
    records_in,
    rejected,
    rejected / records_in as reject_share
from dumps
where records_in > 0 and rejected / records_in > 0.05
order by reject_share desc, dump_id asc
