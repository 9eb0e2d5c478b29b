-- purpose: who was quoted most in a period, with their quotes in the period before it
select
    actor_id,
    actor,
    actor_kind,
    cast(sum(if(posted_date >= cast($since as date), quote_count, 0)) as bigint) as quote_count,
    cast(sum(if(posted_date < cast($since as date), quote_count, 0)) as bigint) as before_count
from daily_speaker_quotes
where posted_date between cast($start as date) and cast($until as date)
group by actor_id, actor, actor_kind
having sum(if(posted_date >= cast($since as date), quote_count, 0)) > 0
order by quote_count desc, actor_id asc
limit $row_limit
