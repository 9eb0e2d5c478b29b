-- purpose: which topics are written about in the same post
-- grain:   one row per (topic_id_a, topic_id_b), topic_id_a < topic_id_b
-- counts:  a post counts once per pair; n(a), n(b), n(a, b) are the posts with topic a, b, both,
--          and n those with any topic, plus one empty post (so that no probability is 1);
--          npmi = ln(n(a, b) n / (n(a) n(b))) / -ln(n(a, b) / n) (Bouma 2009, Normalized pointwise
--          mutual information); jaccard = n(a, b) / (n(a) + n(b) - n(a, b))
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with numbered_topics as (

    -- Pairs are joined, counted and sorted by small numbers instead of ids, in the same order.
    select
        topic_id,
        topic,
        cast(row_number() over (order by topic_id asc) as integer) as topic_no
    from topics

),

numbered_posts as (

    select
        post_id,
        posted_date,
        cast(row_number() over () as integer) as post_no
    from posts
    where date_basis not in ('crawl', 'none')

),

post_topics as (

    select
        numbered_posts.posted_date,
        numbered_posts.post_no,
        numbered_topics.topic_no
    from topic_mentions
    inner join numbered_posts on topic_mentions.post_id = numbered_posts.post_id
    inner join numbered_topics on topic_mentions.topic_id = numbered_topics.topic_id
    where topic_mentions.label is not null
    group by numbered_posts.posted_date, numbered_posts.post_no, numbered_topics.topic_no

),

per_topic as (

    select
        topic_no,
        count(*) as post_count
    from post_topics
    group by topic_no

),

total as (

    select count(distinct post_no) + 1 as post_count
    from post_topics

),

per_pair as (

    select
        first_topic.topic_no as topic_no_a,
        second_topic.topic_no as topic_no_b,
        count(*) as post_count,
        min(first_topic.posted_date) as first_date,
        max(first_topic.posted_date) as last_date
    from post_topics as first_topic
    inner join post_topics as second_topic
        on
            first_topic.post_no = second_topic.post_no
            and first_topic.topic_no < second_topic.topic_no
    group by first_topic.topic_no, second_topic.topic_no

)

select
    names_a.topic_id as topic_id_a,
    names_a.topic as topic_a,
    names_b.topic_id as topic_id_b,
    names_b.topic as topic_b,
    per_pair.post_count,
    per_pair.first_date,
    per_pair.last_date,
    -- Rounding alone could carry a perfect pair past 1.
    least(
        1.0,
        ln(per_pair.post_count * total.post_count / (topic_a.post_count * topic_b.post_count))
        / ln(total.post_count / per_pair.post_count)
    ) as npmi,
    per_pair.post_count
    / (topic_a.post_count + topic_b.post_count - per_pair.post_count) as jaccard
from per_pair
inner join per_topic as topic_a on per_pair.topic_no_a = topic_a.topic_no
inner join per_topic as topic_b on per_pair.topic_no_b = topic_b.topic_no
inner join numbered_topics as names_a on per_pair.topic_no_a = names_a.topic_no
inner join numbered_topics as names_b on per_pair.topic_no_b = names_b.topic_no
cross join total
order by per_pair.topic_no_a asc, per_pair.topic_no_b asc
