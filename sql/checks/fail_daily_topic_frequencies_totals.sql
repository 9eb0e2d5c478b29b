-- purpose: the day's mentions in the mart must be the day's labels in the facts
with labels as (

    select
        topic_mentions.posted_date,
        count(*) as label_count
    from topic_mentions
    inner join posts on topic_mentions.post_id = posts.post_id
    where
        topic_mentions.label is not null
        and posts.date_basis not in ('crawl', 'none')
    group by topic_mentions.posted_date

),

marts as (

    select
        posted_date,
        sum(mention_count) as mention_count
    from daily_topic_frequencies
    group by posted_date

)

select
    coalesce(labels.posted_date, marts.posted_date) as posted_date,
    labels.label_count,
    marts.mention_count
from labels
full join marts on labels.posted_date = marts.posted_date
where labels.label_count is distinct from marts.mention_count
order by posted_date asc
