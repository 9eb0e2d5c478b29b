-- purpose: when a speaker's most repeated statements were copied, and how: one row a day and kind
with repeated as (

    select
        utterance_id,
        text,
        copy_count,
        first_date
    from utterances
    where actor_id = $actor_id and copy_count > 1
    order by copy_count desc, first_date desc nulls last, utterance_id asc
    limit $row_limit

)

select
    repeated.utterance_id,
    repeated.text,
    repeated.copy_count,
    quotes.posted_date,
    coalesce(sources.fidelity, 'none') as fidelity,
    count(*) as quote_count
from repeated
inner join quote_utterances as said on repeated.utterance_id = said.utterance_id
inner join quotes on said.quote_id = quotes.quote_id
left join quote_sources as sources on said.quote_id = sources.quote_id
where quotes.posted_date is not null
group by
    repeated.utterance_id,
    repeated.text,
    repeated.copy_count,
    quotes.posted_date,
    sources.fidelity
order by
    repeated.copy_count desc,
    repeated.utterance_id asc,
    quotes.posted_date asc,
    fidelity asc
