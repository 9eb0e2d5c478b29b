"""Explain a name: whom it means by which rule, what the posts say with it, who else it could have been."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import duckdb
from rapidfuzz import fuzz, process

from transforms.records import ActorKind
from warehouse.explain_examples import Example, Use, count_actor_uses, find_actor_examples
from warehouse.explain_groups import ActorGroup, AliasUse, find_groups, list_aliases
from warehouse.explain_reasons import tell_why
from warehouse.explain_sites import SiteUse, find_site_uses
from warehouse.resolve_names import to_key
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import Rival, Verdict, list_rivals, list_verdicts

_GROUP_LIMIT = 5
_RIVAL_LIMIT = 5
_LEAST_SIMILAR = 75.0

_PROVISIONAL = """
select name, any_value(kind) as kind
from actors
where not is_reviewed and kind <> 'anonymous'
group by name
order by name
"""


class Loser(NamedTuple):
    """A reviewed actor that a name could have meant, and why it does not."""

    rival: Rival
    reason: str


class Similar(NamedTuple):
    """A name that nobody reviewed and that is written much like another; likeness is 0 to 1."""

    name: str
    kind: str
    likeness: float


@dataclass(frozen=True)
class ExplainedActor:
    """One actor (or all of one unreviewed name) with the evidence for it.

    `sites` says who has that surname and office on each site, of an actor who is known by no more.
    """

    group: ActorGroup
    use: Use
    aliases: tuple[AliasUse, ...]
    examples: tuple[Example, ...]
    sites: tuple[SiteUse, ...]


@dataclass(frozen=True)
class ExplainedName:
    """What is known about a name.

    Attributes:
        name: as asked.
        actors: whom the published tables mean by it, those with most rows first.
        verdicts: what the rules make of the name itself, with the seeds as they are now, from day to day.
        losers: the reviewed actors nearest to it that it does not mean.
        similar: names that nobody reviewed and that are much like it.
    """

    name: str
    actors: tuple[ExplainedActor, ...]
    verdicts: tuple[Verdict, ...]
    losers: tuple[Loser, ...]
    similar: tuple[Similar, ...]


def explain_actor(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames, name: str, *, example_limit: int = 3
) -> ExplainedName:
    """Explain a name, an actor_id or a Wikidata item.

    Args:
        con: a published database.
        reviewed: the reviewed names, as the next rebuild will read them.
        name: as written in a text, or as listed.
        example_limit: examples in context for each actor.
    """
    groups = find_groups(con, name, limit=_GROUP_LIMIT)
    ids = [group.actor_ids for group in groups]
    examples = find_actor_examples(con, ids, limit=example_limit)
    actors = tuple(
        ExplainedActor(group, use, aliases, shown, find_site_uses(con, reviewed, group, aliases))
        for group, use, shown in zip(groups, count_actor_uses(con, ids), examples, strict=True)
        for aliases in [list_aliases(con, group)]
    )
    surface = name if not groups or _is_written(actors, name) else groups[0].name
    kind = _choose_kind(groups)
    verdicts = tuple(list_verdicts(reviewed, surface, kind))
    return ExplainedName(
        name,
        actors,
        verdicts,
        _list_losers(reviewed, surface, kind, groups, verdicts),
        _list_similar(con, surface, {group.name for group in groups}),
    )


def _is_written(actors: tuple[ExplainedActor, ...], name: str) -> bool:
    return any(alias.surface == name for actor in actors for alias in actor.aliases)


def _choose_kind(groups: list[ActorGroup]) -> ActorKind:
    """What the parser took the name for, as far as its actors tell: a country may be called a person's."""
    return ActorKind(groups[0].kind) if groups else ActorKind.UNKNOWN


def _list_losers(
    reviewed: ReviewedNames,
    surface: str,
    kind: ActorKind,
    groups: list[ActorGroup],
    verdicts: tuple[Verdict, ...],
) -> tuple[Loser, ...]:
    meant = {actor_id for group in groups for actor_id in group.actor_ids}
    meant |= {verdict.actor.actor_id for verdict in verdicts if verdict.actor}
    rivals = list_rivals(reviewed, surface, kind, limit=_RIVAL_LIMIT + len(groups) + len(verdicts))
    losers = (rival for rival in rivals if rival.actor.actor_id not in meant)
    return tuple(
        Loser(rival, tell_why(reviewed, surface, kind, rival, verdicts))
        for rival in islice(losers, _RIVAL_LIMIT)
    )


def _list_similar(con: duckdb.DuckDBPyConnection, surface: str, own: set[str]) -> tuple[Similar, ...]:
    names = [(name, kind) for name, kind in con.execute(_PROVISIONAL).fetchall() if name not in own]
    keys = {at: to_key(name) for at, (name, _) in enumerate(names)}
    near = process.extract(
        to_key(surface), keys, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR, limit=_RIVAL_LIMIT
    )
    return tuple(Similar(*names[at], round(score / 100, 3)) for _, score, at in near)
