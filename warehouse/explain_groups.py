"""The published actors as people speak of them: all of one name whom nobody reviewed are one group.

A surname alone is somebody else in every post (docs/adr/0009-identity-of-unknown-names.md), so 田中氏 of a
hundred posts is a hundred actors; a person who looks at names wants one line. The parser's guess at the kind
parts nobody here, either.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import duckdb

_GROUPS = """
select
    any_value(actors.name) as name,
    first(
        actors.kind order by actors.kind = 'unknown', aliases.mention_count desc, actors.kind
    ) as kind,
    any_value(actors.is_reviewed) as is_reviewed,
    list_sort(list(distinct actors.actor_id)) as actor_ids,
    any_value(actors.country) as country,
    any_value(actors.wikidata_id) as wikidata_id,
    any_value(actors.source_type) as source_type,
    min(near.name) as near,
    cast(sum(aliases.mention_count) as bigint) as row_count,
    list_sort(list(distinct aliases.rule)) as rules
from actors
inner join actor_aliases as aliases on actors.actor_id = aliases.actor_id
left join actors as near on actors.near_actor_id = near.actor_id
where {condition}
group by
    actors.is_reviewed,
    case when actors.is_reviewed then actors.actor_id else actors.name end
order by row_count desc, name asc, kind asc
limit $limit
"""

_NAMED = """
actors.actor_id in (
    select actor_id from actor_aliases where surface = $name
    union
    select actor_id from actors where name = $name or actor_id = $name or wikidata_id = $name
)
"""

# Who 同氏 and 同国軍 are is for their post to say, not for a person.
_UNKNOWN = """
not actors.is_reviewed
and aliases.rule <> 'source'
and not (aliases.rule = 'post' and starts_with(actors.name, '同'))
"""

_ALIASES = """
select
    surface,
    arg_max(rule, (mention_count, score, rule)) as rule,
    arg_max(score, (mention_count, score, rule)) as score,
    cast(sum(mention_count) as bigint) as row_count,
    any_value(source) as source,
    min(valid_from) as valid_from,
    max(valid_until) as valid_until
from actor_aliases
where actor_id in (select unnest($ids))
group by surface, valid_from, valid_until
order by row_count desc, surface asc, valid_from asc nulls first
"""


class ActorGroup(NamedTuple):
    """One reviewed actor, or all actors of one name whom nobody reviewed.

    Attributes:
        name, kind: as in `actors`; of several kinds the one most rows have.
        is_reviewed: whether it stands in the seeds.
        actor_ids: the published ids; several only where every post has an actor of its own.
        country, wikidata_id, source_type: as in `actors`.
        near: the name of the actor that an unnamed source stands near.
        row_count: quotes and mentions that hang on it.
        rules: the rules that led to it.
    """

    name: str
    kind: str
    is_reviewed: bool
    actor_ids: list[str]
    country: str | None
    wikidata_id: str | None
    source_type: str | None
    near: str | None
    row_count: int
    rules: list[str]


class AliasUse(NamedTuple):
    """One surface of an actor: by which rule, how sure, how many rows, and the days it is valid."""

    surface: str
    rule: str
    score: float
    row_count: int
    source: str
    valid_from: dt.date | None
    valid_until: dt.date | None


def find_groups(con: duckdb.DuckDBPyConnection, name: str, *, limit: int) -> list[ActorGroup]:
    """Find the published actors by a surface, a name, an id or a Wikidata item; most rows first."""
    return _fetch(con, _NAMED, {"name": name, "limit": limit})


def list_unknown(con: duckdb.DuckDBPyConnection, *, limit: int) -> list[ActorGroup]:
    """List the named actors whom nobody reviewed; those with most rows first."""
    return _fetch(con, _UNKNOWN, {"limit": limit})


def list_aliases(con: duckdb.DuckDBPyConnection, group: ActorGroup) -> tuple[AliasUse, ...]:
    """List the surfaces of a group, reviewed ones that no post uses included; those with most rows first."""
    rows = con.execute(_ALIASES, {"ids": list(group.actor_ids)}).fetchall()
    return tuple(AliasUse(*row) for row in rows)


def _fetch(con: duckdb.DuckDBPyConnection, condition: str, parameters: dict[str, object]) -> list[ActorGroup]:
    rows = con.execute(_GROUPS.format(condition=condition), parameters).fetchall()
    return [ActorGroup(*row) for row in rows]
