"""Explain a label: which topic it means, who declared what of it, what belongs to it, what is near it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
from rapidfuzz import fuzz, process

from warehouse.explain_examples import Example, find_label_examples
from warehouse.resolve_topic_seeds import fold_label

_LEAST_LIKENESS = 60.0
_RIVAL_LIMIT = 5

_SURFACES = "select surface, topic_id from topic_aliases order by surface"

_TOPICS = """
select
    topic_id,
    topic,
    is_reviewed,
    mention_count,
    post_count,
    first_date,
    last_date,
    parent_topic_id,
    parent_topic,
    event_first_date,
    event_last_date
from dim_topic
where topic_id in (select unnest($ids))
order by post_count desc, topic_id asc
"""

_LABELS = """
select topic_id, surface, source, post_count
from topic_aliases
where topic_id in (select unnest($ids))
order by post_count desc, surface asc
"""

_DECLARED = """
select alias, label, count(distinct post_id) as post_count
from topic_mentions
where label is not null and alias is not null
group by alias, label
order by post_count desc, label asc, alias asc
"""

_SUB_TOPICS = """
select topic_id, keyword, mention_count
from topic_keywords
where topic_id in (select unnest($ids))
qualify row_number() over (partition by topic_id order by mention_count desc, keyword asc) <= 8
order by mention_count desc, keyword asc
"""

_CHILDREN = """
select topic_id, topic
from topics
where parent_topic_id in (select unnest($ids))
order by topic
"""


class TopicLabel(NamedTuple):
    """One surface of a topic: where it comes from (seed, label, declared) and how many posts have it."""

    surface: str
    source: str
    post_count: int


class Declaration(NamedTuple):
    """What notes say a label means: `#label=alias`, and in how many posts."""

    alias: str
    label: str
    post_count: int


class Conflict(NamedTuple):
    """An alias that notes declare for several labels, the best supported declaration first."""

    alias: str
    declarations: tuple[Declaration, ...]


class NearTopic(NamedTuple):
    """Another topic with a label much like it; likeness is 0 to 1 over the folded labels."""

    topic: str
    label: str
    likeness: float


class TopicFacts(NamedTuple):
    """The row of `dim_topic`."""

    topic_id: str
    topic: str
    is_reviewed: bool
    mention_count: int
    post_count: int
    first_date: dt.date | None
    last_date: dt.date | None
    parent_topic_id: str | None
    parent_topic: str | None
    event_first_date: dt.date | None
    event_last_date: dt.date | None


@dataclass(frozen=True)
class ExplainedTopic:
    """A topic with the evidence for it.

    Attributes:
        facts: its figures.
        labels: its surfaces, those of most posts first.
        declarations: the notes that join two of its surfaces.
        conflicts: its aliases that notes declare for labels of other topics, too.
        children: the topics a person put below it.
        sub_topics: the keywords that notes on it bring most often, with their number.
        examples: tag lines in context.
        rivals: the topics nearest by their labels; a likeness alone joins nothing.
    """

    facts: TopicFacts
    labels: tuple[TopicLabel, ...]
    declarations: tuple[Declaration, ...]
    conflicts: tuple[Conflict, ...]
    children: tuple[str, ...]
    sub_topics: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]
    rivals: tuple[NearTopic, ...]


def explain_topic(
    con: duckdb.DuckDBPyConnection, label: str, *, example_limit: int = 3
) -> tuple[ExplainedTopic, ...]:
    """Explain a label in any of its spellings, or a topic_id.

    Args:
        con: a published database.
        label: as written in a tag line, with or without its #.
        example_limit: tag lines in context.

    Returns:
        The topics that it means, usually one; none where no post and no seed has the label.
    """
    known = con.execute(_SURFACES).fetchall()
    key = fold_label(label)
    ids = sorted({topic_id for surface, topic_id in known if fold_label(surface) == key or topic_id == label})
    declared = list_declarations(con)
    return tuple(
        _explain(con, TopicFacts(*row), known, declared, example_limit)
        for row in con.execute(_TOPICS, {"ids": ids}).fetchall()
    )


def _explain(
    con: duckdb.DuckDBPyConnection,
    facts: TopicFacts,
    known: list[tuple[str, str]],
    declared: list[Declaration],
    example_limit: int,
) -> ExplainedTopic:
    ids = {"ids": [facts.topic_id]}
    labels = tuple(TopicLabel(*row[1:]) for row in con.execute(_LABELS, ids).fetchall())
    own = {fold_label(label.surface) for label in labels}
    surfaces = [label.surface for label in labels]
    children = [(topic_id, topic) for topic_id, topic in con.execute(_CHILDREN, ids).fetchall()]
    related = {facts.topic_id, facts.parent_topic_id, *(topic_id for topic_id, _ in children)}
    return ExplainedTopic(
        facts,
        labels,
        tuple(each for each in declared if {fold_label(each.label), fold_label(each.alias)} <= own),
        tuple(each for each in find_conflicts(declared) if fold_label(each.alias) in own),
        tuple(topic for _, topic in children),
        tuple((keyword, count) for _, keyword, count in con.execute(_SUB_TOPICS, ids).fetchall()),
        find_label_examples(con, [surfaces], limit=example_limit)[0],
        _list_rivals(con, own, [(surface, of) for surface, of in known if of not in related]),
    )


def list_declarations(con: duckdb.DuckDBPyConnection) -> list[Declaration]:
    """List what notes declare, the best supported first."""
    return [Declaration(*row) for row in con.execute(_DECLARED).fetchall()]


def find_conflicts(declared: Iterable[Declaration]) -> list[Conflict]:
    """Find the aliases that are declared for several labels; spellings that fold alike are one."""
    by_alias: dict[str, list[Declaration]] = defaultdict(list)
    for each in declared:
        by_alias[fold_label(each.alias)].append(each)
    return [
        Conflict(found[0].alias, tuple(found))
        for _, found in sorted(by_alias.items())
        if len({fold_label(each.label) for each in found}) > 1
    ]


def _list_rivals(
    con: duckdb.DuckDBPyConnection, own: set[str], others: list[tuple[str, str]]
) -> tuple[NearTopic, ...]:
    keys = {at: fold_label(surface) for at, (surface, _) in enumerate(others)}
    best: dict[str, tuple[float, str]] = {}
    for wanted in sorted(own):
        near = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=20)
        for _, score, at in near:
            surface, topic_id = others[at]
            best[topic_id] = max(best.get(topic_id, (0.0, "")), (score, surface))
    names = dict(con.execute("select topic_id, topic from topics").fetchall())
    ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:_RIVAL_LIMIT]
    return tuple(
        NearTopic(names[topic_id], surface, round(score / 100, 3)) for topic_id, (score, surface) in ordered
    )
