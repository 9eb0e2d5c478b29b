-- purpose: how many quotes fit the filters of the page; every filter may be null
select count(*) as quote_count
from quotes
where
    ($words = '' or quote_id in (select found.quote_id from search_quotes($words) as found))
    and ($since is null or posted_date >= cast($since as date))
    and ($until is null or posted_date <= cast($until as date))
    and ($topic_id is null or topic_id = $topic_id)
    and ($actor_id is null or actor_id = $actor_id)
    and ($actor_kind is null or coalesce(actor_kind, 'none') = $actor_kind)
    and ($form is null or form = $form)
    and confidence >= $min_confidence
    and (
        $outlet = ''
        or contains(lower(coalesce(via_actor, via, '')), lower($outlet))
        or contains(lower(coalesce(url, source_uri)), lower($outlet))
    )
    and (
        $pair_id is null
        or post_id in (
            select units.post_id
            from speaker_units as units
            where units.actor_id = $pair_id
        )
    )
