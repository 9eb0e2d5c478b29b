-- purpose: a post's text must be what its hash and its count say, with folded line ends
-- partition: month
select
    post_id,
    char_count,
    length(text) as counted,
    text_sha256
from posts
where
    char_count <> length(text)
    or text_sha256 <> sha256(text)
    or contains(text, chr(13))
order by post_id asc
