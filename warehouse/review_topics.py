"""List the labels a person should look at: conflicting aliases, likely merges and parts, unknown ones.

Nothing of this joins topics by itself: a likeness or a common post is a suggestion, a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import NamedTuple

import duckdb
from rapidfuzz import fuzz, process

from warehouse.explain_examples import Example, find_label_examples
from warehouse.explain_topic import find_conflicts, list_declarations
from warehouse.resolve_topic_seeds import TopicSeeds, fold_label

_LEAST_LIKENESS = 80.0
_LEAST_JACCARD = 0.5
_LEAST_POSTS = 3
_SHORTEST = 3
_MOST_COMPARED, _MOST_CANDIDATES = 1_000, 5_000
_REASONS = ("conflict", "part", "spelling", "together", "unknown")

_TOPICS = """
select topic, topic_id, mention_count, post_count, parent_topic_id
from dim_topic
order by mention_count desc, topic asc
"""

_TOGETHER = """
select topic_a, topic_b, jaccard
from topic_co_occurrences
where post_count >= $least_posts and jaccard >= $least_jaccard
order by jaccard desc, topic_a asc, topic_b asc
"""


class TopicItem(NamedTuple):
    """One label to look at.

    Attributes:
        surface: the label or alias.
        reason: conflict (notes declare the alias for several labels), spelling (much like the suggestion),
            part (its label holds the suggestion's), together (mostly in the same posts), or unknown.
        row_count: tags with the topic in dated posts.
        post_count: dated posts with the topic.
        means_now: the topic it means.
        suggestion: the topic it may belong to, or None.
        likeness: 0 to 1: of the spellings, or the share of posts that have both of those that have one.
        support: of a conflict, the labels and the posts that declare each.
        examples: tag lines in context.
    """

    surface: str
    reason: str
    row_count: int
    post_count: int
    means_now: str
    suggestion: str | None
    likeness: float
    support: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]


class _Topic(NamedTuple):
    topic: str
    topic_id: str
    mention_count: int
    post_count: int
    parent_topic_id: str | None


def list_topic_items(
    con: duckdb.DuckDBPyConnection, seeds: TopicSeeds, left_alone: Collection[str], *, limit: int
) -> list[TopicItem]:
    """List the labels to look at, those with most tags first; conflicts and suggestions before unknown ones.

    Args:
        con: a published database.
        seeds: the reviewed topics, as the next rebuild will read them.
        left_alone: labels that people looked at and left as they are.
        limit: how many.
    """
    settled = {*seeds.topics, *(fold_label(surface) for surface, _ in seeds.aliases)}
    settled |= {fold_label(label) for label in left_alone}
    topics = [_Topic(*row) for row in con.execute(_TOPICS).fetchall()]
    best: dict[str, TopicItem] = {}
    for item in sorted([*_list_conflicts(con, topics), *_list_pairs(con, topics)], key=_rank):
        if fold_label(item.surface) not in settled:
            best.setdefault(item.surface, item)
    ordered = sorted(best.values(), key=lambda item: (-item.row_count, item.surface))
    unknown = [
        _to_item(topic, "unknown")
        for topic in topics
        if topic.mention_count and topic.topic not in best and fold_label(topic.topic) not in settled
    ]
    chosen = [*ordered, *unknown][:limit]
    examples = find_label_examples(con, [[item.surface] for item in chosen], limit=2)
    return [item._replace(examples=shown) for item, shown in zip(chosen, examples, strict=True)]


def _rank(item: TopicItem) -> tuple[int, float, str, str]:
    """The strongest reason first, and the likest suggestion: one item a surface is enough."""
    return _REASONS.index(item.reason), -item.likeness, item.surface, item.suggestion or ""


def _to_item(topic: _Topic, reason: str, suggestion: str | None = None, likeness: float = 0.0) -> TopicItem:
    return TopicItem(
        topic.topic,
        reason,
        topic.mention_count,
        topic.post_count,
        topic.topic,
        suggestion,
        round(likeness, 3),
        (),
        (),
    )


def _list_conflicts(con: duckdb.DuckDBPyConnection, topics: list[_Topic]) -> Iterator[TopicItem]:
    by_id = {topic.topic_id: topic for topic in topics}
    means = dict(con.execute("select surface, topic_id from topic_aliases").fetchall())
    for conflict in find_conflicts(list_declarations(con)):
        topic = by_id[means[conflict.alias]]
        others = [each.label for each in conflict.declarations if means.get(each.label) != topic.topic_id]
        if others:
            support = tuple((each.label, each.post_count) for each in conflict.declarations)
            item = _to_item(topic, "conflict", others[0])
            yield item._replace(surface=conflict.alias, support=support)


def _list_pairs(con: duckdb.DuckDBPyConnection, topics: list[_Topic]) -> Iterator[TopicItem]:
    """Pairs of topics that may be one, the smaller to join the greater; and parts, whichever is greater."""
    by_name = {topic.topic: topic for topic in topics if topic.mention_count}
    rank = {name: at for at, name in enumerate(by_name)}
    candidates = dict(islice(((name, fold_label(name)) for name in by_name), _MOST_CANDIDATES))
    pairs = chain(_list_parts(candidates), _list_alike(candidates), _list_together(con))
    for one, other, reason, likeness in pairs:
        if one in by_name and other in by_name and not _are_related(by_name[one], by_name[other]):
            is_settled_order = reason == "part" or rank[one] > rank[other]
            small, great = (one, other) if is_settled_order else (other, one)
            yield _to_item(by_name[small], reason, great, likeness)


def _are_related(one: _Topic, other: _Topic) -> bool:
    return one.parent_topic_id == other.topic_id or other.parent_topic_id == one.topic_id


def _list_parts(keys: dict[str, str]) -> Iterator[tuple[str, str, str, float]]:
    """北汐鉄道・存廃問題 may be a part of 北汐鉄道: the longer label first."""
    for name, key in islice(keys.items(), _MOST_COMPARED):
        for other, longer in keys.items():
            if len(key) >= _SHORTEST and key != longer and key in longer:
                yield other, name, "part", len(key) / len(longer)


def _list_alike(keys: dict[str, str]) -> Iterator[tuple[str, str, str, float]]:
    for name, key in islice(keys.items(), _MOST_COMPARED):
        near = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=5)
        for _, score, other in near:
            if name != other and len(key) >= _SHORTEST:
                yield name, other, "spelling", score / 100


def _list_together(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, float]]:
    limits = {"least_posts": _LEAST_POSTS, "least_jaccard": _LEAST_JACCARD}
    for left, right, jaccard in con.execute(_TOGETHER, limits).fetchall():
        yield left, right, "together", jaccard
