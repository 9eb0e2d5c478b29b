-- purpose: a pair has the sums of its days, and no more posts than either speaker is quoted in
with daily as (

    select
        unit,
        actor_id_a,
        actor_id_b,
        sum(co_mention_count) as co_mention_count,
        count(*) as day_count
    from speaker_co_mentions
    group by unit, actor_id_a, actor_id_b

)

select
    coalesce(daily.unit, speaker_pairs.unit) as unit,
    coalesce(daily.actor_id_a, speaker_pairs.actor_id_a) as actor_id_a,
    coalesce(daily.actor_id_b, speaker_pairs.actor_id_b) as actor_id_b,
    speaker_pairs.co_mention_count,
    daily.co_mention_count as daily_co_mention_count,
    speaker_pairs.npmi,
    speaker_pairs.jaccard
from daily
full join speaker_pairs
    on
        daily.unit = speaker_pairs.unit
        and daily.actor_id_a = speaker_pairs.actor_id_a
        and daily.actor_id_b = speaker_pairs.actor_id_b
where
    daily.co_mention_count is distinct from speaker_pairs.co_mention_count
    or daily.day_count is distinct from speaker_pairs.day_count
    or speaker_pairs.actor_id_a >= speaker_pairs.actor_id_b
    or speaker_pairs.npmi not between -1 and 1
    or speaker_pairs.jaccard <= 0
    or speaker_pairs.jaccard > 1
order by unit asc, actor_id_a asc, actor_id_b asc
