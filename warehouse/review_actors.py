"""List the names a person should look at, by the rows that hang on them: unknown ones and doubtful ones.

A name is unknown when no seed has it, doubtful when it was taken for a reviewed actor by likeness alone or
without knowing the day. Names that the seeds settle by now, and those left alone on purpose, are not listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import duckdb

from transforms.records import ActorKind
from warehouse.explain_examples import Example, Use, count_actor_uses, find_actor_examples
from warehouse.explain_groups import ActorGroup, list_unknown
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import list_rivals, list_verdicts
from warehouse.resolve_site_seats import is_short_form

_LEAST_SURE = 0.9
_LEAST_LIKENESS = 0.75
_MANY = 50

_DOUBTFUL = """
select aliases.surface, actors.actor_id, actors.name, actors.kind, aliases.rule, aliases.mention_count
from actor_aliases as aliases
inner join actors on aliases.actor_id = actors.actor_id
where actors.is_reviewed and aliases.mention_count > 0 and aliases.score < $least
order by aliases.mention_count desc, aliases.surface asc, actors.actor_id asc
"""


class ActorItem(NamedTuple):
    """One name to look at.

    Attributes:
        surface: the name, without honorifics; as an alias it covers its usual variants.
        kind: what the parser takes it for.
        reason: unknown or doubtful.
        rule: the weakest rule that led to what it means now.
        row_count: quotes and mentions that hang on it.
        use: in how many posts, on which days.
        actor_count: how many actors it is now; more than one where every post has its own.
        means_now: the reviewed actor it is taken for, or None.
        suggestion: the reviewed actor it is most like, or None; never more than a suggestion.
        likeness: how like, 0 to 1; 0 without a suggestion.
        short_for: another unknown name of which it may be the short form (海交省, 海峡交通省), or None.
        written: the forms met in posts.
        examples: some of them in context.
    """

    surface: str
    kind: str
    reason: str
    rule: str
    row_count: int
    use: Use
    actor_count: int
    means_now: str | None
    suggestion: str | None
    likeness: float
    short_for: str | None
    written: tuple[str, ...]
    examples: tuple[Example, ...]


class _Doubt(NamedTuple):
    surface: str
    actor_id: str
    name: str
    kind: str
    rule: str
    row_count: int


def list_actor_items(
    con: duckdb.DuckDBPyConnection, reviewed: ReviewedNames, left_alone: Collection[str], *, limit: int
) -> list[ActorItem]:
    """List the names to look at, those with most rows first.

    Args:
        con: a published database.
        reviewed: the reviewed names, as the next rebuild will read them.
        left_alone: names that people looked at and left as they are.
        limit: how many.
    """
    unknown = [
        group
        for group in list_unknown(con, limit=limit + _MANY + len(left_alone))
        if group.name not in left_alone and not _is_settled(reviewed, group.name, group.kind)
    ]
    doubts = [
        doubt
        for doubt in (_Doubt(*row) for row in con.execute(_DOUBTFUL, {"least": _LEAST_SURE}).fetchall())
        if doubt.surface not in left_alone and not _is_sure(reviewed, doubt)
    ]
    longer = _find_longer([(group.name, group.kind) for group in unknown])
    items = [
        *_describe_unknown(con, reviewed, unknown[:limit], longer),
        *_describe_doubts(con, doubts[:limit]),
    ]
    return sorted(items, key=lambda item: (-item.row_count, item.surface, item.kind))[:limit]


def _is_settled(reviewed: ReviewedNames, surface: str, kind: str) -> bool:
    return any(verdict.actor for verdict in list_verdicts(reviewed, surface, ActorKind(kind)))


def _is_sure(reviewed: ReviewedNames, doubt: _Doubt) -> bool:
    verdicts = list_verdicts(reviewed, doubt.surface, ActorKind(doubt.kind))
    return all(verdict.score >= _LEAST_SURE for verdict in verdicts)


def _find_longer(names: list[tuple[str, str]]) -> dict[str, str]:
    """Name -> the only other name of its kind, with its ends, of which it may be the short form.

    >>> _find_longer([("海交省", "organisation"), ("海峡交通省", "organisation"), ("汐見省", "organisation")])
    {'海交省': '海峡交通省'}
    """
    by_ends: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, kind in names:
        by_ends[kind, name[0], name[-1]].append(name)
    found = {}
    for alike in by_ends.values():
        for name in alike:
            longer = [other for other in alike if len(other) > len(name) > 1 and is_short_form(name, other)]
            if len(longer) == 1:
                found[name] = longer[0]
    return found


def _describe_unknown(
    con: duckdb.DuckDBPyConnection,
    reviewed: ReviewedNames,
    groups: list[ActorGroup],
    longer: Mapping[str, str],
) -> Iterable[ActorItem]:
    ids = [group.actor_ids for group in groups]
    described = zip(groups, count_actor_uses(con, ids), find_actor_examples(con, ids, limit=6), strict=True)
    for group, use, examples in described:
        suggestion, likeness = _suggest(reviewed, group.name, group.kind)
        yield ActorItem(
            group.name,
            group.kind,
            "unknown",
            group.rules[0],
            group.row_count,
            use,
            len(group.actor_ids),
            None,
            suggestion,
            likeness,
            longer.get(group.name),
            tuple(example.surface for example in examples),
            examples[:3],
        )


def _suggest(reviewed: ReviewedNames, surface: str, kind: str) -> tuple[str | None, float]:
    for rival in list_rivals(reviewed, surface, ActorKind(kind), limit=1):
        if rival.likeness >= _LEAST_LIKENESS:
            return rival.actor.name, rival.likeness
    return None, 0.0


def _describe_doubts(con: duckdb.DuckDBPyConnection, doubts: list[_Doubt]) -> Iterable[ActorItem]:
    ids = [[doubt.actor_id] for doubt in doubts]
    described = zip(
        doubts, count_actor_uses(con, ids), find_actor_examples(con, ids, limit=_MANY), strict=True
    )
    for doubt, use, examples in described:
        own = tuple(example for example in examples if example.surface == doubt.surface)
        yield ActorItem(
            doubt.surface,
            doubt.kind,
            "doubtful",
            doubt.rule,
            doubt.row_count,
            use,
            1,
            doubt.name,
            doubt.name,
            1.0,
            None,
            (doubt.surface,),
            own,
        )
