-- purpose: the topics written about most in a period, with their posts in the period before it
select
    topic_id,
    topic,
    cast(sum(if(posted_date >= cast($since as date), post_count, 0)) as bigint) as post_count,
    cast(sum(if(posted_date < cast($since as date), post_count, 0)) as bigint) as before_count
from daily_topic_frequencies
where posted_date between cast($start as date) and cast($until as date)
group by topic_id, topic
having sum(if(posted_date >= cast($since as date), post_count, 0)) > 0
order by post_count desc, topic_id asc
limit $row_limit
