"""Read the reviewed names of sql/seeds/ and check them: people write these files, so faults name their line.

    actors.csv         actor_key, name, kind, country, wikidata_id
    actor_aliases.csv  surface, actor_key, valid_from, valid_until, source
    offices.csv        actor_key, short_name, title, scope, valid_from, valid_until
    title_variants.csv variant, title: other wordings of an office (総理 of 首相)
    name_affixes.csv   affix, position, class

Days are Asia/Tokyo, both ends included, empty for open. Where only the month or the year is known it stands
alone (2019-07, 2019): only the days on which the row holds whatever the day was count, so that of two holders
who changed in some month neither is taken for the other. What offices are for: warehouse/resolve_offices.py.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from transforms.records import ActorKind
from warehouse.resolve_affixes import AffixError, Affixes

_Row = TypeVar("_Row")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PARTLY_KNOWN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


class SeedError(ValueError):
    """A seed file that a person must mend; the message names file and line."""


class Span(NamedTuple):
    """Days from `first` to `last`, both included; None is open."""

    first: dt.date | None
    last: dt.date | None

    def covers(self, other: Span) -> bool:
        """Whether every day of `other` (None there: not known) lies inside."""
        from_ok = self.first is None or (other.first is not None and self.first <= other.first)
        until_ok = self.last is None or (other.last is not None and other.last <= self.last)
        return from_ok and until_ok

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a day."""
        starts_before_end = (self.first or dt.date.min) <= (other.last or dt.date.max)
        return starts_before_end and (other.first or dt.date.min) <= (self.last or dt.date.max)


class AskedDay:
    """The day a name was written, that notes on which days the answer could be another one.

    Args:
        day: None where it is not known: then every span counts, and only what is unique over time is sure.
    """

    def __init__(self, day: dt.date | None) -> None:
        self.day = day
        self.changes: set[dt.date] = set()

    def is_in(self, span: Span) -> bool:
        """Whether the day lies inside; both ends of the span are noted as changes."""
        if span.first is not None:
            self.changes.add(span.first)
        if span.last is not None and span.last < dt.date.max:
            self.changes.add(span.last + dt.timedelta(days=1))
        return self.day is None or span.covers(Span(self.day, self.day))


class SeedActor(NamedTuple):
    """One row of actors.csv."""

    actor_key: str
    name: str
    kind: ActorKind
    country: str | None
    wikidata_id: str | None

    @property
    def actor_id(self) -> str:
        """The stable id made of the key."""
        return make_id(f"actor:{self.actor_key}")


class SeedAlias(NamedTuple):
    """One row of actor_aliases.csv, or one that follows from an office."""

    surface: str
    actor_key: str
    span: Span
    source: str


class Office(NamedTuple):
    """One row of offices.csv; `scope` is the key of the country or body with one such office, or ""."""

    actor_key: str
    short_name: str
    title: str
    scope: str
    span: Span


@dataclass(frozen=True)
class ActorSeeds:
    """The reviewed names, checked."""

    actors: dict[str, SeedActor]
    aliases: tuple[SeedAlias, ...]
    offices: tuple[Office, ...]
    affixes: Affixes


def make_id(text: str) -> str:
    """16 hex digits of SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def require_seeds(folder: Path) -> None:
    """Make sure that a folder holds reviewed names, before anything is done that takes time.

    Raises:
        SeedError: it does not.
    """
    if not (folder / "actors.csv").is_file():
        raise SeedError(
            f"{folder} holds no reviewed names (actors.csv is missing); correct HATSUGEN_SEEDS or --seeds, "
            "or let `hatsugen review --import` make the folder"
        )


def read_actor_seeds(folder: Path) -> ActorSeeds:
    """Read and check the actor files of a seed folder.

    Raises:
        SeedError: a missing file or column, a bad date, an unknown key, a doubled row, an alias that means
            two actors on one day.
    """
    actors: dict[str, SeedActor] = {}
    for actor in read_rows(folder / "actors.csv", _to_actor):
        if actors.setdefault(actor.actor_key, actor) is not actor:
            raise SeedError(f"actors.csv: {actor.actor_key} stands there twice")
    aliases = tuple(read_rows(folder / "actor_aliases.csv", _to_alias))
    variants = list(read_rows(folder / "title_variants.csv", lambda row: (row["variant"], row["title"])))
    offices = tuple(_word_offices(read_rows(folder / "offices.csv", _to_office), variants))
    _check_keys("actor_aliases.csv", (alias.actor_key for alias in aliases), actors)
    _check_keys("offices.csv", (o.actor_key for o in offices), actors)
    _check_keys("offices.csv", (o.scope for o in offices if o.scope), actors)
    for surface, first, second in find_conflicts(aliases):
        raise SeedError(f"actor_aliases.csv: {surface} means {first} and {second} on one day")
    try:
        affixes = Affixes.from_rows(read_rows(folder / "name_affixes.csv", _to_affix))
    except AffixError as error:
        raise SeedError(f"name_affixes.csv: {error}") from error
    return ActorSeeds(actors, aliases, offices, affixes)


def find_conflicts(aliases: Iterable[SeedAlias]) -> Iterator[tuple[str, str, str]]:
    """Surfaces with overlapping rows, as (surface, actor_key, actor_key); a doubled row is one, too."""
    rows_of: dict[str, list[SeedAlias]] = defaultdict(list)
    for alias in aliases:
        rows_of[alias.surface].append(alias)
    for surface, rows in rows_of.items():
        for i, row in enumerate(rows):
            for other in rows[i + 1 :]:
                if other.span.overlaps(row.span):
                    yield surface, row.actor_key, other.actor_key


def read_rows(path: Path, convert: Callable[[dict[str, str]], _Row]) -> Iterator[_Row]:
    """Read a seed CSV (UTF-8, with or without the BOM that Excel writes) row by row.

    Raises:
        SeedError: the file is missing or broken, or a row cannot be converted.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for row in reader:
                yield _convert(row, convert, f"{path.name} line {reader.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SeedError(f"{path.name}: {error}") from error


def _convert(row: dict[str, str], convert: Callable[[dict[str, str]], _Row], where: str) -> _Row:
    for column, value in row.items():
        if column is None or value is None:
            raise SeedError(f"{where}: not as many fields as the header has")
        if value != value.strip() or not unicodedata.is_normalized("NFC", value):
            raise SeedError(f"{where}: {column} has blanks around it or is not Unicode NFC: {value!r}")
    try:
        return convert(row)
    except KeyError as error:
        raise SeedError(f"{where}: the file has no column {error}") from error
    except ValueError as error:
        raise SeedError(f"{where}: {error}") from error


def _word_offices(offices: Iterable[Office], variants: list[tuple[str, str]]) -> Iterator[Office]:
    """Every office in all wordings of its title."""
    for office in offices:
        yield office
        for variant, title in variants:
            if title == office.title:
                yield office._replace(title=variant)


def _check_keys(file: str, keys: Iterable[str], actors: dict[str, SeedActor]) -> None:
    unknown = sorted(set(keys) - actors.keys())
    if unknown:
        raise SeedError(f"{file}: actors.csv has no {', '.join(unknown[:5])}")


def _to_actor(row: dict[str, str]) -> SeedActor:
    country, wikidata_id = row["country"] or None, row["wikidata_id"] or None
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError(f"country {country!r} is no ISO 3166-1 alpha-2 code")
    if wikidata_id and not _WIKIDATA.fullmatch(wikidata_id):
        raise ValueError(f"{wikidata_id!r} is no Wikidata item")
    return SeedActor(
        _filled(row, "actor_key"), _filled(row, "name"), ActorKind(row["kind"]), country, wikidata_id
    )


def _to_alias(row: dict[str, str]) -> SeedAlias:
    return SeedAlias(
        _filled(row, "surface"), _filled(row, "actor_key"), _to_span(row), _filled(row, "source")
    )


def _to_office(row: dict[str, str]) -> Office:
    if row["short_name"] and not any(map(str.isalpha, row["short_name"])):
        # "-" and its office would fold to the office alone, and every holder of it be this one.
        raise ValueError(f"short_name {row['short_name']!r} has no letter")
    return Office(
        _filled(row, "actor_key"), row["short_name"], _filled(row, "title"), row["scope"], _to_span(row)
    )


def _to_affix(row: dict[str, str]) -> tuple[str, str, str]:
    return _filled(row, "affix"), row["position"], row["class"]


def _filled(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column} is empty")
    return row[column]


def _to_span(row: dict[str, str]) -> Span:
    first, last = _to_days(row["valid_from"]).last, _to_days(row["valid_until"]).first
    if first and last and last < first:
        raise ValueError(f"valid_until {last} is before valid_from {first}")
    return Span(first, last)


def _to_days(text: str) -> Span:
    """The days that a date could be: one, those of a month or a year, any for an empty field."""
    if not text:
        return Span(None, None)
    if not (known := _PARTLY_KNOWN.fullmatch(text)):
        day = dt.date.fromisoformat(text)
        return Span(day, day)
    year, month = int(known[1]), int(known[2] or 12)
    first = dt.date(year, int(known[2] or 1), 1)
    return Span(first, dt.date(year, month, calendar.monthrange(year, month)[1]))
