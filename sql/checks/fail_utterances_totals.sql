-- purpose: the copies of all utterances are all quotes, those in notes all quotes in notes
with counted as (

    select
        count(*) as quote_count,
        count(*) filter (context = 'note') as note_quote_count
    from quotes

),

summed as (

    select
        coalesce(sum(copy_count), 0) as copy_count,
        coalesce(sum(note_copy_count), 0) as note_copy_count
    from utterances

)

select
    counted.quote_count,
    summed.copy_count,
    counted.note_quote_count,
    summed.note_copy_count
from counted
cross join summed
where
    counted.quote_count <> summed.copy_count
    or counted.note_quote_count <> summed.note_copy_count
