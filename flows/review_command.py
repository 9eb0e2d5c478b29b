"""`hatsugen review`: names and labels in doubt, listed, as a sheet to edit, and the sheet taken over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb

from flows.drawn_rows import draw_rows, to_printable
from flows.json_records import to_json_value
from flows.query_session import query_limits
from flows.settings import DEFAULT_SEEDS, Settings
from warehouse.query import open_database
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import read_actor_seeds
from warehouse.resolve_topic_seeds import read_topic_seeds
from warehouse.review_actor_sheet import ACTOR_COLUMNS, read_actor_decisions, write_actor_sheet
from warehouse.review_actors import ActorItem, list_actor_items
from warehouse.review_seeds import find_seeds, read_left_alone, write_seeds
from warehouse.review_sheet import Problem, SheetError, read_header
from warehouse.review_topic_sheet import TOPIC_COLUMNS, read_topic_decisions, write_topic_sheet
from warehouse.review_topics import TopicItem, list_topic_items
from warehouse.snapshots import Warehouse

Items = Sequence[ActorItem] | Sequence[TopicItem]


class Subject(StrEnum):
    """What is looked through."""

    ACTORS = "actors"
    TOPICS = "topics"


@dataclass(frozen=True)
class Import:
    """What a sheet changed.

    Attributes:
        seeds: the folder that was written.
        rows: seed file -> rows it gained; a file without change is left out.
        is_new: whether the folder was made, as a copy of the project's own names.
    """

    seeds: Path
    rows: dict[str, int]
    is_new: bool


def list_items(settings: Settings, subject: Subject, *, limit: int) -> Items:
    """List what to look at, most rows first.

    Raises:
        SnapshotError: nothing is published.
        QueryError: its database cannot be read.
        SeedError: the reviewed names are not in order.
    """
    folder = find_seeds(settings.seeds, DEFAULT_SEEDS)
    left_alone = read_left_alone(folder, subject)
    with _open_published(settings) as con:
        if subject is Subject.TOPICS:
            return list_topic_items(con, read_topic_seeds(folder), left_alone, limit=limit)
        return list_actor_items(con, ReviewedNames(read_actor_seeds(folder)), left_alone, limit=limit)


@contextmanager
def _open_published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with (
        Warehouse(settings.warehouse).open_current() as snapshot,
        open_database(snapshot.analytics, limits=query_limits(settings)) as con,
    ):
        yield con


def export_sheet(settings: Settings, subject: Subject, path: Path, *, limit: int) -> int:
    """Write the sheet that a person edits.

    Returns:
        How many rows it has.

    Raises:
        OSError: it cannot be written; and everything of `list_items`.
    """
    items = list_items(settings, subject, limit=limit)
    actors = [item for item in items if isinstance(item, ActorItem)]
    topics = [item for item in items if isinstance(item, TopicItem)]
    path.write_bytes(write_actor_sheet(actors) if subject is Subject.ACTORS else write_topic_sheet(topics))
    return len(items)


def tell_subject(path: Path) -> Subject:
    """What a sheet is about, by its headings.

    Raises:
        SheetError: it is none of ours.
        OSError: it cannot be read.
    """
    header = set(read_header(path))
    for subject, columns in ((Subject.ACTORS, ACTOR_COLUMNS[:8]), (Subject.TOPICS, TOPIC_COLUMNS[:6])):
        if header.issuperset(columns):
            return subject
    advice = "keep the headings of `hatsugen review actors --export FILE`, and commas between the cells"
    raise SheetError(path, [Problem(1, "(all)", f"these are not the headings of a sheet; {advice}")])


def import_sheet(settings: Settings, subject: Subject, path: Path) -> Import:
    """Write what a person decided in a sheet into the seeds: all of it, or nothing.

    Raises:
        SheetError: rows are wrong; it names each.
        SeedError: the names would not be in order with it.
        SeedsBusyError, OSError: the seeds cannot be written.
        SnapshotError, QueryError: for topics, as of `list_items`.
    """
    base = find_seeds(settings.seeds, DEFAULT_SEEDS)
    if subject is Subject.TOPICS:
        with _open_published(settings) as con:
            labels = [label for (label,) in con.execute("select surface from topic_aliases").fetchall()]
        added = read_topic_decisions(path, read_topic_seeds(base), labels)
    else:
        added = read_actor_decisions(path, read_actor_seeds(base))
    rows = write_seeds(settings.seeds, base, added) if any(added.values()) else {}
    return Import(settings.seeds, rows, base != settings.seeds)


def describe_items(items: Items, subject: Subject) -> str:
    """The list for people."""
    if not items:
        return f"no {subject} are unknown or in doubt"
    lines: list[str] = []
    for item in items:
        lines += _describe_actor(item) if isinstance(item, ActorItem) else _describe_topic(item)
        for example in item.examples:
            lines.append(f"    {example.posted_date or 'undated'!s:<10}  {example.context}")
    lines += [
        "",
        f"to settle them: hatsugen review {subject} --export FILE.csv, edit it, review --import FILE.csv",
    ]
    return "\n".join(map(to_printable, lines))


def _describe_actor(item: ActorItem) -> list[str]:
    now = f"taken for {item.means_now} by {item.rule}" if item.means_now else f"unknown ({item.rule})"
    several = f", {item.actor_count} actors" if item.actor_count > 1 else ""
    like = f"; like {item.suggestion} ({item.likeness})" if item.suggestion and not item.means_now else ""
    counts = f"{item.row_count} rows in {item.use.post_count} posts{several}"
    short = f"; perhaps short for {item.short_for}" if item.short_for else ""
    return [f"{item.surface} ({item.kind}): {counts}; {now}{like}{short}"]


def _describe_topic(item: TopicItem) -> list[str]:
    said = {
        "conflict": "notes declare it for "
        + ", ".join(f"{label} ({count})" for label, count in item.support),
        "spelling": f"written much like {item.suggestion} ({item.likeness})",
        "part": f"perhaps a part of {item.suggestion}",
        "together": f"mostly in posts with {item.suggestion} ({item.likeness})",
        "unknown": "nobody reviewed it",
    }[item.reason]
    now = f", now {item.means_now}" if item.means_now != item.surface else ""
    return [f"{item.surface}{now}: {item.row_count} tags in {item.post_count} posts; {said}"]


def to_json(items: Items, subject: Subject) -> dict[str, object]:
    """The list for programs."""
    return {str(subject): to_json_value(list(items))}


def describe_import(done: Import, *, where: str) -> str:
    """What a sheet changed, for people.

    Args:
        done: what it changed.
        where: the options that the next command needs, with a blank before each.
    """
    if not done.rows:
        return "the sheet decides nothing new; nothing was written"
    lines = [f"{done.seeds} is new, and began as a copy of the project's own names"] if done.is_new else []
    lines += draw_rows(("file", "rows"), list(done.rows.items()))
    return "\n".join([*lines, f"written to {done.seeds}; next: hatsugen rebuild{where}"])


def import_to_json(done: Import) -> dict[str, object]:
    """What a sheet changed, for programs."""
    return {"seeds": str(done.seeds), "rows": done.rows, "is_new": done.is_new}
