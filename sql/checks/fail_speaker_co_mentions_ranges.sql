-- purpose: a pair stands once, in order, with figures that are possible together
-- partition: month
select
    posted_date,
    unit,
    actor_id_a,
    actor_id_b,
    co_mention_count,
    post_count,
    npmi,
    jaccard
from speaker_co_mentions
where
    actor_id_a >= actor_id_b
    or unit not in ('note', 'post')
    or post_count < 1
    or co_mention_count < post_count
    or (unit = 'post' and co_mention_count <> post_count)
    or npmi not between -1 and 1
    or jaccard <= 0
    or jaccard > 1
order by posted_date asc, unit asc, actor_id_a asc, actor_id_b asc
