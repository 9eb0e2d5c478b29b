-- purpose: n speakers of a unit make n (n - 1) / 2 pairs; the day's pairs must add up to that
-- partition: month
with speakers as (

    select
        posted_date,
        unit,
        post_id,
        block_no,
        count(*) as speaker_count
    from speaker_units
    group by posted_date, unit, post_id, block_no

),

expected as (

    select
        posted_date,
        unit,
        sum(speaker_count * (speaker_count - 1) // 2) as pair_count
    from speakers
    group by posted_date, unit
    having max(speaker_count) > 1

),

marts as (

    select
        posted_date,
        unit,
        sum(co_mention_count) as pair_count
    from speaker_co_mentions
    group by posted_date, unit

)

select
    coalesce(expected.posted_date, marts.posted_date) as posted_date,
    coalesce(expected.unit, marts.unit) as unit,
    expected.pair_count as expected_pair_count,
    marts.pair_count
from expected
full join marts on expected.posted_date = marts.posted_date and expected.unit = marts.unit
where expected.pair_count is distinct from marts.pair_count
order by posted_date asc, unit asc
