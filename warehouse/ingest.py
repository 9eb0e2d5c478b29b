"""Read one dump into the lake: duplicates dropped, revisions numbered, every record counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from transforms.errors import DumpError
from transforms.options import DEFAULT_OPTIONS, ParseOptions
from transforms.parse import parse_document
from transforms.readers import Dump, Limits, read_dump
from transforms.records import Document, LeftOut, ParsedPost, Reject
from warehouse.lake import PartitionWriter
from warehouse.revisions import Revisions
from warehouse.takedown import NO_TAKEDOWNS, Takedowns


@dataclass(frozen=True)
class DumpResult:
    """What became of one dump.

    Attributes:
        dump_id: 16 hex digits of the file's SHA-256.
        name: what the user calls it, the path below the inbox.
        bytes: size of the file as delivered.
        format: text, jsonl, ...; None when it could not be told.
        encoding: character encoding, and the compression in front of it; None likewise.
        records_in: records read; equals posts + duplicates + rejected. A quarantined dump counts nothing.
        posts: records that became posts, every revision.
        duplicates: records that repeat a post of the same dump, text and all.
        rejected: records in rejects.
        left_out: entries besides that are no public posts.
        seconds: wall time of reading, parsing and writing.
        chars: code points in the posts' texts.
        quotes: quotes found.
        quarantine_reason: why the whole dump was put aside; None for a good one.
        quarantine_detail: what was wrong, where, and what to do.
    """

    dump_id: str
    name: str
    bytes: int
    format: str | None
    encoding: str | None
    records_in: int
    posts: int
    duplicates: int
    rejected: int
    left_out: int
    seconds: float
    chars: int
    quotes: int
    quarantine_reason: str | None = None
    quarantine_detail: str | None = None


@dataclass
class _Counts:
    records_in: int = 0
    posts: int = 0
    duplicates: int = 0
    rejected: int = 0
    left_out: int = 0
    chars: int = 0
    quotes: int = 0


def ingest_dump(  # noqa: PLR0913 - which dump, where to, and what decides its rows
    path: Path,
    *,
    name: str,
    dump_id: str,
    folder: Path,
    limits: Limits,
    options: ParseOptions = DEFAULT_OPTIONS,
    takedowns: Takedowns = NO_TAKEDOWNS,
) -> DumpResult:
    """Read one dump and write its rows below a lake folder.

    Runs in a worker process: arguments and result can be pickled, memory stays flat however long the dump is.

    Args:
        path: the dump.
        name: what the user calls it.
        dump_id: its content hash, from `hash_dump`; a file replaced since then is put aside.
        folder: the lake folder of the night, `staging/<seq>/lake`.
        limits: where a dump counts as a bomb, and a record as too long.
        options: how to take what the dump leaves open.
        takedowns: the posts that must not be read in; they count as left out.

    Returns:
        The counts. A dump that cannot be used gives a result with `quarantine_reason`, and leaves no file.
    """
    started = time.perf_counter()
    size = _file_bytes(path)
    dump: Dump | None = None
    try:
        with read_dump(path, name=name, limits=limits, dump_id=dump_id) as dump:
            writer = PartitionWriter(folder, dump_id=dump_id, source_uri=name)
            parse = partial(parse_document, dump_id=dump_id, source_uri=name, options=options)
            counts = _write_records(dump, writer, parse, takedowns)
        reason = detail = None
    except DumpError as error:
        counts, reason, detail = _Counts(), str(error.reason), str(error)
    return DumpResult(
        dump_id=dump_id,
        name=name,
        bytes=size,
        format=dump.format if dump else None,
        encoding=dump.encoding if dump else None,
        **vars(counts),
        seconds=time.perf_counter() - started,
        quarantine_reason=reason,
        quarantine_detail=detail,
    )


def _write_records(
    dump: Dump, opened: PartitionWriter, parse: Callable[[Document], ParsedPost], takedowns: Takedowns
) -> _Counts:
    counts, revisions = _Counts(), Revisions()
    with opened as writer:
        for record in dump.records():
            if isinstance(record, LeftOut):
                counts.left_out += 1
                continue
            if isinstance(record, Reject):
                counts.records_in += record.record_count
                counts.rejected += record.record_count
                writer.add_reject(record)
            else:
                parsed = parse(record)
                if takedowns.has(parsed.post.post_id):
                    counts.left_out += 1
                    continue
                counts.records_in += 1
                _write_post(writer, parsed, counts, revisions)
        writer.close()
    return counts


def _write_post(writer: PartitionWriter, parsed: ParsedPost, counts: _Counts, revisions: Revisions) -> None:
    revision = revisions.number(parsed.post.post_id, parsed.post.text_sha256)
    if revision is None:
        counts.duplicates += 1
        return
    counts.posts += 1
    counts.chars += parsed.post.char_count
    counts.quotes += len(parsed.quotes)
    writer.add_post(parsed._replace(post=parsed.post._replace(revision=revision)))


def _file_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the reader says what is wrong with the file
