-- purpose: a speaker's or medium's offsets must give the name as written
-- partition: month
select
    quotes.quote_id,
    quotes.post_id,
    quotes.speaker,
    quotes.speaker_start,
    quotes.speaker_end,
    quotes.via,
    quotes.via_start
from quotes
inner join posts on quotes.post_id = posts.post_id
where
    (
        quotes.speaker_start is not null
        and substr(
            posts.text, quotes.speaker_start + 1, quotes.speaker_end - quotes.speaker_start
        ) is distinct from quotes.speaker
    )
    or (
        quotes.via_start is not null
        and substr(posts.text, quotes.via_start + 1, length(quotes.via))
        is distinct from quotes.via
    )
order by quotes.quote_id asc
