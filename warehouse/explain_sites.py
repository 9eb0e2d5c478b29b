"""What each site says of a surname with an office: the ground on which posts were joined, or were not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from transforms.records import ActorKind
from warehouse.explain_groups import ActorGroup, AliasUse
from warehouse.resolve_answers import list_parts
from warehouse.resolve_names import to_key
from warehouse.resolve_reviewed import ReviewedNames

_TOLD_BY_SITES = frozenset({"role", "site", "site_form", "post"})

_CANDIDATES = """
select distinct surface
from actor_aliases
where mention_count > 0 and contains(surface, $surname)
order by surface
"""

_SITES = """
with named as (
    select post_id, speaker as surface, actor_id, actor from quotes
    union all
    select post_id, surface, actor_id, actor from actor_mentions
)

select
    posts.site,
    min(named.actor) as actor,
    list_contains($ids, named.actor_id) as is_asked,
    count(distinct named.post_id) as post_count,
    min(posts.posted_date) as first_date,
    max(posts.posted_date) as last_date,
    list_sort(list(distinct named.surface)) as written
from named
inner join posts on named.post_id = posts.post_id
where list_contains($surfaces, named.surface)
group by posts.site, case when list_contains($ids, named.actor_id) then '' else named.actor_id end, is_asked
order by posts.site nulls last, is_asked desc, post_count desc, actor asc, written asc
limit $limit
"""


class SiteUse(NamedTuple):
    """One person of a surname and an office on one site.

    Attributes:
        site: the host, or None for posts whose site is not known.
        actor: the name.
        is_asked: whether it is the actor asked about; else somebody else of that surname and office.
        post_count: the posts that name it so.
        first_date, last_date: their days in Asia/Tokyo, or None.
        written: the forms there.
    """

    site: str | None
    actor: str
    is_asked: bool
    post_count: int
    first_date: dt.date | None
    last_date: dt.date | None
    written: list[str]


def find_site_uses(
    con: duckdb.DuckDBPyConnection,
    reviewed: ReviewedNames,
    group: ActorGroup,
    aliases: Iterable[AliasUse],
    *,
    limit: int = 12,
) -> tuple[SiteUse, ...]:
    """List what the sites say of the surname and office of an actor, rivals included.

    Args:
        con: a published database.
        reviewed: the reviewed names; their grammar takes the surfaces apart.
        group: the actor.
        aliases: its surfaces.
        limit: how many lines.

    Returns:
        Nothing for an actor who is known by more than a surname and an office.
    """
    told = [alias for alias in aliases if alias.rule in _TOLD_BY_SITES and alias.row_count]
    asked = {key for alias in told for key in _read_keys(reviewed, alias.surface) if key[1]}
    if group.kind not in (ActorKind.PERSON, ActorKind.UNKNOWN) or not asked:
        return ()
    surfaces = {
        surface
        for surname, _ in asked
        for (surface,) in con.execute(_CANDIDATES, {"surname": surname}).fetchall()
        if not asked.isdisjoint(_read_keys(reviewed, surface))
    }
    parameters = {"ids": group.actor_ids, "surfaces": sorted(surfaces), "limit": limit}
    return tuple(SiteUse(*row) for row in con.execute(_SITES, parameters).fetchall())


def _read_keys(reviewed: ReviewedNames, surface: str) -> set[tuple[str, str]]:
    """The (surname, office) that a surface may mean; a whole name by each of its parts."""
    folded = reviewed.folder.fold(surface, ActorKind.PERSON)
    names = [to_key(folded.name)] if folded.is_short else [to_key(folded.name), *list_parts(folded.name)]
    return {(name, folded.title) for name in names}
