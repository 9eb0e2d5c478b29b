-- purpose: a topic's figures of one day must be possible together
select
    posted_date,
    topic_id,
    mention_count,
    new_mention_count,
    post_count,
    post_share,
    topic_rank,
    post_count_7d,
    post_mean_7d,
    post_mean_28d,
    burst_score,
    first_date
from daily_topic_frequencies
where
    post_count < 1
    or mention_count < post_count
    or new_mention_count not between 0 and mention_count
    or post_share <= 0
    or post_share > 1
    or topic_rank < 1
    or post_count_7d < post_count
    or post_mean_7d <= 0
    or post_mean_28d <= 0
    or first_date > posted_date
    or not isfinite(burst_score)
order by posted_date asc, topic_id asc
