-- purpose: which speakers are quoted side by side over the whole span, and since when
-- grain:   one row per (unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  the sums of speaker_co_mentions; npmi and jaccard by its formulas, over all units of the
--          span instead of one day's
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with units as (

    select
        unit,
        post_id,
        block_no
    from speaker_units
    group by unit, post_id, block_no

),

per_unit as (

    select
        unit,
        count(*) + 1 as unit_count
    from units
    group by unit

),

per_speaker as (

    select
        unit,
        actor_id,
        count(*) as unit_count
    from speaker_units
    group by unit, actor_id

),

per_pair as (

    -- An actor has one name and one kind, whichever day they are taken from.
    select
        unit,
        actor_id_a,
        any_value(actor_a) as actor_a,
        any_value(actor_kind_a) as actor_kind_a,
        actor_id_b,
        any_value(actor_b) as actor_b,
        any_value(actor_kind_b) as actor_kind_b,
        cast(sum(co_mention_count) as bigint) as co_mention_count,
        cast(sum(post_count) as bigint) as post_count,
        count(*) as day_count,
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from speaker_co_mentions
    group by unit, actor_id_a, actor_id_b

)

select
    per_pair.unit,
    per_pair.actor_id_a,
    per_pair.actor_a,
    per_pair.actor_kind_a,
    per_pair.actor_id_b,
    per_pair.actor_b,
    per_pair.actor_kind_b,
    per_pair.co_mention_count,
    per_pair.post_count,
    per_pair.day_count,
    per_pair.first_date,
    per_pair.last_date,
    -- Rounding alone could carry a perfect pair past 1.
    least(
        1.0,
        ln(
            per_pair.co_mention_count * per_unit.unit_count
            / (speaker_a.unit_count * speaker_b.unit_count)
        ) / ln(per_unit.unit_count / per_pair.co_mention_count)
    ) as npmi,
    per_pair.co_mention_count
    / (speaker_a.unit_count + speaker_b.unit_count - per_pair.co_mention_count) as jaccard
from per_pair
inner join per_unit on per_pair.unit = per_unit.unit
inner join per_speaker as speaker_a
    on per_pair.unit = speaker_a.unit and per_pair.actor_id_a = speaker_a.actor_id
inner join per_speaker as speaker_b
    on per_pair.unit = speaker_b.unit and per_pair.actor_id_b = speaker_b.actor_id
order by per_pair.unit asc, per_pair.actor_id_a asc, per_pair.actor_id_b asc
