-- purpose: a quote's offsets must give its words, code point for code point
-- partition: month
select
    quotes.quote_id,
    quotes.post_id,
    quotes.char_start,
    quotes.char_end,
    quotes.text
from quotes
left join posts on quotes.post_id = posts.post_id
where
    substr(posts.text, quotes.char_start + 1, quotes.char_end - quotes.char_start)
    is distinct from quotes.text
order by quotes.quote_id asc
