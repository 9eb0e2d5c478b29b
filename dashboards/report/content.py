"""What a report says: the answers of one snapshot about one period and the equally long one before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from dashboards.report.asking import Asker, Row
from dashboards.report.period import Period

TOPICS = 8
"""Leading topics: those with lines of their own, and the columns of who spoke on what."""
TRENDS = 6
SPEAKERS = 14
RING_SPEAKERS = 16
PAIRS = 40
STATEMENTS = 6
HOLDERS = 5
NEW_SPEAKERS = 12
QUOTED_TOPICS = 5
QUOTES_A_TOPIC = 3
AROUND = 130
"""Code points shown on either side of a quote, as far as its block goes."""
DUMPS = 12


@dataclass(frozen=True)
class Figure:
    """A headline number: its unit's key, and the count here and in the period before."""

    unit: str
    count: int
    before_count: int

    @property
    def change(self) -> int:
        """How many more than before."""
        return self.count - self.before_count


@dataclass(frozen=True)
class Days:
    """Posts and quotes by day, from the first day of the period before to the last of this one."""

    post_counts: tuple[int, ...]
    quote_counts: tuple[int, ...]


@dataclass(frozen=True)
class Topic:
    """A leading topic with its posts, also by day as in `Days`."""

    topic_id: str
    name: str
    post_count: int
    before_count: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Trend:
    """A topic that rose or fell: posts of the period, those to be expected, days as in `Days`."""

    name: str
    post_count: int
    expected_count: float
    change_score: float
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Speaker:
    """Who was quoted: how often, and on what.

    Attributes:
        name: the usual one.
        kind: person, organisation, country, ...
        quote_count: quotes in the period.
        before_count: those in the period before.
        by_topic: quotes on each leading topic, in its order.
        other_count: quotes on other topics.
        plain_count: quotes outside of notes, which have no topic.
    """

    name: str
    kind: str
    quote_count: int
    before_count: int
    by_topic: tuple[int, ...]
    other_count: int
    plain_count: int

    @property
    def cells(self) -> tuple[int, ...]:
        """The quotes by topic, then those on others, then those outside of notes."""
        return (*self.by_topic, self.other_count, self.plain_count)


@dataclass(frozen=True)
class Pair:
    """Two speakers quoted in one unit (note or post), and in how many."""

    unit: str
    actor_id_a: str
    name_a: str
    actor_id_b: str
    name_b: str
    co_mention_count: int
    post_count: int


@dataclass(frozen=True)
class Statement:
    """A statement that posts repeat.

    Attributes:
        said: row of `today_statements`.
        holders: the first posts that have it, rows of `report_copies`.
        post_count: posts of the period that have it.
    """

    said: Row
    holders: tuple[Row, ...]
    post_count: int


@dataclass(frozen=True)
class TopicQuotes:
    """What was said on a topic: rows of `report_quotes`."""

    name: str
    quotes: tuple[Row, ...]


@dataclass(frozen=True)
class Content:
    """Everything a report says about a period; rows are those of the questions of their names."""

    period: Period
    span: tuple[dt.date, dt.date] | None
    headline: tuple[Figure, ...]
    days: Days
    topics: tuple[Topic, ...]
    rising: tuple[Trend, ...]
    falling: tuple[Trend, ...]
    speakers: tuple[Speaker, ...]
    pairs: tuple[Pair, ...]
    statements: tuple[Statement, ...]
    new_speakers: tuple[Row, ...]
    topic_quotes: tuple[TopicQuotes, ...]
    quality: Row
    left_out: Row
    dumps: tuple[Row, ...]


def read_span(asker: Asker) -> tuple[dt.date, dt.date] | None:
    """First and last day with a dated post, or None where there is none."""
    row = asker.ask_row("span")
    first, last = row["first_date"], row["last_date"]
    return (first, last) if isinstance(first, dt.date) and isinstance(last, dt.date) else None


def gather_content(asker: Asker, period: Period) -> Content:
    """Ask a snapshot everything a report says about a period.

    Raises:
        duckdb.Error: the snapshot was made by another version.
    """
    topics = _gather_topics(asker, period)
    return Content(
        period=period,
        span=read_span(asker),
        headline=_gather_headline(asker, period),
        days=_gather_days(asker, period),
        topics=topics,
        rising=_gather_trends(asker, period, "rise"),
        falling=_gather_trends(asker, period, "fall"),
        speakers=_gather_speakers(asker, period, [each.topic_id for each in topics]),
        pairs=_gather_pairs(asker, period),
        statements=_gather_statements(asker, period),
        new_speakers=tuple(
            asker.ask("today_new_speakers", since=period.since, until=period.until, row_limit=NEW_SPEAKERS)
        ),
        topic_quotes=_gather_quotes(asker, period, topics[:QUOTED_TOPICS]),
        quality=asker.ask_row("today_quality", since=period.since, until=period.until),
        left_out=asker.ask_row("report_left_out", since=period.since, until=period.until),
        dumps=tuple(asker.ask("report_dumps", since=period.since, until=period.until, row_limit=DUMPS)),
    )


def _gather_headline(asker: Asker, period: Period) -> tuple[Figure, ...]:
    here, there = (
        asker.ask_row("today_headline", since=each.since, until=each.until)
        for each in (period, period.before())
    )
    units = ("posts_unit", "quotes_unit", "speakers_unit", "topics_unit")
    return tuple(
        Figure(unit, cast(int, here[name]), cast(int, there[name]))
        for unit, name in zip(units, here, strict=True)
    )


def _gather_days(asker: Asker, period: Period) -> Days:
    rows = asker.ask("report_days", start=period.before().since, until=period.until)
    return Days(
        tuple(cast(int, row["post_count"]) for row in rows),
        tuple(cast(int, row["quote_count"]) for row in rows),
    )


def _gather_topics(asker: Asker, period: Period) -> tuple[Topic, ...]:
    start = period.before().since
    rows = asker.ask("report_topics", start=start, since=period.since, until=period.until, row_limit=TOPICS)
    counts = _count_days(asker, period, rows)
    return tuple(
        Topic(
            str(row["topic_id"]),
            str(row["topic"]),
            cast(int, row["post_count"]),
            cast(int, row["before_count"]),
            counts[str(row["topic_id"])],
        )
        for row in rows
    )


def _gather_trends(asker: Asker, period: Period, direction: str) -> tuple[Trend, ...]:
    rows = asker.ask(
        "report_trends",
        since=period.since,
        until=period.until,
        direction=direction,
        row_limit=TRENDS,
    )
    counts = _count_days(asker, period, rows)
    return tuple(
        Trend(
            str(row["topic"]),
            cast(int, row["post_count"]),
            cast(float, row["expected_count"]),
            cast(float, row["change_score"]),
            counts[str(row["topic_id"])],
        )
        for row in rows
    )


def _count_days(asker: Asker, period: Period, topics: Iterable[Row]) -> dict[str, tuple[int, ...]]:
    topic_ids = [str(row["topic_id"]) for row in topics]
    start = period.before().since
    rows = asker.ask("report_topic_days", start=start, until=period.until, topic_ids=topic_ids)
    return {str(row["topic_id"]): tuple(cast(list[int], row["post_counts"])) for row in rows}


def _gather_speakers(asker: Asker, period: Period, topic_ids: Sequence[str]) -> tuple[Speaker, ...]:
    rows = asker.ask(
        "report_speakers",
        start=period.before().since,
        since=period.since,
        until=period.until,
        row_limit=SPEAKERS,
    )
    cells = asker.ask(
        "report_speaker_topics",
        since=period.since,
        until=period.until,
        actor_ids=[str(row["actor_id"]) for row in rows],
    )
    counts = {(row["actor_id"], row["topic_id"]): cast(int, row["quote_count"]) for row in cells}
    return tuple(_to_speaker(row, counts, topic_ids) for row in rows)


def _to_speaker(row: Row, counts: dict[tuple[object, object], int], topic_ids: Sequence[str]) -> Speaker:
    by_topic = tuple(counts.get((row["actor_id"], topic_id), 0) for topic_id in topic_ids)
    plain = counts.get((row["actor_id"], None), 0)
    quotes = cast(int, row["quote_count"])
    return Speaker(
        str(row["actor"]),
        str(row["actor_kind"]),
        quotes,
        cast(int, row["before_count"]),
        by_topic,
        quotes - plain - sum(by_topic),
        plain,
    )


def _gather_pairs(asker: Asker, period: Period) -> tuple[Pair, ...]:
    rows = asker.ask(
        "report_pairs",
        since=period.since,
        until=period.until,
        actor_limit=RING_SPEAKERS,
        row_limit=PAIRS,
    )
    return tuple(
        Pair(
            str(row["unit"]),
            str(row["actor_id_a"]),
            str(row["actor_a"]),
            str(row["actor_id_b"]),
            str(row["actor_b"]),
            cast(int, row["co_mention_count"]),
            cast(int, row["post_count"]),
        )
        for row in rows
    )


def _gather_statements(asker: Asker, period: Period) -> tuple[Statement, ...]:
    said = asker.ask("today_statements", since=period.since, until=period.until, row_limit=STATEMENTS)
    rows = asker.ask(
        "report_copies",
        since=period.since,
        until=period.until,
        utterance_ids=[str(each["utterance_id"]) for each in said],
        row_limit=HOLDERS,
    )
    holders = {key: tuple(group) for key, group in groupby(rows, lambda row: row["utterance_id"])}
    return tuple(
        Statement(each, shown, cast(int, shown[0]["post_count"]))
        for each in said
        if (shown := holders[each["utterance_id"]])
    )


def _gather_quotes(asker: Asker, period: Period, topics: Sequence[Topic]) -> tuple[TopicQuotes, ...]:
    rows = asker.ask(
        "report_quotes",
        since=period.since,
        until=period.until,
        topic_ids=[each.topic_id for each in topics],
        row_limit=QUOTES_A_TOPIC,
        around=AROUND,
    )
    found = {key: tuple(group) for key, group in groupby(rows, lambda row: row["topic_id"])}
    return tuple(TopicQuotes(each.name, found[each.topic_id]) for each in topics if each.topic_id in found)
