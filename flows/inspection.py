"""What a dump is and what would become of it, found by reading it to its end without a warehouse."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flows.discover import list_candidates
from transforms.errors import DumpError
from transforms.options import ParseOptions
from transforms.posts import make_post
from transforms.readers import Dump, Limits, read_dump
from transforms.readers.opening import show_name
from transforms.records import DateBasis, Document, LeftOut, Post, Reject
from warehouse.revisions import Revisions

PREVIEW_POSTS = 3
_OPENING_CHARS = 120


@dataclass
class DateRange:
    """How many posts are dated by one kind of evidence, and their first and last day (Tokyo)."""

    posts: int
    first: dt.date
    last: dt.date

    def add(self, day: dt.date) -> None:
        """Count one more post."""
        self.posts += 1
        self.first, self.last = min(self.first, day), max(self.last, day)


class Preview(NamedTuple):
    """One post as a person would recognise it; `opening` is the start of its text on one line."""

    record_id: str
    posted_date: dt.date | None
    url: str | None
    title: str | None
    opening: str


@dataclass
class Inspection:
    """What one dump holds; counts as `hatsugen run` would count.

    Attributes:
        name: the dump as the user named it.
        bytes: its size on disk.
        format, encoding: None when they cannot be told.
        records, posts, duplicates: records = posts + duplicates + rejects. Of a dump that would be
            quarantined they count what came before the trouble.
        dates: posts by what their date rests on; a post without a date is in none.
        assumed_time_zones: posts whose time names no zone, by the zone that was taken.
        sites: posts by host, or by blog's name where there is no address.
        left_out: entries that are no public posts, by reason.
        rejects: records that could not become posts, by reason.
        replaced_count: characters that could not be decoded.
        preview: its first posts.
        quarantine_reason, quarantine_detail: why the whole dump would be put aside; None for a good one.
    """

    name: str
    bytes: int = 0
    format: str | None = None
    encoding: str | None = None
    records: int = 0
    posts: int = 0
    duplicates: int = 0
    dates: dict[str, DateRange] = field(default_factory=dict)
    assumed_time_zones: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    replaced_count: int = 0
    preview: list[Preview] = field(default_factory=list)
    quarantine_reason: str | None = None
    quarantine_detail: str | None = None

    @property
    def own_dates(self) -> DateRange | None:
        """First and last day of the posts that have one of their own: that of a crawl is none."""
        own = [dates for basis, dates in self.dates.items() if basis != DateBasis.CRAWL]
        if not own:
            return None
        return DateRange(
            sum(each.posts for each in own), min(each.first for each in own), max(each.last for each in own)
        )


def inspect_paths(paths: Iterable[Path], options: ParseOptions) -> Iterator[Inspection]:
    """Inspect files, and every file below folders, in the order of their names."""
    for path in paths:
        for candidate in sorted(list_candidates(path), key=lambda each: each.name):
            name = show_name(str(path / candidate.name if path.is_dir() else path))
            yield inspect_dump(candidate.path, name=name, options=options)


def inspect_dump(path: Path, *, name: str, options: ParseOptions) -> Inspection:
    """Read a dump to its end and count; memory stays flat but for the hosts and 24 bytes a post.

    Args:
        path: where the file is.
        name: what the user calls it.
        options: how to take what the dump leaves open.
    """
    found = Inspection(name, bytes=path.stat().st_size if path.is_file() else 0)
    try:
        with read_dump(path, name=name, limits=Limits()) as dump:
            try:
                _count_records(dump, found, options)
            finally:
                # What an archive's members are is known when they have been read.
                found.format, found.encoding = dump.format, dump.encoding
    except DumpError as error:
        found.quarantine_reason, found.quarantine_detail = str(error.reason), str(error)
    return found


def _count_records(dump: Dump, found: Inspection, options: ParseOptions) -> None:
    revisions = Revisions()
    for record in dump.records():
        if isinstance(record, LeftOut):
            found.left_out[record.reason] += 1
            continue
        if isinstance(record, Reject):
            found.records += record.record_count
            found.rejects[record.reason] += record.record_count
        else:
            found.records += 1
            _count_document(record, found, revisions, options)


def _count_document(
    document: Document, found: Inspection, revisions: Revisions, options: ParseOptions
) -> None:
    post, _ = make_post(document, dump_id="", source_uri=found.name, options=options)
    if revisions.number(post.post_id, post.text_sha256) is None:
        found.duplicates += 1
        return
    found.posts += 1
    found.replaced_count += post.replaced_count
    if post.site is not None:
        found.sites[post.site] += 1
    if post.assumed_time_zone is not None:
        found.assumed_time_zones[post.assumed_time_zone] += 1
    if (day := post.posted_date) is not None:
        found.dates.setdefault(post.date_basis, DateRange(0, day, day)).add(day)
    if len(found.preview) < PREVIEW_POSTS:
        found.preview.append(_preview(post))


def _preview(post: Post) -> Preview:
    opening = " ".join(post.text[: 2 * _OPENING_CHARS].split())[:_OPENING_CHARS]
    return Preview(post.record_id, post.posted_date, post.url, post.title, opening)
