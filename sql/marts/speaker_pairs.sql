-- purpose: which speakers are quoted side by side over the whole span, and since when
-- grain:   one row per (unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  the sums of speaker_co_mentions; npmi and jaccard by its formulas, over all units of the
--          span instead of one day's
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
with numbered_actors as (

    -- Pairs are counted and sorted by small numbers instead of ids, in the same order.
    select
        actor_id,
        name,
        kind,
        cast(row_number() over (order by actor_id asc) as integer) as actor_no
    from actors

),

unit_speakers as materialized (

    select
        speaker_units.unit,
        speaker_units.post_id,
        speaker_units.block_no,
        numbered_actors.actor_no
    from speaker_units
    inner join numbered_actors on speaker_units.actor_id = numbered_actors.actor_id

),

units as (

    select
        unit,
        post_id,
        block_no
    from unit_speakers
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
        actor_no,
        count(*) as unit_count
    from unit_speakers
    group by unit, actor_no

),

daily as (

    select
        speaker_co_mentions.posted_date,
        speaker_co_mentions.unit,
        actor_a.actor_no as actor_no_a,
        actor_b.actor_no as actor_no_b,
        speaker_co_mentions.co_mention_count,
        speaker_co_mentions.post_count
    from speaker_co_mentions
    inner join numbered_actors as actor_a on speaker_co_mentions.actor_id_a = actor_a.actor_id
    inner join numbered_actors as actor_b on speaker_co_mentions.actor_id_b = actor_b.actor_id

),

per_pair as (

    select
        unit,
        actor_no_a,
        actor_no_b,
        cast(sum(co_mention_count) as bigint) as co_mention_count,
        cast(sum(post_count) as bigint) as post_count,
        count(*) as day_count,
        min(posted_date) as first_date,
        max(posted_date) as last_date
    from daily
    group by unit, actor_no_a, actor_no_b

),

-- Sorted while the rows are numbers only; ids and names are looked up after that.
measured as (

    select
        per_pair.unit,
        per_pair.actor_no_a,
        per_pair.actor_no_b,
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
        on per_pair.unit = speaker_a.unit and per_pair.actor_no_a = speaker_a.actor_no
    inner join per_speaker as speaker_b
        on per_pair.unit = speaker_b.unit and per_pair.actor_no_b = speaker_b.actor_no
    order by per_pair.unit asc, per_pair.actor_no_a asc, per_pair.actor_no_b asc

),

names as (

    select
        list(actor_id order by actor_no asc) as actor_ids,
        list(name order by actor_no asc) as actors,
        list(kind order by actor_no asc) as kinds
    from numbered_actors

)

select
    measured.unit,
    names.actor_ids[measured.actor_no_a] as actor_id_a,
    names.actors[measured.actor_no_a] as actor_a,
    names.kinds[measured.actor_no_a] as actor_kind_a,
    names.actor_ids[measured.actor_no_b] as actor_id_b,
    names.actors[measured.actor_no_b] as actor_b,
    names.kinds[measured.actor_no_b] as actor_kind_b,
    measured.co_mention_count,
    measured.post_count,
    measured.day_count,
    measured.first_date,
    measured.last_date,
    measured.npmi,
    measured.jaccard
from measured
cross join names
