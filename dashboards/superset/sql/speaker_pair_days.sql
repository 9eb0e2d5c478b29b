-- purpose: speaker_co_mentions with a column that the dashboard's filter of speakers finds
-- grain:   one row per (posted_date, unit, actor_id_a, actor_id_b, actor): every pair twice,
--          once under each of its two names, so that sums need the metrics of the dataset
select
    pairs.posted_date,
    pairs.unit,
    pairs.actor_id_a,
    pairs.actor_a,
    pairs.actor_kind_a,
    pairs.actor_id_b,
    pairs.actor_b,
    pairs.actor_kind_b,
    pairs.co_mention_count,
    pairs.post_count,
    unnest([pairs.actor_a, pairs.actor_b]) as actor
from speaker_co_mentions as pairs
