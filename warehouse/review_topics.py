"""List the labels a person should look at: conflicting aliases, likely merges and parts, unknown ones.

Nothing of this joins topics by itself: a likeness or a common post is a suggestion, a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
_MOST_COMPARED = 1_000

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
    suggested = [*_list_conflicts(con, topics), *_list_pairs(con, topics)]
    open_items = [item for item in suggested if fold_label(item.surface) not in settled]
    seen = {item.surface for item in open_items}
    unknown = [
        _to_item(topic, "unknown")
        for topic in topics
        if topic.mention_count and topic.topic not in seen and fold_label(topic.topic) not in settled
    ]
    ordered = sorted(open_items, key=lambda item: (-item.row_count, item.surface, item.reason))
    chosen = [*ordered, *unknown][:limit]
    examples = find_label_examples(con, [[item.surface] for item in chosen], limit=2)
    return [item._replace(examples=shown) for item, shown in zip(chosen, examples, strict=True)]


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
    """Pairs of topics that may be one; the smaller one is to join the greater."""
    rank = {topic.topic: at for at, topic in enumerate(topics)}
    pairs: dict[tuple[str, str], tuple[str, float]] = {}
    for left, right, reason, likeness in (*_list_alike(topics), *_list_together(con)):
        great, small = sorted((left, right), key=rank.__getitem__)
        pairs.setdefault((great, small), (reason, likeness))
    for (great, small), (reason, likeness) in pairs.items():
        one, other = topics[rank[small]], topics[rank[great]]
        if one.mention_count and other.mention_count and not _are_related(one, other):
            # 北汐鉄道・存廃問題 is a part of 北汐鉄道, whichever is written more often.
            is_part = reason == "part" and len(fold_label(small)) < len(fold_label(great))
            yield _to_item(*((other, reason, small) if is_part else (one, reason, great)), likeness)


def _are_related(one: _Topic, other: _Topic) -> bool:
    return one.parent_topic_id == other.topic_id or other.parent_topic_id == one.topic_id


def _list_alike(topics: list[_Topic]) -> Iterator[tuple[str, str, str, float]]:
    keys = {topic.topic: fold_label(topic.topic) for topic in topics}
    for topic in topics[:_MOST_COMPARED]:
        key = keys[topic.topic]
        if len(key) < _SHORTEST:
            continue
        for _, score, name in process.extract(
            key, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=5
        ):
            if name != topic.topic:
                yield topic.topic, name, "spelling", score / 100
        for name, other in keys.items():
            if name != topic.topic and key in other:
                yield topic.topic, name, "part", len(key) / len(other)


def _list_together(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, float]]:
    limits = {"least_posts": _LEAST_POSTS, "least_jaccard": _LEAST_JACCARD}
    for left, right, jaccard in con.execute(_TOGETHER, limits).fetchall():
        yield left, right, "together", jaccard
