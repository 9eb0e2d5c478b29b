-- purpose: the outlets of a topic share it without rest, and each has what its kind can have
with per_topic as (

    select
        outlet_kind,
        topic_id,
        sum(outlet_share) as outlet_share,
        count(*) filter (
            where
            anonymous_quote_count > relayed_quote_count
            or post_count < 1
            or post_count > relayed_quote_count + own_quote_count + embed_count
            or (outlet_kind = 'media' and embed_count > 0)
            or (outlet_kind = 'account' and relayed_quote_count + own_quote_count > 0)
        ) as impossible_count
    from outlet_share
    group by outlet_kind, topic_id

)

select
    outlet_kind,
    topic_id,
    round(outlet_share, 6) as outlet_share,
    impossible_count
from per_topic
where abs(outlet_share - 1) > 1e-6 or impossible_count > 0
order by outlet_kind asc, topic_id asc
