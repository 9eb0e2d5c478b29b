"""Read the reviewed topics of sql/seeds/ and check them: people write these files, so faults name their row.

    topics.csv         topic, parent, event_first_date, event_last_date
    topic_aliases.csv  surface, topic

`parent` is the wider topic, itself a row of topics.csv. Event days are Asia/Tokyo, both included; an event
without them has those that its label says (`2024宇大統領選`: the year). topics.csv may do without the last
three columns.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from warehouse.resolve_seeds import SeedError, Span, make_id, read_rows

_NOISE = re.compile(r"[\s#・]")
# A year at either end of the label: 2024宇大統領選, 2024年6月の大雨, G7広島2023, 参院選2025年.
_EVENT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?!\d)(?:年(?P<month>\d{1,2})月)?.*\D|.*[^\d-](?P<end>(?:19|20)\d\d)年?"
)
_NO_SPAN = Span(None, None)


class ReviewedTopic(NamedTuple):
    """One row of topics.csv; `event` is open at both ends for a topic that is no event."""

    topic: str
    parent: str | None
    event: Span


@dataclass(frozen=True)
class TopicSeeds:
    """Reviewed topics by folded label, and reviewed merges (surface, topic)."""

    topics: dict[str, str] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()
    details: Mapping[str, ReviewedTopic] = field(default_factory=dict)
    """Folded label -> the row."""


def fold_label(label: str) -> str:
    """The form in which two spellings of a label are equal: NFKC, no case, no ・, blanks or #.

    >>> fold_label("＃ＣＦＥ 条約")
    'cfe条約'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", label)).casefold() or label


def make_topic_id(label: str) -> str:
    """16 hex digits for all spellings of a label."""
    return make_id(f"topic:{fold_label(label)}")


def read_event(label: str) -> Span:
    """The days of the event that a label names by its year or month; open at both ends for any other label.

    >>> read_event("2024宇大統領選").first, read_event("2024年6月の大雨").last
    (datetime.date(2024, 1, 1), datetime.date(2024, 6, 30))
    >>> read_event("電話03-2024")
    Span(first=None, last=None)
    """
    found = _EVENT.fullmatch(unicodedata.normalize("NFKC", label))
    if found is None:
        return _NO_SPAN
    year, month = int(found["year"] or found["end"]), int(found["month"] or 0)
    if month > 12:
        return _NO_SPAN
    last_month = month or 12
    last = dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    return Span(dt.date(year, month or 1, 1), last)


def read_topic_seeds(folder: Path) -> TopicSeeds:
    """Read and check the two topic files of a seed folder.

    Raises:
        SeedError: a doubled topic or alias, an alias or a parent that topics.csv does not have, parents that
            go round in a circle, an event that ends before it begins.
    """
    details: dict[str, ReviewedTopic] = {}
    for row in read_rows(folder / "topics.csv", _to_topic):
        if details.setdefault(fold_label(row.topic), row) is not row:
            raise SeedError(f"topics.csv: {row.topic} stands there twice")
    topics = {key: row.topic for key, row in details.items()}
    _check_parents(details)
    aliases = tuple(read_rows(folder / "topic_aliases.csv", lambda row: (row["surface"], row["topic"])))
    counts = Counter(fold_label(surface) for surface, _ in aliases)
    for surface, topic in aliases:
        if topics.get(fold_label(topic)) != topic:
            raise SeedError(f"topic_aliases.csv: topics.csv has no {topic}")
        if counts[fold_label(surface)] > 1 or fold_label(surface) in topics:
            raise SeedError(f"topic_aliases.csv: {surface} has more than one meaning")
    return TopicSeeds(topics, aliases, details)


def _to_topic(row: dict[str, str]) -> ReviewedTopic:
    texts = [row.get(column, "") for column in ("event_first_date", "event_last_date")]
    first, last = (dt.date.fromisoformat(text) if text else None for text in texts)
    if first and last and last < first:
        raise ValueError(f"event_last_date {last} is before event_first_date {first}")
    if not row["topic"]:
        raise ValueError("topic is empty")
    return ReviewedTopic(row["topic"], row.get("parent") or None, Span(first, last))


def _check_parents(details: Mapping[str, ReviewedTopic]) -> None:
    parents = {row.topic: row.parent for row in details.values()}
    for topic in parents:
        above = [topic]
        while parent := parents[above[-1]]:
            if parent not in parents:
                raise SeedError(f"topics.csv: {above[-1]} has the parent {parent}, which is no topic there")
            if parent in above:
                raise SeedError(f"topics.csv: the parents go round: {' > '.join([*above, parent])}")
            above.append(parent)
