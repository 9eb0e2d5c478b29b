-- purpose: a speaker's statements, newest first, with their copies and what became of the words
select
    utterance_id,
    first_date,
    last_date,
    text,
    copy_count,
    outlet_count,
    form_count,
    exact_count,
    trimmed_count,
    edited_count,
    indirect_made_direct_count
from utterances
where actor_id = $actor_id
order by first_date desc nulls last, copy_count desc, utterance_id asc
limit $row_limit
