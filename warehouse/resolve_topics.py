"""Resolve the labels of tag lines to topics: the dimensions `topics` and `topic_aliases`.

Labels with one folded form are one topic. An alias declared in a note (`#CFE=欧州通常戦力条約`) joins the
topic of its label, also where it is used as a label itself. Where one alias is declared for several labels,
reviewed merges (sql/seeds/topic_aliases.csv: surface, topic) win, then the label for which more posts declare
it, then the smaller topic_id. Parents and the days of events are those of sql/seeds/topics.csv; an event that
stands not there has the days its label says (`2024宇大統領選`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.resolve_seeds import Span, make_id
from warehouse.resolve_tables import create_dimension, store_scratch, to_arrow
from warehouse.resolve_topic_seeds import TopicSeeds, fold_label, make_topic_id, read_event, read_topic_seeds

# A keyword's topic is that of the label whose note holds it, so parent labels are looked up, too.
_LABELS = """
select
    coalesce(label, parent_label) as surface,
    count(distinct post_id) as post_count
from staging.stg_topic_mentions
where coalesce(label, parent_label) is not null
group by surface
order by surface
"""

_DECLARED = """
select
    label,
    alias,
    count(distinct post_id) as post_count
from staging.stg_topic_mentions
where label is not null and alias is not null
group by label, alias
order by label, alias
"""

_TOPICS = """
with used as (
    select names.topic_id, posts.posted_date
    from staging.stg_topic_mentions as mentions
    inner join staging.stg_posts as posts on mentions.post_id = posts.post_id
    inner join scratch.topic_names as names
        on coalesce(mentions.label, mentions.parent_label) = names.surface
    where posts.date_basis <> 'crawl'
)
select
    names.topic_id,
    any_value(names.topic) as topic,
    bool_or(names.is_reviewed) as is_reviewed,
    min(used.posted_date) as first_date,
    max(used.posted_date) as last_date,
    any_value(details.parent_topic_id) as parent_topic_id,
    any_value(details.event_first_date) as event_first_date,
    any_value(details.event_last_date) as event_last_date
from (
    select distinct topic_id, topic, is_reviewed from scratch.topic_names
) as names
left join scratch.topic_details as details on names.topic_id = details.topic_id
left join used on names.topic_id = used.topic_id
group by names.topic_id
"""

_ALIASES = """
with said as (
    select coalesce(label, parent_label) as surface, post_id from staging.stg_topic_mentions
    union
    select alias as surface, post_id from staging.stg_topic_mentions
)
select
    names.surface,
    names.topic_id,
    names.source,
    count(said.post_id) as post_count
from scratch.topic_names as names
left join said on names.surface = said.surface
group by names.surface, names.topic_id, names.source
"""

_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("surface", "topic_id", "topic", "source")),
        ("is_reviewed", pa.bool_()),
    ]
)
_DETAILS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("topic_id", "parent_topic_id")),
        *((name, pa.date32()) for name in ("event_first_date", "event_last_date")),
    ]
)


class Label(NamedTuple):
    """A distinct label and the posts that use it."""

    surface: str
    post_count: int


class Declared(NamedTuple):
    """A distinct `#label=alias` and the posts that declare it."""

    label: str
    alias: str
    post_count: int


class TopicName(NamedTuple):
    """One surface and what it means."""

    surface: str
    topic_id: str
    topic: str
    source: str
    is_reviewed: bool


def resolve_topics(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    """Build `topics` and `topic_aliases` from the staged topic mentions.

    Args:
        con: build connection with the catalogs `staging` and `scratch`; the dimensions go to its default one.
        seeds: folder with topics.csv and topic_aliases.csv.

    Raises:
        SeedError: the seeds are not in order.
    """
    labels = [Label(*row) for row in con.execute(_LABELS).fetchall()]
    declared = [Declared(*row) for row in con.execute(_DECLARED).fetchall()]
    reviewed = read_topic_seeds(seeds)
    names = name_topics(labels, declared, reviewed)
    store_scratch(con, "topic_names", to_arrow(names, _SCHEMA))
    store_scratch(con, "topic_details", to_arrow(_list_details(names, reviewed), _DETAILS_SCHEMA))
    create_dimension(con, "topics", _TOPICS)
    create_dimension(con, "topic_aliases", _ALIASES)


def _list_details(
    names: Iterable[TopicName], seeds: TopicSeeds
) -> Iterator[tuple[str, str | None, dt.date | None, dt.date | None]]:
    for topic_id, topic in sorted({(name.topic_id, name.topic) for name in names}):
        row = seeds.details.get(fold_label(topic))
        is_dated = row is not None and row.event != Span(None, None)
        event = row.event if row and is_dated else read_event(topic)
        parent = make_topic_id(row.parent) if row and row.parent else None
        yield topic_id, parent, event.first, event.last


def name_topics(labels: Iterable[Label], declared: Iterable[Declared], seeds: TopicSeeds) -> list[TopicName]:
    """Say for every surface which topic it means; the result does not depend on the order of the rows.

    Returns:
        One row per surface: labels and aliases met, and reviewed ones.
    """
    labels, declared = list(labels), list(declared)
    heads = _merge(declared, seeds)
    preferred = _prefer_spellings(labels, seeds)
    sources = dict.fromkeys((pair.alias for pair in declared), "declared")
    sources |= dict.fromkeys((label.surface for label in labels), "label")
    sources |= dict.fromkeys((*seeds.topics.values(), *(surface for surface, _ in seeds.aliases)), "seed")
    names = []
    for surface, source in sorted(sources.items()):
        head = _find_head(heads, fold_label(surface))
        is_reviewed = head in seeds.topics
        names.append(TopicName(surface, make_id(f"topic:{head}"), preferred[head], source, is_reviewed))
    return names


def _merge(declared: list[Declared], seeds: TopicSeeds) -> dict[str, str]:
    """Folded surface -> the folded label it was declared for; a forest, so that heads are unique."""
    heads = {fold_label(surface): fold_label(topic) for surface, topic in seeds.aliases}
    support: Counter[tuple[str, str]] = Counter()
    for pair in declared:
        support[fold_label(pair.label), fold_label(pair.alias)] += pair.post_count
    for label, alias in sorted(support, key=lambda pair: (-support[pair], make_topic_id(pair[0]), pair[1])):
        is_free = alias not in heads and alias not in seeds.topics
        if is_free and _find_head(heads, label) != alias:
            heads[alias] = label
    return heads


def _find_head(heads: dict[str, str], key: str) -> str:
    while key in heads:
        key = heads[key]
    return key


def _prefer_spellings(labels: list[Label], seeds: TopicSeeds) -> dict[str, str]:
    """Folded label -> the spelling to show: the reviewed one, else that of most posts, then the smallest."""
    spellings: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        spellings[fold_label(label.surface)].append(label)
    preferred = {
        key: min(group, key=lambda label: (-label.post_count, label.surface)).surface
        for key, group in spellings.items()
    }
    return preferred | seeds.topics
