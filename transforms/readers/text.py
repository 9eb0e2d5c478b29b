"""Plain text: one file, one post."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from transforms.errors import DumpError, DumpReason
from transforms.readers.decoding import decode_text, detect_encoding
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import DateBasis, Document, RejectReason

_PACKED_ENDING = re.compile(r"\.(?:gz|zst|zstd|bz2|xz|lz4)$", re.IGNORECASE)
# "2023.11.08" has no ending: one begins with a letter.
_ENDING = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,7}$")
# Letters at either side would make it a piece of a hash.
_DAY = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])"
)


def sniff_text(head: Head) -> bool:
    """Whether a dump's first bytes are text in an encoding that can be told."""
    return detect_encoding(head.data, is_whole=head.is_whole) is not None


def read_text(stream: ByteStream) -> Reading:
    """Read a text file as one record.

    Shape: the whole stream in, one Document out, or one Reject (NO_TEXT) for a file of white space. The
    record's id is the file's name without its ending, its date the day in the file's name, if there is just
    one.

    Args:
        stream: the dump; at most `max_record_bytes` of it, for the record is held whole.

    Raises:
        DumpError: TOO_LARGE, or UNKNOWN_FORMAT when the encoding cannot be told.
    """
    limit = stream.limits.max_record_bytes
    if len(stream.peek(limit + 1)) > limit:
        advice = (
            f"a text file is one post, and this one is longer than {limit:,} bytes; split it into its posts"
        )
        raise DumpError(stream.name, limit, DumpReason.TOO_LARGE, advice)
    data = b"".join(stream.chunks())
    encoding = detect_encoding(data, is_whole=True)
    if encoding is None:
        advice = "the text is neither UTF-8 nor in an older Japanese encoding; convert it to UTF-8"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    return Reading(encoding, _read_record(stream.name, data, encoding))


class NamedDay(NamedTuple):
    """What a file's name says: the record's id and, in ISO form, its day."""

    record_id: str
    date_text: str | None


def parse_file_name(name: str) -> NamedDay:
    """Take the record's id and day out of a file's name.

    Args:
        name: the dump as the user named it; folders do not count.

    >>> parse_file_name("blog/日記_2023-11-08.txt.gz")
    NamedDay(record_id='日記_2023-11-08', date_text='2023-11-08')
    >>> parse_file_name("20231301.txt").date_text
    """
    bare = PurePath(name).name
    record_id = _ENDING.sub("", _PACKED_ENDING.sub("", bare)) or bare
    days = {day for match in _DAY.finditer(record_id) if (day := _make_day(match)) is not None}
    return NamedDay(record_id, days.pop() if len(days) == 1 else None)


def _make_day(match: re.Match[str]) -> str | None:
    try:
        return dt.date(int(match[1]), int(match[3]), int(match[4])).isoformat()
    except ValueError:
        return None


def _read_record(name: str, data: bytes, encoding: str) -> Iterator[Record]:
    text, replaced_count = decode_text(data, encoding)
    if not text or text.isspace():
        yield reject_record(0, RejectReason.NO_TEXT, data, encoding=encoding)
        return
    record_id, date_text = parse_file_name(name)
    yield Document(
        position=0,
        record_id=record_id,
        text=text,
        date_text=date_text,
        date_basis=DateBasis.FILE if date_text else DateBasis.NONE,
        replaced_count=replaced_count,
    )
