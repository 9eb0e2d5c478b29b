"""Resolve the names in the facts to actors: `actors`, `actor_aliases` and the links to them.

A name is looked up once per distinct (surface, kind), the surface being the fullest form in its document.
Rules, in order; `scratch.actor_links.rule` keeps the one that decided:

    seed         the surface is an alias that is valid on every day the surface was written
    seed_office  the surface is an office that one actor held on all those days (米大統領)
    seed_folded  the surface without honorific, office and place is such an alias
    provisional  nobody reviewed: surfaces of one kind with one folded name are one provisional actor

Every reviewed actor and alias is published, met in a text or not, so that a name can be looked up before it
occurs.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import Span, make_id, read_actor_seeds
from warehouse.resolve_tables import arrow_schema, create_dimension, store_scratch

# A crawl's day is not the day of writing: it must not make an alias valid.
_SEEN = """
create or replace table scratch.actor_forms as
with named as (
    select post_id, speaker as form, coalesce(speaker_full, speaker) as surface, speaker_kind as kind
    from staging.stg_quotes
    union all
    select post_id, via as form, via as surface, 'media' as kind
    from staging.stg_quotes
    union all
    select post_id, surface as form, coalesce(surface_full, surface) as surface, kind
    from staging.stg_actor_mentions
)
select
    named.form,
    named.surface,
    named.kind,
    min(posts.posted_date) filter (where posts.date_basis <> 'crawl') as first_date,
    max(posts.posted_date) filter (where posts.date_basis <> 'crawl') as last_date,
    count(*) as mention_count
from named
inner join staging.stg_posts as posts on named.post_id = posts.post_id
where named.surface is not null
group by named.form, named.surface, named.kind
"""

_SURFACES = """
select
    surface,
    kind,
    min(first_date) as first_date,
    max(last_date) as last_date,
    cast(sum(mention_count) as bigint) as mention_count
from scratch.actor_forms
group by surface, kind
order by surface, kind
"""

_ACTORS = """
select
    names.actor_id,
    names.name,
    names.kind,
    names.country,
    names.wikidata_id,
    names.is_reviewed,
    min(forms.first_date) as first_date,
    max(forms.last_date) as last_date
from scratch.actor_names as names
left join scratch.actor_links as links on names.actor_id = links.actor_id
left join scratch.actor_forms as forms on links.surface = forms.surface and links.kind = forms.kind
group by all
"""

_ALIASES = """
with written as (
    select forms.form as surface, links.actor_id
    from scratch.actor_forms as forms
    inner join scratch.actor_links as links
        on forms.surface = links.surface and forms.kind = links.kind
    union
    select links.surface, links.actor_id
    from scratch.actor_links as links
)
select surface, actor_id, valid_from, valid_until, source
from scratch.actor_seed_aliases
union all
select written.surface, written.actor_id, null as valid_from, null as valid_until, 'text' as source
from written
anti join scratch.actor_seed_aliases as reviewed
    on written.surface = reviewed.surface and written.actor_id = reviewed.actor_id
"""

_LINK_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("surface", "kind", "actor_id", "rule")],
)
_NAME_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("actor_id", "name", "kind", "country", "wikidata_id")),
        ("is_reviewed", pa.bool_()),
    ]
)


class Surface(NamedTuple):
    """One distinct (surface, kind), the days it was written and how often it was met."""

    surface: str
    kind: ActorKind
    days: Span
    mention_count: int


class Link(NamedTuple):
    """One row of `scratch.actor_links`."""

    surface: str
    kind: str
    actor_id: str
    rule: str


class ActorName(NamedTuple):
    """One row of `actors` without its days."""

    actor_id: str
    name: str
    kind: str
    country: str | None
    wikidata_id: str | None
    is_reviewed: bool


def resolve_actors(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    """Build `actors`, `actor_aliases` and `scratch.actor_links` from the staged facts.

    Args:
        con: build connection with the catalogs `staging` and `scratch`; the dimensions go to its default one.
        seeds: folder with the reviewed names.

    Raises:
        SeedError: the seeds are not in order.
    """
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    con.execute(_SEEN)
    links, provisional = link_surfaces(_read_surfaces(con), reviewed)
    store_scratch(con, "actor_links", _to_arrow(links, _LINK_SCHEMA))
    names = [*_list_reviewed(reviewed), *provisional]
    store_scratch(con, "actor_names", _to_arrow(names, _NAME_SCHEMA))
    store_scratch(
        con, "actor_seed_aliases", _to_arrow(_list_aliases(reviewed), arrow_schema("actor_aliases"))
    )
    create_dimension(con, "actors", _ACTORS)
    create_dimension(con, "actor_aliases", _ALIASES)


def link_surfaces(surfaces: Iterable[Surface], reviewed: ReviewedNames) -> tuple[list[Link], list[ActorName]]:
    """Link every surface to an actor; the result does not depend on the order of the surfaces.

    Returns:
        The links, and the provisional actors they need.
    """
    links: list[Link] = []
    unknown: list[tuple[Surface, FoldedName]] = []
    for seen in surfaces:
        answer = reviewed.look_up(seen.surface, seen.kind, seen.days)
        if isinstance(answer, Found):
            links.append(Link(seen.surface, seen.kind, answer.actor.actor_id, answer.rule))
        else:
            unknown.append((seen, answer))
    groups = _group_provisional(unknown)
    for (kind, key), members in groups.items():
        actor_id = make_id(f"provisional:{kind}:{key}")
        links.extend(Link(seen.surface, seen.kind, actor_id, "provisional") for seen, _ in members)
    return sorted(links), sorted(_name_provisional(kind, key, group) for (kind, key), group in groups.items())


def _group_provisional(
    unknown: list[tuple[Surface, FoldedName]],
) -> dict[tuple[ActorKind, str], list[tuple[Surface, FoldedName]]]:
    """Put surfaces of one kind and folded name together; an unknown kind joins the commonest known one."""
    counts: dict[str, Counter[ActorKind]] = defaultdict(Counter)
    for seen, folded in unknown:
        if seen.kind is not ActorKind.UNKNOWN:
            counts[folded.key][seen.kind] += seen.mention_count
    groups: dict[tuple[ActorKind, str], list[tuple[Surface, FoldedName]]] = defaultdict(list)
    for seen, folded in unknown:
        kind = seen.kind
        if kind is ActorKind.UNKNOWN and folded.key in counts:
            kind = min(counts[folded.key].items(), key=lambda item: (-item[1], item[0]))[0]
        groups[kind, folded.key].append((seen, folded))
    return groups


def _name_provisional(kind: ActorKind, key: str, members: list[tuple[Surface, FoldedName]]) -> ActorName:
    """Name an actor by its most frequent label, then the longest, then the smallest."""
    labels: Counter[str] = Counter()
    for seen, folded in members:
        labels[folded.label] += seen.mention_count
    name = min(labels, key=lambda label: (-labels[label], -len(label), label))
    countries = {folded.country for _, folded in members if folded.country}
    country = countries.pop() if len(countries) == 1 else None
    actor_id = make_id(f"provisional:{kind}:{key}")
    return ActorName(actor_id, name, kind, country, None, is_reviewed=False)


def _read_surfaces(con: duckdb.DuckDBPyConnection) -> list[Surface]:
    table = con.sql(_SURFACES).to_arrow_table()
    columns: list[list[str | dt.date | int | None]] = [column.to_pylist() for column in table.columns]
    return [
        Surface(surface, ActorKind(kind), Span(first, last), count)
        for surface, kind, first, last, count in zip(*columns, strict=True)
    ]


def _list_reviewed(reviewed: ReviewedNames) -> Iterable[ActorName]:
    for actor in reviewed.actors.values():
        yield ActorName(
            actor.actor_id, actor.name, actor.kind, actor.country, actor.wikidata_id, is_reviewed=True
        )


def _list_aliases(
    reviewed: ReviewedNames,
) -> Iterable[tuple[str, str, dt.date | None, dt.date | None, str]]:
    for alias in reviewed.aliases:
        actor_id = reviewed.actors[alias.actor_key].actor_id
        yield alias.surface, actor_id, alias.span.first, alias.span.last, "seed"


def _to_arrow(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
