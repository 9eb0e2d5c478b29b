-- purpose: how far the figures of a period can be trusted; shares are null where there is no quote
with summed as (

    select
        coalesce(cast(sum(quote_count) as bigint), 0) as quote_count,
        coalesce(cast(sum(speakerless_quote_count) as bigint), 0) as speakerless_count,
        coalesce(cast(sum(doubtful_quote_count) as bigint), 0) as doubtful_count,
        coalesce(cast(sum(provisional_quote_count) as bigint), 0) as provisional_count
    from data_quality_daily
    where posted_date between cast($since as date) and cast($until as date)

),

undated as (

    select
        coalesce(
            cast(sum(undated_post_count + crawl_dated_post_count) as bigint), 0
        ) as post_count
    from data_quality_daily

)

select
    summed.quote_count,
    1 - summed.speakerless_count / nullif(summed.quote_count, 0) as speaker_share,
    1 - summed.doubtful_count / nullif(summed.quote_count, 0) as sure_share,
    1 - (summed.provisional_count + summed.speakerless_count) / nullif(summed.quote_count, 0)
        as reviewed_share,
    undated.post_count as undated_post_count
from summed
cross join undated
