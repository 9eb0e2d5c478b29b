-- purpose: the posts of some topics day by day, quiet days as zero
with spine as (

    select cast(day_at as date) as posted_date
    from generate_series(cast($start as date), cast($until as date), interval 1 day) as t (day_at)

),

chosen as (

    select unnest(cast($topic_ids as varchar[])) as topic_id

)

select
    chosen.topic_id,
    list(coalesce(daily.post_count, 0) order by spine.posted_date) as post_counts
from chosen
cross join spine
left join daily_topic_frequencies as daily
    on chosen.topic_id = daily.topic_id and spine.posted_date = daily.posted_date
group by chosen.topic_id
order by chosen.topic_id asc
