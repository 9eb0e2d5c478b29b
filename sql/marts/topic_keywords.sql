-- purpose: which keywords the notes on a topic bring, and which are its own
-- grain:   one row per (topic_id, keyword), the keyword as written
-- counts:  every keyword segment counts (mention_count), a post once; distinctiveness = tf * idf,
--          tf being the keyword's share of the topic's segments, idf = 1 + ln((1 + N) / (1 + n)),
--          N the topics with keywords and n those with this one (Spaerck Jones 1972, A statistical
--          interpretation of term specificity, smoothed as if one more topic had every keyword)
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with per_cell as (

    select
        topic_mentions.topic_id,
        topic_mentions.topic,
        topic_mentions.keyword,
        count(*) as mention_count,
        count(distinct topic_mentions.post_id) as post_count,
        min(posts.posted_date) as first_date,
        max(posts.posted_date) as last_date
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    where
        posts.date_basis not in ('crawl', 'none')
        and topic_mentions.keyword is not null
    group by topic_mentions.topic_id, topic_mentions.topic, topic_mentions.keyword

),

per_topic as (

    select
        topic_id,
        sum(mention_count) as mention_count
    from per_cell
    group by topic_id

),

per_keyword as (

    select
        keyword,
        count(*) as topic_count
    from per_cell
    group by keyword

),

total as (

    select count(*) as topic_count
    from per_topic

)

select
    per_cell.topic_id,
    per_cell.topic,
    per_cell.keyword,
    per_cell.mention_count,
    per_cell.post_count,
    per_cell.first_date,
    per_cell.last_date,
    cast(
        per_cell.mention_count / per_topic.mention_count
        * (1 + ln((1 + total.topic_count) / (1 + per_keyword.topic_count))) as double
    ) as distinctiveness
from per_cell
inner join per_topic on per_cell.topic_id = per_topic.topic_id
inner join per_keyword on per_cell.keyword = per_keyword.keyword
cross join total
order by per_cell.topic_id asc, per_cell.keyword asc
