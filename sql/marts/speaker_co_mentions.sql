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

numbered_posts as (

    select
        post_id,
        posted_date,
        cast(row_number() over () as integer) as post_no,
        cast(dense_rank() over (order by posted_date asc) as integer) as day_no
    from posts
    where date_basis not in ('crawl', 'none')

),

days as (

    select
        day_no,
        any_value(posted_date) as posted_date
    from numbered_posts
    group by day_no

),

spoken as (

    select
        post_id,
        if(context = 'note', block_no, -1) as block_no,
        unnest(list_prepend(actor_id, coalesce(co_actor_ids, []))) as actor_id
    from quotes
    where actor_id is not null

),

block_speakers as (

    select
        numbered_posts.day_no,
        numbered_posts.post_no,
        spoken.block_no,
        numbered_actors.actor_no
    from spoken
    inner join numbered_posts on spoken.post_id = numbered_posts.post_id
    inner join numbered_actors on spoken.actor_id = numbered_actors.actor_id
    group by
        numbered_posts.day_no,
        numbered_posts.post_no,
        spoken.block_no,
        numbered_actors.actor_no

),

-- The rows of speaker_units. A day has an even number for its notes and an odd one for its posts.
unit_speakers as (

    select
        2 * day_no as day_unit_no,
        post_no,
        block_no,
        actor_no
    from block_speakers
    where block_no >= 0

    union all

    select
        2 * day_no + 1 as day_unit_no,
        post_no,
        -1 as block_no,
        actor_no
    from block_speakers
    group by day_no, post_no, actor_no

),

units as (

    select
        day_unit_no,
        post_no,
        block_no
    from unit_speakers
    group by day_unit_no, post_no, block_no

),

per_day as (

    select
        day_unit_no,
        count(*) + 1 as unit_count
    from units
    group by day_unit_no

),

per_speaker as (

    select
        day_unit_no,
        actor_no,
        count(*) as unit_count
    from unit_speakers
    group by day_unit_no, actor_no

),

-- What a speaker has on the day goes with the speaker: there are more pairs than speakers.
counted_speakers as (

    select
        unit_speakers.day_unit_no,
        unit_speakers.post_no,
        unit_speakers.block_no,
        unit_speakers.actor_no,
        per_speaker.unit_count
    from unit_speakers
    inner join per_speaker
        on
            unit_speakers.day_unit_no = per_speaker.day_unit_no
            and unit_speakers.actor_no = per_speaker.actor_no

),

note_pairs as (

    select
        speaker_a.day_unit_no,
        speaker_a.post_no,
        speaker_a.actor_no as actor_no_a,
        speaker_b.actor_no as actor_no_b,
        any_value(speaker_a.unit_count) as unit_count_a,
        any_value(speaker_b.unit_count) as unit_count_b,
        count(*) as unit_count
    from counted_speakers as speaker_a
    inner join counted_speakers as speaker_b
        on
            speaker_a.post_no = speaker_b.post_no
            and speaker_a.block_no = speaker_b.block_no
            and speaker_a.actor_no < speaker_b.actor_no
    where speaker_a.block_no >= 0
    group by
        speaker_a.day_unit_no, speaker_a.post_no, speaker_a.actor_no, speaker_b.actor_no

),

post_pairs as (

    select
        speaker_a.day_unit_no,
        speaker_a.actor_no as actor_no_a,
        speaker_b.actor_no as actor_no_b,
        speaker_a.unit_count as unit_count_a,
        speaker_b.unit_count as unit_count_b
    from counted_speakers as speaker_a
    inner join counted_speakers as speaker_b
        on
            speaker_a.post_no = speaker_b.post_no
            and speaker_a.actor_no < speaker_b.actor_no
    where speaker_a.block_no = -1 and speaker_b.block_no = -1

),

both_pairs as (

    select
        day_unit_no,
        actor_no_a,
        actor_no_b,
        unit_count_a,
        unit_count_b,
        unit_count
    from note_pairs

    union all

    select
        day_unit_no,
        actor_no_a,
        actor_no_b,
        unit_count_a,
        unit_count_b,
        1 as unit_count
    from post_pairs

),

per_pair as (

    select
        day_unit_no,
        actor_no_a,
        actor_no_b,
        any_value(unit_count_a) as unit_count_a,
        any_value(unit_count_b) as unit_count_b,
        cast(sum(unit_count) as bigint) as co_mention_count,
        count(*) as post_count
    from both_pairs
    group by day_unit_no, actor_no_a, actor_no_b

),

-- Sorted while the rows are numbers only; ids and names are looked up after that.
measured as (

    select
        days.posted_date,
        if(per_pair.day_unit_no % 2 = 0, 'note', 'post') as unit,
        per_pair.actor_no_a,
        per_pair.actor_no_b,
        per_pair.co_mention_count,
        per_pair.post_count,
        -- Rounding alone could carry a perfect pair past 1.
        least(
            1.0,
            ln(
                per_pair.co_mention_count * per_day.unit_count
                / (per_pair.unit_count_a * per_pair.unit_count_b)
            ) / ln(per_day.unit_count / per_pair.co_mention_count)
        ) as npmi,
        per_pair.co_mention_count
        / (per_pair.unit_count_a + per_pair.unit_count_b - per_pair.co_mention_count) as jaccard
    from per_pair
    inner join per_day on per_pair.day_unit_no = per_day.day_unit_no
    inner join days on per_pair.day_unit_no // 2 = days.day_no
    order by per_pair.day_unit_no asc, per_pair.actor_no_a asc, per_pair.actor_no_b asc

),

names as (

    select
        list(actor_id order by actor_no asc) as actor_ids,
        list(name order by actor_no asc) as actors,
        list(kind order by actor_no asc) as kinds
    from numbered_actors

)

select
    measured.posted_date,
    measured.unit,
    names.actor_ids[measured.actor_no_a] as actor_id_a,
    names.actors[measured.actor_no_a] as actor_a,
    names.kinds[measured.actor_no_a] as actor_kind_a,
    names.actor_ids[measured.actor_no_b] as actor_id_b,
    names.actors[measured.actor_no_b] as actor_b,
    names.kinds[measured.actor_no_b] as actor_kind_b,
    measured.co_mention_count,
    measured.post_count,
    measured.npmi,
    measured.jaccard
from measured
cross join names
