"""Gather which places and bodies the posts say with a surname and its office: 霧沢村の蓮台村長.

Scratch tables:

    site_said   (post_id, surface, kind, surname, title, seat, standing, is_head, rule, actor_id, …): every
                surname with an office, and every whole name by each of its parts that is such a surname
    site_seats  (post_id, surname, title, standing, seat, is_place): what stands before them; a body by the
                longest of its names on the site (県教委 -> 汐見県教育委員会)
    site_places (post_id, surname, title, standing, seat, actor_id, is_reviewed): who heads the places
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.resolve_answers import RULE_SCORES
from warehouse.resolve_seats import drop_prefecture, heads_place, is_place_of, points_back
from warehouse.resolve_tables import store_scratch, to_arrow

_SAID = """
create or replace table scratch.site_said as
with short as (
    select
        post_id, site, posted_date, is_dated, surface, kind, surname, title, seat, standing, is_head, rule,
        actor_id
    from scratch.office_meanings
    where surname is not null and title <> '' and standing <> '次期'
),

whole as (
    select
        post_id, site, posted_date, is_dated, surface, kind, unnest(parts) as surname, title, seat, standing,
        is_head, rule, actor_id
    from scratch.office_meanings
    where title <> '' and len(parts) > 0
)

select * from short
union all
select whole.*
from whole
semi join short on whole.surname = short.surname and whole.title = short.title
"""

# 霧沢村蓮台村長 says it itself; 霧沢村の蓮台村長: the body before the name. In a note 沿線協議会・弓削田社長
# are two, but a place before its own head is his.
_HEARD = """
create or replace table scratch.site_heard as
select
    coalesce(site, post_id) as site,
    post_id,
    posted_date,
    surname,
    title,
    standing,
    seat,
    false as is_in_note
from scratch.site_said
where seat <> ''
union
select
    coalesce(said.site, said.post_id) as site,
    said.post_id,
    said.posted_date,
    said.surname,
    said.title,
    said.standing,
    heard.seat,
    heard.is_in_note
from scratch.site_said as said
inner join internal.name_heard as heard on said.post_id = heard.post_id and said.surface = heard.surface
"""

# Posts repeat each other: what they say is settled once for a site.
_SAID_ONCE = "select distinct site, surname, title, seat, is_in_note from scratch.site_heard"

_SEATS = """
create or replace table scratch.site_seats as
select distinct
    heard.post_id,
    heard.posted_date,
    heard.surname,
    heard.title,
    heard.standing,
    settled.settled_seat as seat,
    settled.is_place
from scratch.site_heard as heard
inner join scratch.site_settled as settled
    on
        heard.site = settled.site
        and heard.surname = settled.surname
        and heard.title = settled.title
        and heard.seat = settled.seat
        and heard.is_in_note = settled.is_in_note
"""

# Who heads a place: the one whom somebody reviewed as 霧沢村蓮台村長, else an actor of these three words.
_PLACES = """
create or replace table scratch.site_places as
select
    seats.post_id,
    seats.surname,
    seats.title,
    seats.standing,
    seats.seat,
    coalesce(
        min(aliases.actor_id),
        left(
            sha256('provisional:person:' || seats.surname || ':' || seats.title || ':' || seats.seat), 16
        )
    ) as actor_id,
    min(aliases.actor_id) is not null as is_reviewed
from scratch.site_seats as seats
left join scratch.actor_seed_aliases as aliases
    on
        aliases.surface = seats.seat || seats.surname || seats.title
        and coalesce(seats.posted_date >= aliases.valid_from, aliases.valid_from is null)
        and coalesce(seats.posted_date <= aliases.valid_until, aliases.valid_until is null)
where seats.is_place
group by seats.post_id, seats.surname, seats.title, seats.standing, seats.seat
"""

_TELL_PLACES = """
update scratch.office_meanings
set
    is_joined = true,
    actor_id = places.actor_id,
    label = case when not places.is_reviewed then places.seat || office_meanings.label end,
    rule = case when places.is_reviewed then 'seed_folded' else 'role' end,
    score = case when places.is_reviewed then $seed_folded else $role end
from (
    select
        post_id,
        surname,
        title,
        standing,
        min(seat) as seat,
        min(actor_id) as actor_id,
        bool_or(is_reviewed) as is_reviewed
    from scratch.site_places
    group by post_id, surname, title, standing
    having count(*) = 1
) as places
where
    office_meanings.rule = 'post'
    and office_meanings.post_id = places.post_id
    and office_meanings.surname = places.surname
    and office_meanings.title = places.title
    and office_meanings.standing = places.standing
"""

_SETTLED_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("site", "surname", "title", "seat")),
        ("is_in_note", pa.bool_()),
        ("settled_seat", pa.string()),
        ("is_place", pa.bool_()),
    ]
)


class Heard(NamedTuple):
    """A place or body that a site says with a surname and an office."""

    site: str
    surname: str
    title: str
    seat: str
    is_in_note: bool


def store_seats(con: duckdb.DuckDBPyConnection) -> None:
    """Make `scratch.site_said` and `scratch.site_seats` from `scratch.office_meanings` and the facts."""
    con.execute(_SAID)
    con.execute(_HEARD)
    heard = [Heard(*row) for row in con.execute(_SAID_ONCE).fetchall()]
    store_scratch(con, "site_settled", to_arrow(_settle(heard), _SETTLED_SCHEMA))
    con.execute(_SEATS)


def tell_places(con: duckdb.DuckDBPyConnection) -> None:
    """Make `scratch.site_places`; a post that says one place with a name says whom it means."""
    con.execute(_PLACES)
    con.execute(_TELL_PLACES, {rule: RULE_SCORES[rule] for rule in ("seed_folded", "role")})


def _settle(heard: Iterable[Heard]) -> Iterator[tuple[str, str, str, str, bool, str, bool]]:
    """What was heard, with the name of the place or body that is meant and whether it is a place."""
    names: dict[tuple[str, str, str], list[tuple[Heard, str, bool]]] = defaultdict(list)
    for one in heard:
        seat = drop_prefecture(one.seat)
        is_place = is_place_of(seat, one.title)
        if is_place or not (one.is_in_note or points_back(seat) or heads_place(one.title)):
            names[one.site, one.surname, one.title].append((one, seat, is_place))
    for said in names.values():
        longest = _find_longest({seat for _, seat, is_place in said if not is_place})
        for one, seat, is_place in said:
            yield *one, longest.get(seat, seat), is_place


def _find_longest(bodies: set[str]) -> dict[str, str]:
    """Body -> the longest body of which it is the short form; itself where that is none or not one.

    >>> _find_longest({"県教委", "汐見県教育委員会"})["県教委"]
    '汐見県教育委員会'
    """
    found = {}
    for body in bodies:
        longer = sorted(other for other in bodies if len(other) > len(body) and is_short_form(body, other))
        tops = [
            one for one in longer if not any(is_short_form(one, other) for other in longer if other != one)
        ]
        found[body] = tops[0] if len(tops) == 1 else body
    return found


def is_short_form(short: str, long: str) -> bool:
    """Whether all characters of one name stand in the other, in their order.

    >>> is_short_form("海交省", "海峡交通省"), is_short_form("海交省", "国土交通省")
    (True, False)
    """
    rest = iter(long)
    return all(character in rest for character in short)
