-- purpose: a pair of topics stands once, in order, with no more posts than either has
select
    pairs.topic_id_a,
    pairs.topic_id_b,
    pairs.post_count,
    topic_a.post_count as post_count_a,
    topic_b.post_count as post_count_b,
    pairs.npmi,
    pairs.jaccard
from topic_co_occurrences as pairs
left join dim_topic as topic_a on pairs.topic_id_a = topic_a.topic_id
left join dim_topic as topic_b on pairs.topic_id_b = topic_b.topic_id
where
    pairs.topic_id_a >= pairs.topic_id_b
    or pairs.post_count < 1
    or pairs.post_count > least(coalesce(topic_a.post_count, 0), coalesce(topic_b.post_count, 0))
    or pairs.npmi not between -1 and 1
    or pairs.jaccard <= 0
    or pairs.jaccard > 1
    or pairs.first_date > pairs.last_date
order by pairs.topic_id_a asc, pairs.topic_id_b asc
