-- purpose: contexts in which more than 3 of 10 quotes have no speaker, or one of unknown kind
with per_context as (

    select
        context,
        count(*) as quote_count,
        count(*) filter (where speaker is null or speaker_kind = 'unknown') as unknown_count
    from quotes
    group by context

)

select
    context,
    quote_count,
    unknown_count,
    unknown_count / quote_count as unknown_share
from per_context
where unknown_count / quote_count > 0.3
order by context asc
