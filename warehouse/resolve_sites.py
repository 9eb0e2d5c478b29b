"""Join a surname with an office that many hold (蓮台村長) across the posts of one site, where that is safe.

What stands before the name counts first: 霧沢村の蓮台村長 is 霧沢村蓮台村長, one actor in all posts (`role`).
Then the site itself is asked what else it says of that surname and office within a year, either way:

    site_form  it says one whole name (蓮台修村長), or one place (霧沢村蓮台村長): that one is meant
    site       it says one body or nothing: all mean one person, the actor of the earliest of these posts

Nobody is joined where the site says two whole names, places or bodies; where it names many holders of the
office, as one that writes about a whole country does; nor where an office has several holders at a time
(議員), unless the whole name is near, the post says the body itself, or the surname is foreign. After
久我前町長, 久我町長 is another 久我. Posts without a site or a day of their own keep to themselves. The
outcome depends on which posts there are, never on their order.
docs/adr/0019-one-surname-on-one-site.md
"""

from __future__ import annotations

import duckdb

from warehouse.resolve_answers import RULE_SCORES
from warehouse.resolve_site_seats import store_seats, tell_places

WINDOW_DAYS = 365
"""How far apart two posts may be for one to say whom the other means."""
NEAR_DAYS = 92
"""How far apart, where an office has several holders at a time and the whole name of one was said."""
MANY_HOLDERS = 10
"""A site that names more holders of one office within the window says too little about each."""
FEW_HOLDERS = 3
"""A site that names no more, and no place or body, writes about one of each."""

_FRAME = f"range between interval {WINDOW_DAYS} days preceding and interval {WINDOW_DAYS} days following"
_NEAR = f"range between interval {NEAR_DAYS} days preceding and interval {NEAR_DAYS} days following"

# How many surnames the site says with an office; 田中 and 田中誠 are one of them.
_HOLDERS = f"""
create or replace table scratch.site_holders as
with named as (
    select distinct
        site,
        posted_date as day,
        title,
        coalesce(surname, parts[2], parts[1]) as holder
    from scratch.office_meanings
    where
        title in (select title from scratch.site_said)
        and site is not null
        and posted_date is not null
)

select distinct site, title, day, count(distinct holder) over around as holder_count
from named
window around as (partition by site, title order by day {_FRAME})
"""

# is_later: somebody of that surname was called a former one before, so this is the next one.
_EVIDENCE = """
create or replace table scratch.site_evidence as
with dated as (
    select
        said.post_id,
        said.surface,
        said.kind,
        said.surname,
        said.title,
        said.standing,
        said.is_head,
        said.rule in ('post', 'role') as is_open,
        said.rule = 'role' and places.actor_id is null as is_role,
        case when said.rule not in ('post', 'role', 'document') then said.actor_id end as whole_id,
        case
            when said.rule = 'post' then said.actor_id
            else left(sha256(said.actor_id || ':' || said.post_id), 16)
        end as own_id,
        seats.seat as said_seat,
        places.actor_id as place_id,
        said.site,
        said.posted_date as day
    from scratch.site_said as said
    left join scratch.site_seats as seats
        on
            said.post_id = seats.post_id
            and said.surname = seats.surname
            and said.title = seats.title
            and said.standing = seats.standing
    left join scratch.site_places as places
        on
            seats.post_id = places.post_id
            and seats.surname = places.surname
            and seats.title = places.title
            and seats.standing = places.standing
            and seats.seat = places.seat
    where
        said.site is not null
        and said.posted_date is not null
        and said.is_dated
),

former as (
    select site, surname, title, min(day) as first_day
    from dated
    where standing <> ''
    group by site, surname, title
)

select dated.*, dated.standing = '' and coalesce(former.first_day <= dated.day, false) as is_later
from dated
left join former
    on dated.site = former.site and dated.surname = former.surname and dated.title = former.title
"""

# What a site says is the same for all posts of a day.
_DECISIONS = f"""
create or replace table scratch.site_decisions as
with days as (
    select
        site,
        surname,
        title,
        is_later,
        day,
        min(whole_id) as whole_min,
        max(whole_id) as whole_max,
        min(said_seat) as seat_min,
        max(said_seat) as seat_max,
        min(place_id) as place_min,
        max(place_id) as place_max
    from scratch.site_evidence
    group by site, surname, title, is_later, day
),

seen as (
    select
        site,
        surname,
        title,
        is_later,
        day,
        min(whole_min) over around as whole_min,
        max(whole_max) over around as whole_max,
        min(seat_min) over around as seat_min,
        max(seat_max) over around as seat_max,
        min(place_min) over around as place_min,
        max(place_max) over around as place_max,
        min(whole_min) over near as whole_near
    from days
    window
        around as (partition by site, surname, title, is_later order by day {_FRAME}),
        near as (partition by site, surname, title, is_later order by day {_NEAR})
),

judged as (
    select
        evidence.*,
        seen.whole_min,
        seen.whole_near,
        seen.place_min,
        seen.seat_min as seat,
        regexp_full_match(seen.surname, '[ァ-ヺー]+') as is_foreign,
        holders.holder_count,
        coalesce(seen.whole_min = seen.whole_max, true)
        and coalesce(seen.seat_min = seen.seat_max, true)
        and coalesce(seen.place_min = seen.place_max, true)
        and holders.holder_count <= {MANY_HOLDERS} as is_sure
    from scratch.site_evidence as evidence
    inner join seen
        on
            evidence.site = seen.site
            and evidence.surname = seen.surname
            and evidence.title = seen.title
            and evidence.is_later = seen.is_later
            and evidence.day = seen.day
    inner join scratch.site_holders as holders
        on seen.site = holders.site and seen.title = holders.title and seen.day = holders.day
    where evidence.is_open
)

select distinct
    post_id,
    surface,
    kind,
    site,
    day,
    surname,
    title,
    is_later,
    is_role,
    own_id,
    case
        when not is_sure then 'post'
        when whole_near is not null then 'site_form'
        when whole_min is not null and (is_head or is_role) then 'site_form'
        when whole_min is not null then 'post'
        when is_role then 'role'
        when place_min is not null and not is_later then 'site_form'
        when said_seat is not null then 'site'
        when is_head and seat is not null then 'site'
        when holder_count <= {FEW_HOLDERS} and (is_head or (is_foreign and seat is not null)) then 'site'
        else 'post'
    end as rule,
    case
        when not is_sure then null
        when is_role then whole_min
        else coalesce(whole_min, place_min)
    end as actor_id,
    case when is_sure and whole_min is null then seat end as seat
from judged
"""

# Without a seat it is listed as the whole name is, which other sites may spell otherwise: found at the end.
_JOIN_FORMS = """
update scratch.office_meanings
set
    is_joined = true,
    actor_id = joined.actor_id,
    label = case when joined.seat is not null then joined.seat || office_meanings.label end,
    rule = 'site_form',
    score = $site_form
from scratch.site_decisions as joined
where
    joined.rule = 'site_form'
    and office_meanings.post_id = joined.post_id
    and office_meanings.surface = joined.surface
    and office_meanings.kind = joined.kind
    and office_meanings.rule in ('post', 'role')
    and office_meanings.actor_id <> joined.actor_id
"""

# Posts that are further apart than the window begin another actor.
_JOIN_POSTS = f"""
update scratch.office_meanings
set is_joined = true, actor_id = joined.actor_id, rule = 'site', score = $site
from (
    with gaps as (
        select *, coalesce(day - lag(day) over following, 0) as gap_days
        from scratch.site_decisions
        where rule = 'site'
        window following as (partition by site, surname, title, is_later order by day)
    ),

    stretches as (
        select *, count_if(gap_days > {WINDOW_DAYS}) over following as stretch
        from gaps
        window following as (partition by site, surname, title, is_later order by day)
    )

    select
        post_id,
        surface,
        kind,
        first(own_id order by day, post_id, surface, kind) over whole_stretch as actor_id,
        min(post_id) over whole_stretch <> max(post_id) over whole_stretch as is_several
    from stretches
    window whole_stretch as (partition by site, surname, title, is_later, stretch)
) as joined
where
    joined.is_several
    and office_meanings.rule in ('post', 'role')
    and office_meanings.post_id = joined.post_id
    and office_meanings.surface = joined.surface
    and office_meanings.kind = joined.kind
"""

# A place names the one who held the office first; it says too little of the next one of that surname.
_PART_LATER = """
update scratch.office_meanings
set is_joined = true, actor_id = decisions.own_id, rule = 'post', score = $post
from scratch.site_decisions as decisions
where
    decisions.is_later
    and not decisions.is_role
    and decisions.rule <> 'site_form'
    and office_meanings.rule = 'role'
    and office_meanings.post_id = decisions.post_id
    and office_meanings.surface = decisions.surface
    and office_meanings.kind = decisions.kind
"""


def join_sites(con: duckdb.DuckDBPyConnection) -> None:
    """Give the surnames in `scratch.office_meanings` the actor that their posts and their sites tell."""
    store_seats(con)
    tell_places(con)
    con.execute(_HOLDERS)
    con.execute(_EVIDENCE)
    con.execute(_DECISIONS)
    con.execute(_PART_LATER, {"post": RULE_SCORES["post"]})
    con.execute(_JOIN_FORMS, {"site_form": RULE_SCORES["site_form"]})
    con.execute(_JOIN_POSTS, {"site": RULE_SCORES["site"]})
    for table in ("said", "heard", "settled", "seats", "places", "holders", "evidence", "decisions"):
        con.execute(f"drop table scratch.site_{table}")
