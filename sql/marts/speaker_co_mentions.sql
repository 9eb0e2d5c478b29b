-- purpose: which speakers are quoted side by side, per day
-- grain:   one row per (posted_date, unit, actor_id_a, actor_id_b), actor_id_a < actor_id_b
-- counts:  a unit counts once per pair; a note is one tag line, a post is all its contexts;
--          n(a), n(b), n(a, b) are the day's units that quote a, b, both, and n those that quote
--          anybody, plus one empty unit (so that no probability is 1 and -ln p(a, b) is never 0);
--          npmi = ln(n(a, b) n / (n(a) n(b))) / -ln(n(a, b) / n) (Bouma 2009, Normalized pointwise
--          mutual information); jaccard = n(a, b) / (n(a) + n(b) - n(a, b)); anonymous speakers and
--          media are actors of a kind of their own (actor_kind_a, actor_kind_b)
-- days:    calendar days in Asia/Tokyo; crawl-dated and undated posts are left out
-- partition: month
with numbered_actors as (

    -- Pairs are joined, counted and sorted by small numbers instead of ids, in the same order.
    select
        actor_id,
        name,
        kind,
        cast(row_number() over (order by actor_id asc) as integer) as actor_no
    from actors

),

unit_speakers as (

    select
        speaker_units.posted_date,
        speaker_units.unit,
        cast(
            dense_rank() over (order by speaker_units.post_id asc) as integer
        ) as post_no,
        speaker_units.block_no,
        numbered_actors.actor_no
    from speaker_units
    inner join numbered_actors on speaker_units.actor_id = numbered_actors.actor_id

),

units as (

    select
        posted_date,
        unit,
        post_no,
        block_no
    from unit_speakers
    group by posted_date, unit, post_no, block_no

),

per_day as (

    select
        posted_date,
        unit,
        count(*) + 1 as unit_count
    from units
    group by posted_date, unit

),

per_speaker as (

    select
        posted_date,
        unit,
        actor_no,
        count(*) as unit_count
    from unit_speakers
    group by posted_date, unit, actor_no

),

per_post as (

    select
        first_speaker.posted_date,
        first_speaker.unit,
        first_speaker.post_no,
        first_speaker.actor_no as actor_no_a,
        second_speaker.actor_no as actor_no_b,
        count(*) as unit_count
    from unit_speakers as first_speaker
    inner join unit_speakers as second_speaker
        on
            first_speaker.post_no = second_speaker.post_no
            and first_speaker.block_no = second_speaker.block_no
            and first_speaker.actor_no < second_speaker.actor_no
    group by
        first_speaker.posted_date,
        first_speaker.unit,
        first_speaker.post_no,
        first_speaker.actor_no,
        second_speaker.actor_no

),

per_pair as (

    select
        posted_date,
        unit,
        actor_no_a,
        actor_no_b,
        cast(sum(unit_count) as bigint) as co_mention_count,
        count(*) as post_count
    from per_post
    group by posted_date, unit, actor_no_a, actor_no_b

)

select
    per_pair.posted_date,
    per_pair.unit,
    actor_a.actor_id as actor_id_a,
    actor_a.name as actor_a,
    actor_a.kind as actor_kind_a,
    actor_b.actor_id as actor_id_b,
    actor_b.name as actor_b,
    actor_b.kind as actor_kind_b,
    per_pair.co_mention_count,
    per_pair.post_count,
    -- Rounding alone could carry a perfect pair past 1.
    least(
        1.0,
        ln(
            per_pair.co_mention_count * per_day.unit_count
            / (speaker_a.unit_count * speaker_b.unit_count)
        ) / ln(per_day.unit_count / per_pair.co_mention_count)
    ) as npmi,
    per_pair.co_mention_count
    / (speaker_a.unit_count + speaker_b.unit_count - per_pair.co_mention_count) as jaccard
from per_pair
inner join per_day
    on per_pair.posted_date = per_day.posted_date and per_pair.unit = per_day.unit
inner join per_speaker as speaker_a
    on
        per_pair.posted_date = speaker_a.posted_date
        and per_pair.unit = speaker_a.unit
        and per_pair.actor_no_a = speaker_a.actor_no
inner join per_speaker as speaker_b
    on
        per_pair.posted_date = speaker_b.posted_date
        and per_pair.unit = speaker_b.unit
        and per_pair.actor_no_b = speaker_b.actor_no
inner join numbered_actors as actor_a on per_pair.actor_no_a = actor_a.actor_no
inner join numbered_actors as actor_b on per_pair.actor_no_b = actor_b.actor_no
order by
    per_pair.posted_date asc,
    per_pair.unit asc,
    per_pair.actor_no_a asc,
    per_pair.actor_no_b asc
