"""Resolve the names in the facts to actors: `actors`, `actor_aliases` and the links to them.

A name is looked up once per distinct (surface, kind), the surface being the fullest form in its document;
an answer holds from one day to another. Rules, in order; `scratch.actor_links.rule` keeps which decided:

    seed           the surface is an alias that is valid on the day
    seed_office    the surface is an office that one actor held on the day (米大統領)
    seed_folded    the surface without honorific, office and place is such an alias
    seed_spelling  the surface is another spelling or order of such an alias
    document       a surname alone, and one person of that surname in the same post
    site_form, site
                   a surname with its office, told by the other posts of its site: warehouse/resolve_sites.py
    full_form, role, source, post
                   nobody reviewed; how far the name goes: warehouse/resolve_provisional.py

Every reviewed actor and alias is published, met in a text or not, so that a name can be looked up before it
occurs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.resolve_answers import store_answers
from warehouse.resolve_links import store_co_actors, store_forms, store_links
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import read_actor_seeds
from warehouse.resolve_sources import SourceTypes, read_source_types
from warehouse.resolve_tables import create_dimension, store_scratch, to_arrow
from warehouse.resolve_timeline import UNDATED

# An actor that nobody reviewed is listed under its most frequent label, then the longest, then the smallest.
_NAMES = """
create or replace table scratch.actor_names as
with counted as (
    select
        links.actor_id,
        links.label,
        links.kind,
        links.country,
        links.source_type,
        links.near_actor_id,
        sum(links.mention_count) as mention_count
    from scratch.actor_links as links
    anti join scratch.actor_seed_names as reviewed on links.actor_id = reviewed.actor_id
    group by all
),

labels as (
    select
        actor_id,
        label,
        sum(mention_count) as mention_count
    from counted
    group by actor_id, label
),

kinds as (
    select
        actor_id,
        kind,
        sum(mention_count) as mention_count
    from counted
    group by actor_id, kind
),

chosen as (
    select
        actor_id,
        first(label order by mention_count desc, length(label) desc, label asc) as name
    from labels
    group by actor_id
),

chosen_kinds as (
    select
        actor_id,
        first(kind order by kind = 'unknown', mention_count desc, kind asc) as kind
    from kinds
    group by actor_id
),

others as (
    select
        actor_id,
        case when count(distinct country) = 1 then min(country) end as country,
        min(source_type) as source_type,
        min(near_actor_id) as near_actor_id
    from counted
    group by actor_id
)

select
    actor_id,
    name,
    kind,
    country,
    wikidata_id,
    null as source_type,
    null as near_actor_id,
    true as is_reviewed
from scratch.actor_seed_names
union all
select
    chosen.actor_id,
    chosen.name,
    chosen_kinds.kind,
    others.country,
    null as wikidata_id,
    others.source_type,
    others.near_actor_id,
    false as is_reviewed
from chosen
inner join chosen_kinds on chosen.actor_id = chosen_kinds.actor_id
inner join others on chosen.actor_id = others.actor_id
"""

_ACTORS = f"""
with dated as (
    select
        actor_id,
        min(asked_date) as first_date,
        max(asked_date) as last_date
    from scratch.actor_links
    where asked_date > date '{UNDATED:%Y-%m-%d}'
    group by actor_id
)

select
    names.actor_id,
    names.name,
    names.kind,
    names.country,
    names.wikidata_id,
    names.source_type,
    names.near_actor_id,
    names.is_reviewed,
    dated.first_date,
    dated.last_date
from scratch.actor_names as names
left join dated on names.actor_id = dated.actor_id
"""

_ALIASES = """
with written as (
    select form as surface, actor_id, rule, score, mention_count from scratch.actor_links
    union all
    select surface, actor_id, rule, score, 0 as mention_count from scratch.actor_links
    where form <> surface and not is_own
),

counted as (
    select
        surface,
        actor_id,
        arg_max(rule, (score, rule)) as rule,
        max(score) as score,
        cast(sum(mention_count) as bigint) as mention_count
    from written
    group by surface, actor_id
)

select
    reviewed.surface,
    reviewed.actor_id,
    reviewed.valid_from,
    reviewed.valid_until,
    reviewed.source,
    'seed' as rule,
    1.0 as score,
    coalesce(counted.mention_count, 0) as mention_count
from scratch.actor_seed_aliases as reviewed
left join counted
    on reviewed.surface = counted.surface and reviewed.actor_id = counted.actor_id
union all
select
    counted.surface,
    counted.actor_id,
    null as valid_from,
    null as valid_until,
    'text' as source,
    counted.rule,
    counted.score,
    counted.mention_count
from counted
anti join scratch.actor_seed_aliases as reviewed
    on counted.surface = reviewed.surface and counted.actor_id = reviewed.actor_id
"""

_SEED_NAMES = pa.schema(
    [(name, pa.string()) for name in ("actor_id", "name", "kind", "country", "wikidata_id")]
)
_SEED_ALIASES = pa.schema(
    [
        *((name, pa.string()) for name in ("surface", "actor_id")),
        *((name, pa.date32()) for name in ("valid_from", "valid_until")),
        ("source", pa.string()),
    ]
)


def resolve_actors(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    """Build `actors`, `actor_aliases`, `scratch.actor_links` and `scratch.co_actors` from the staged facts.

    Args:
        con: build connection with the catalogs `staging` and `scratch`; the dimensions go to its default one.
        seeds: folder with the reviewed names.

    Raises:
        SeedError: the seeds are not in order.
    """
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    sources = SourceTypes(read_source_types(seeds), reviewed)
    store_scratch(con, "actor_seed_names", to_arrow(_list_names(reviewed), _SEED_NAMES))
    store_scratch(con, "actor_seed_aliases", to_arrow(_list_aliases(reviewed), _SEED_ALIASES))
    store_forms(con)
    store_answers(con, reviewed, sources)
    store_links(con)
    con.execute(_NAMES)
    store_co_actors(con)
    create_dimension(con, "actors", _ACTORS)
    create_dimension(con, "actor_aliases", _ALIASES)


def _list_names(reviewed: ReviewedNames) -> Iterable[tuple[str | None, ...]]:
    for actor in reviewed.actors.values():
        yield actor.actor_id, actor.name, actor.kind.value, actor.country, actor.wikidata_id


def _list_aliases(
    reviewed: ReviewedNames,
) -> Iterable[tuple[str, str, dt.date | None, dt.date | None, str]]:
    for alias in reviewed.aliases:
        actor_id = reviewed.actors[alias.actor_key].actor_id
        yield alias.surface, actor_id, alias.span.first, alias.span.last, "seed"
