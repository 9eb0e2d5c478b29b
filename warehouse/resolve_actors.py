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
from warehouse.resolve_descriptions import make_actors, replace_actors
from warehouse.resolve_kept import forget_names, keep_links, keep_meanings, note_seeds
from warehouse.resolve_links import store_co_actors, store_forms, store_links, store_meanings
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import read_actor_seeds
from warehouse.resolve_sources import SourceTypes, read_source_types
from warehouse.resolve_tables import store_scratch, to_arrow

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


def resolve_actors(
    con: duckdb.DuckDBPyConnection, seeds: Path, *, seeds_hash: str = "", is_kept: bool = False
) -> None:
    """Build `actors`, `actor_aliases`, `scratch.actor_links` and `scratch.co_actors` from the staged facts.

    Staging shows all posts, and all names are told; or those that are new or changed, and their names are
    told upon what is kept of the others: `scratch.renamed_posts` are then all whose rows may read otherwise,
    and `link_posts` makes their links.

    Args:
        con: build connection with the catalogs `staging` and `scratch`; the dimensions go to its default one.
        seeds: folder with the reviewed names.
        seeds_hash: tells them, for a later night.
        is_kept: names of other posts are kept, as `has_kept` says.

    Raises:
        SeedError: the seeds are not in order.
    """
    reviewed = ReviewedNames(read_actor_seeds(seeds))
    sources = SourceTypes(read_source_types(seeds), reviewed)
    store_scratch(con, "actor_seed_names", to_arrow(_list_names(reviewed), _SEED_NAMES))
    store_scratch(con, "actor_seed_aliases", to_arrow(_list_aliases(reviewed), _SEED_ALIASES))
    if not is_kept:
        forget_names(con)
    store_forms(con)
    store_answers(con, reviewed, sources)
    store_meanings(con)
    keep_meanings(con)
    store_links(con)
    keep_links(con)
    note_seeds(con, seeds_hash)
    if is_kept:
        replace_actors(con)
    else:
        make_actors(con)
        store_co_actors(con)


def link_posts(con: duckdb.DuckDBPyConnection, posts: str) -> None:
    """Make `scratch.actor_links` and `scratch.co_actors` of some posts, new or not, from what is kept.

    Args:
        con: build connection; staging shows all posts.
        posts: a table that has their post_id.
    """
    con.execute(
        "create or replace table scratch.actor_links as from internal.name_links "
        f"semi join {posts} using (post_id)"
    )
    store_co_actors(con)


def _list_names(reviewed: ReviewedNames) -> Iterable[tuple[str | None, ...]]:
    for actor in reviewed.actors.values():
        yield actor.actor_id, actor.name, actor.kind.value, actor.country, actor.wikidata_id


def _list_aliases(
    reviewed: ReviewedNames,
) -> Iterable[tuple[str, str, dt.date | None, dt.date | None, str]]:
    for alias in reviewed.aliases:
        actor_id = reviewed.actors[alias.actor_key].actor_id
        yield alias.surface, actor_id, alias.span.first, alias.span.last, "seed"
