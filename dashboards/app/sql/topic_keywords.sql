-- purpose: the keywords of a topic's notes, its own first
select
    keyword,
    mention_count,
    post_count,
    last_date
from topic_keywords
where topic_id = $topic_id
order by distinctiveness desc, mention_count desc, keyword asc
limit $row_limit
