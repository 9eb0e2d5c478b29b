"""Accuracy of actors on marked mentions: known ones resolved, and how many are merged with somebody else.

The documents stand in tests/gold/actors/documents.txt: `=== name day site` (some have no site), then lines
in which `[surface|key]` marks a mention and whose it is. A key of tests/gold/actors/seeds/ (made-up people)
or of sql/seeds/ (real bodies, countries, media) is known; `u-…` is somebody unknown, `a-…` an unnamed source.
Real people are taken out of the seeds, so that the made-up ones can hold real offices.

The parser reads the documents; where it has no mention at a mark, the marked surface is resolved as it is.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from transforms.parse import parse_document
from transforms.records import ActorKind, ActorMention, DateBasis, Document
from warehouse.resolve_actors import resolve_actors
from warehouse.resolve_seeds import make_id

_ROOT = Path(__file__).parents[1]
_SEEDS = _ROOT / "sql" / "seeds"
_GOLD = _ROOT / "tests" / "gold" / "actors"
_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")
_HEAD = re.compile(r"=== (\S+) (\d{4}-\d{2}-\d{2})(?: (\S+))?")

_TABLES = """
create table staging.stg_posts (post_id text, site text, posted_date date, date_basis text);
create table staging.stg_quotes (
    quote_id text, post_id text, speaker text, speaker_full text, speaker_kind text, via text,
    co_speakers text[]
);
create table staging.stg_actor_mentions (
    post_id text, block_no integer, surface text, surface_full text, kind text, char_start integer,
    char_end integer
);
create table staging.stg_blocks (post_id text, block_no integer, kind text);
"""


class Mark(NamedTuple):
    """A marked mention: where it stands in the text without marks, and whose it is."""

    start: int
    surface: str
    key: str


class MarkedText(NamedTuple):
    """One document with its day and its site; None for a site that is not known."""

    name: str
    day: dt.date
    site: str | None
    text: str
    marks: tuple[Mark, ...]


class Resolved(NamedTuple):
    """A marked mention and the actor it was given; `is_read` when the parser had it."""

    document: str
    site: str | None
    mark: Mark
    actor_id: str
    is_reviewed: bool
    is_read: bool


class ActorFigures(NamedTuple):
    """What `score` counts; every figure is a number of mentions.

    Attributes:
        marked: all of them.
        read: those the parser had found.
        known, resolved: those of known actors, and of them the rightly resolved.
        merged: those that share an actor with somebody else, or were given a wrong reviewed one.
        repeated, kept: unknown ones after the first of their document, and of them those with its actor.
        spread, joined: unknown ones that several documents of one site name, and of them those with the
            actor of most of them.
    """

    marked: int
    read: int
    known: int
    resolved: int
    merged: int
    repeated: int
    kept: int
    spread: int
    joined: int


def read_marked(path: Path = _GOLD / "documents.txt") -> list[MarkedText]:
    """Read the marked documents.

    Raises:
        ValueError: a line stands before the first document.
    """
    documents: list[tuple[re.Match[str], list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            documents.append((head, []))
        elif documents:
            documents[-1][1].append(line)
        else:
            raise ValueError(f"{path.name}: {line!r} belongs to no document")
    return [
        MarkedText(head[1], dt.date.fromisoformat(head[2]), head[3], *_unmark("\n".join(lines)))
        for head, lines in documents
    ]


def _unmark(marked: str) -> tuple[str, tuple[Mark, ...]]:
    text, at, marks = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        marks.append(Mark(len(text), found[1], found[2]))
        text += found[1]
        at = found.end()
    return text + marked[at:], tuple(marks)


def score_actors(folder: Path) -> tuple[ActorFigures, list[Resolved]]:
    """Resolve the marked mentions and count.

    Args:
        folder: an empty folder for the seeds that are made.

    Returns:
        The figures, and the mentions that are wrong: unresolved or merged.
    """
    make_seeds(folder)
    resolved = list(_resolve(read_marked(), folder))
    known = {make_id(f"actor:{key}"): key for key in _read_keys(folder / "actors.csv")}
    owners = _find_owners(resolved, known)
    merged = [one for one in resolved if owners[one.actor_id] != one.mark.key]
    sought = [one for one in resolved if one.mark.key in known.values()]
    right = [one for one in sought if known.get(one.actor_id) == one.mark.key]
    repeated, kept = _count_kept(resolved)
    spread, joined = _count_joined(resolved)
    figures = ActorFigures(
        marked=len(resolved),
        read=sum(one.is_read for one in resolved),
        known=len(sought),
        resolved=len(right),
        merged=len(merged),
        repeated=repeated,
        kept=kept,
        spread=spread,
        joined=joined,
    )
    return figures, [one for one in resolved if one in merged or (one in sought and one not in right)]


def report_actors(folder: Path) -> Iterator[str]:
    """Yield the lines of the report; `folder` is empty and takes the seeds that are made."""
    figures, wrong = score_actors(folder)
    yield f"## actors: {figures.marked} marked mentions, {figures.read} of them found by the parser"
    yield from ("", "| what | share | counts |", "|---|---|---|")
    for what, part, whole in (
        ("known actors resolved", figures.resolved, figures.known),
        ("merged with somebody else", figures.merged, figures.marked),
        ("unknown ones kept together in their document", figures.kept, figures.repeated),
        ("unknown ones kept together on their site", figures.joined, figures.spread),
    ):
        yield f"| {what} | {part / whole:.3f} | {part} of {whole} |"
    yield from ("", f"Wrong: {', '.join(f'{one.document} {one.mark.surface}' for one in wrong)}")


def make_seeds(folder: Path) -> None:
    """Put together the project's seeds without its people, and the made-up people of the marked set."""
    for path in _SEEDS.glob("*.csv"):
        shutil.copy(path, folder)
    people = {row["actor_key"] for row in _read(_SEEDS / "actors.csv") if row["kind"] == "person"}
    for name in ("actors.csv", "actor_aliases.csv", "offices.csv"):
        kept = [row for row in _read(_SEEDS / name) if row["actor_key"] not in people]
        _write(folder / name, [*kept, *_read(_GOLD / "seeds" / name)])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _read_keys(path: Path) -> list[str]:
    return [row["actor_key"] for row in _read(path)]


def _resolve(documents: Sequence[MarkedText], seeds: Path) -> Iterator[Resolved]:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        con.execute("attach ':memory:' as scratch")
        con.execute(_TABLES)
        rows = [row for document in documents for row in _stage(con, document)]
        resolve_actors(con, seeds)
        found = {
            (post, form, surface, kind): (actor_id, is_reviewed)
            for post, form, surface, kind, actor_id, is_reviewed in con.execute(
                "select links.post_id, form, surface, links.kind, links.actor_id, actors.is_reviewed"
                " from scratch.actor_links as links join actors on links.actor_id = actors.actor_id"
            ).fetchall()
        }
    for document, mark, mention, is_read in rows:
        actor_id, is_reviewed = found[document.name, mention.surface, mention.surface_full, mention.kind]
        yield Resolved(document.name, document.site, mark, actor_id, is_reviewed, is_read)


def _stage(
    con: duckdb.DuckDBPyConnection, document: MarkedText
) -> Iterator[tuple[MarkedText, Mark, ActorMention, bool]]:
    """Put a document's mentions into the staging tables; yields the mention of every mark."""
    parsed = parse_document(Document(0, document.name, document.text), dump_id="gold", source_uri="gold")
    by_start = {mention.char_start: mention for mention in parsed.actor_mentions}
    spoken = {quote.speaker_start: quote for quote in parsed.quotes}
    con.execute(
        "insert into staging.stg_posts values (?, ?, ?, ?)",
        [document.name, document.site, document.day, DateBasis.URL],
    )
    for block in parsed.blocks:
        con.execute(
            "insert into staging.stg_blocks values (?, ?, ?)", [document.name, block.block_no, block.kind]
        )
    marked = {mark.start for mark in document.marks}
    for unmarked in parsed.actor_mentions:
        if unmarked.char_start not in marked:
            _insert(con, document, unmarked)
    for mark in document.marks:
        mention, is_read = by_start.get(mark.start), mark.start in by_start
        if mention is None:
            mention = _make_mention(mark)
        elif (quote := spoken.get(mark.start)) and quote.speaker_full:
            mention = mention._replace(surface_full=quote.speaker_full, kind=quote.speaker_kind)
        _insert(con, document, mention)
        yield document, mark, mention, is_read


def _insert(con: duckdb.DuckDBPyConnection, document: MarkedText, mention: ActorMention) -> None:
    columns = ("block_no", "surface", "surface_full", "kind", "char_start", "char_end")
    values = [getattr(mention, column) for column in columns]
    con.execute(
        "insert into staging.stg_actor_mentions values (?, ?, ?, ?, ?, ?, ?)", [document.name, *values]
    )


def _make_mention(mark: Mark) -> ActorMention:
    kind = ActorKind.ANONYMOUS if mark.key.startswith("a-") else ActorKind.PERSON
    return ActorMention(
        post_id="",
        block_no=0,
        surface=mark.surface,
        surface_full=mark.surface,
        char_start=mark.start,
        char_end=mark.start + len(mark.surface),
        kind=kind,
        role=None,
        is_speaker=True,
        quote_id=None,
    )


def _find_owners(resolved: Sequence[Resolved], known: dict[str, str]) -> dict[str, str]:
    """Whose an actor is: a reviewed one its key's, any other that of most of its mentions."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in resolved:
        counts[one.actor_id][one.mark.key] += 1
    return {actor_id: known.get(actor_id) or keys.most_common(1)[0][0] for actor_id, keys in counts.items()}


def _count_kept(resolved: Sequence[Resolved]) -> tuple[int, int]:
    """Unknown mentions after the first of one key in a document, and those with the actor of the first."""
    first: dict[tuple[str, str], str] = {}
    repeated = kept = 0
    for one in resolved:
        if one.mark.key.startswith("u-"):
            place = one.document, one.mark.key
            repeated += place in first
            kept += place in first and first[place] == one.actor_id
            first.setdefault(place, one.actor_id)
    return repeated, kept


def _count_joined(resolved: Sequence[Resolved]) -> tuple[int, int]:
    """Unknown mentions of keys that several documents of one site name, and those with most of them."""
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    actors: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in resolved:
        if one.site and one.mark.key.startswith("u-"):
            documents[one.site, one.mark.key].add(one.document)
            actors[one.site, one.mark.key][one.actor_id] += 1
    spread = [counts for place, counts in actors.items() if len(documents[place]) > 1]
    return sum(counts.total() for counts in spread), sum(max(counts.values()) for counts in spread)
