-- purpose: what the figures of a period leave out: crawl-dated posts of its days, and over all days
--          the posts without a date and the rejected records
select
    coalesce(
        cast(
            sum(crawl_dated_post_count) filter (
                where posted_date between cast($since as date) and cast($until as date)
            ) as bigint
        ),
        0
    ) as crawl_dated_count,
    coalesce(cast(sum(undated_post_count) as bigint), 0) as undated_count,
    coalesce(cast(sum(post_count) as bigint), 0) as all_post_count,
    (
        select coalesce(cast(sum(dumps.rejected) as bigint), 0)
        from dumps
    ) as rejected_count,
    (
        select count(*)
        from dumps
        where quarantine_reason is not null
    ) as quarantined_count
from data_quality_daily
