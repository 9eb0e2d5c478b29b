"""Resolve the labels of tag lines to topics: the dimensions `topics` and `topic_aliases`.

Labels with one folded form are one topic. An alias declared in a note (`#CFE=欧州通常戦力条約`) joins the
topic of its label, also where it is used as a label itself. Where one alias is declared for several labels,
reviewed merges (sql/seeds/topic_aliases.csv: surface, topic) win, then the label for which more posts declare
it, then the smaller topic_id.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.resolve_seeds import SeedError, make_id, read_rows
from warehouse.resolve_tables import create_dimension, store_scratch

_NOISE = re.compile(r"[\s#・]")

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
    max(used.posted_date) as last_date
from (
    select distinct topic_id, topic, is_reviewed from scratch.topic_names
) as names
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


@dataclass(frozen=True)
class TopicSeeds:
    """Reviewed topics by folded label, and reviewed merges (surface, topic)."""

    topics: dict[str, str] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()


def fold_label(label: str) -> str:
    """The form in which two spellings of a label are equal: NFKC, no case, no ・, blanks or #.

    >>> fold_label("＃ＣＦＥ 条約")
    'cfe条約'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", label)).casefold() or label


def make_topic_id(label: str) -> str:
    """16 hex digits for all spellings of a label."""
    return make_id(f"topic:{fold_label(label)}")


def resolve_topics(con: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    """Build `topics` and `topic_aliases` from the staged topic mentions.

    Args:
        con: build connection with the catalogs `staging` and `scratch`; the dimensions go to its default one.
        seeds: folder with topics.csv (topic) and topic_aliases.csv (surface, topic).

    Raises:
        SeedError: the seeds are not in order.
    """
    labels = [Label(*row) for row in con.execute(_LABELS).fetchall()]
    declared = [Declared(*row) for row in con.execute(_DECLARED).fetchall()]
    names = name_topics(labels, declared, read_topic_seeds(seeds))
    columns = list(zip(*names, strict=True)) or [()] * len(_SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
    store_scratch(con, "topic_names", pa.Table.from_arrays(arrays, schema=_SCHEMA))
    create_dimension(con, "topics", _TOPICS)
    create_dimension(con, "topic_aliases", _ALIASES)


def read_topic_seeds(folder: Path) -> TopicSeeds:
    """Read and check the two topic files of a seed folder.

    Raises:
        SeedError: a doubled topic or alias, or an alias of a topic that topics.csv does not have.
    """
    topics: dict[str, str] = {}
    for topic in read_rows(folder / "topics.csv", lambda row: row["topic"]):
        if topics.setdefault(fold_label(topic), topic) is not topic:
            raise SeedError(f"topics.csv: {topic} stands there twice")
    aliases = tuple(read_rows(folder / "topic_aliases.csv", lambda row: (row["surface"], row["topic"])))
    counts = Counter(fold_label(surface) for surface, _ in aliases)
    for surface, topic in aliases:
        if topics.get(fold_label(topic)) != topic:
            raise SeedError(f"topic_aliases.csv: topics.csv has no {topic}")
        if counts[fold_label(surface)] > 1 or fold_label(surface) in topics:
            raise SeedError(f"topic_aliases.csv: {surface} has more than one meaning")
    return TopicSeeds(topics, aliases)


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
