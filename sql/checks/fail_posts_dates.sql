-- purpose: a post has a day exactly where its date has a basis, and the day of its instant
-- partition: month
select
    post_id,
    posted_date,
    published_at,
    date_basis
from posts
where
    (posted_date is null) <> (date_basis = 'none')
    or posted_date <> cast(timezone('Asia/Tokyo', published_at) as date)
order by post_id asc
