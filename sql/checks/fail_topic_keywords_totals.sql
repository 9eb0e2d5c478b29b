-- purpose: the keywords of a topic add up to its keyword segments in the facts
with segments as (

    select
        topic_mentions.topic_id,
        count(*) as segment_count
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    where
        topic_mentions.keyword is not null
        and posts.date_basis not in ('crawl', 'none')
    group by topic_mentions.topic_id

),

marts as (

    select
        topic_id,
        sum(mention_count) as mention_count,
        min(distinctiveness) as least_distinctiveness
    from topic_keywords
    group by topic_id

)

select
    coalesce(segments.topic_id, marts.topic_id) as topic_id,
    segments.segment_count,
    marts.mention_count,
    marts.least_distinctiveness
from segments
full join marts on segments.topic_id = marts.topic_id
where
    segments.segment_count is distinct from marts.mention_count
    or marts.least_distinctiveness <= 0
order by topic_id asc
