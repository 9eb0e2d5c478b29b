-- purpose: a speaker's quotes day by day, silent days as zero
with spoken as (

    select
        posted_date,
        cast(sum(quote_count - reported_quote_count) as bigint) as direct_count,
        cast(sum(reported_quote_count) as bigint) as reported_count
    from daily_speaker_quotes
    where actor_id = $actor_id
    group by posted_date

)

select
    spine.posted_date,
    coalesce(spoken.direct_count, 0) as direct_count,
    coalesce(spoken.reported_count, 0) as reported_count
from dim_date as spine
left join spoken on spine.posted_date = spoken.posted_date
order by spine.posted_date asc
