-- purpose: an utterance's figures are possible together, and its texts are in order of length
select
    utterance_id,
    copy_count,
    post_count,
    day_count,
    form_count,
    note_copy_count
from utterances
where
    post_count not between 1 and copy_count
    or day_count not between 0 and post_count
    or outlet_count not between 0 and copy_count
    or form_count not between 1 and copy_count
    or char_length(shortest_text) > char_length(text)
    or char_length(text) > char_length(longest_text)
    or (form_count = 1 and shortest_text <> longest_text)
    or first_date > last_date
    or (first_date is null) <> (day_count = 0)
    or note_copy_count > copy_count
    or note_copy_count <> exact_count + trimmed_count + edited_count
    + indirect_made_direct_count + no_source_count
order by utterance_id asc
