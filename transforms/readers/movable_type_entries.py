r"""Cutting a Movable Type export into entries, and an entry into its metadata and its bodies.

The layout: lines `KEY: value`; then sections, each a line of five hyphens, a line with the section's name and
its text; a line of eight hyphens ends the entry. Movable Type marks a text's line that looks like a separator
with a trailing tab, TypePad does not; so a separator counts only before what may follow one, and is text
otherwise. No trail byte of an older Japanese encoding is a hyphen or a line feed: entries are cut before they
are decoded.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from transforms.readers.lines import OVERLONG_HEAD_BYTES

_ENTRY_KEY = (
    rb"(?:AUTHOR(?: EMAIL| URL)?|TITLE|BASENAME|STATUS|ALLOW (?:COMMENTS|PINGS)|CONVERT BREAKS|"
    rb"(?:PRIMARY )?CATEGORY|DATE|TAGS|NO ENTRY|UNIQUE URL|IMAGE)[ \t]*+:"
)
_ENTRY_HEAD = (
    # Somebody's own keys may stand before the first known one.
    rb"(?:\xef\xbb\xbf)?+(?:[A-Z][A-Z0-9_ ]*+:[^\n]*+\n){0,8}?" + _ENTRY_KEY
)
_SECTION_NAME = rb"(?P<name>BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):[ \t\r]*+(?=\n|\Z)"

# Possessive throughout: a run of separators is walked over once, however long it is and whatever follows.
_SEPARATOR = b"\n--------"
_SEPARATOR_RUN = re.compile(
    rb"\n--------\r?+(?:\n(?:--------\r?+|[ \t\r]*+)(?=\n|\Z))*+(?P<is_end>\Z|\n(?=" + _ENTRY_HEAD + rb"))?"
)
_SECTION_RUN = re.compile(
    rb"\n-----\r?(?=\n|\Z)(?:\n(?:-----\r?+|[ \t\r]*+)(?=\n|\Z))*+(?:(?P<is_end>\Z)|\n"
    + _SECTION_NAME
    + rb")?"
)
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|--------(?=\r?\n|\r?\Z))*+")
_ESCAPED = re.compile(rb"^(-----|--------)\t(?=\r?$)", re.MULTILINE)
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s|--------(?=\r?\n))*+" + _ENTRY_HEAD)
_FIRST_SECTION = re.compile(rb"\n-----\r?\n\s*+" + _SECTION_NAME)

_READERS_SECTION = re.compile(
    rb"\n-----\r?\n\s*+(?:COMMENT|PING):[ \t\r]*+\n(?:[A-Z][A-Z ]*+:[^\n]*+\n){0,8}?(?:IP|EMAIL|AUTHOR|DATE):"
)
_ENTRY_END = re.compile(rb"\n-----\r?\n\s*+--------\r?\n\s*+" + _ENTRY_HEAD)

_AHEAD_BYTES = 64 * 1024
"""How far the next line that is not blank is looked for."""


class Entry(NamedTuple):
    """One entry of an export.

    Attributes:
        position: byte offset of its first line.
        data: its bytes without the closing separator; of an over-long entry only the first 4 KiB.
        is_overlong: whether it has more bytes than were to be held.
    """

    position: int
    data: bytes
    is_overlong: bool = False


class Sections(NamedTuple):
    """What counts of an entry; comments and pings, which are other people's, do not.

    Attributes:
        metadata: the lines before the first section.
        bodies: BODY and EXTENDED BODY in the entry's order, as long as no comment or ping came.
        own_bytes: how much of the entry stands before its first comment or ping.
    """

    metadata: bytes
    bodies: tuple[bytes, ...]
    own_bytes: int


def is_export_head(head: bytes) -> bool:
    r"""Whether a dump's first bytes are an entry's metadata and the start of a section.

    >>> is_export_head(b"--------\nTITLE: a\n-----\nBODY:\n"), is_export_head(b"TITLE: a\n-----\nb\n")
    (True, False)
    """
    return _HEAD.match(head) is not None and _FIRST_SECTION.search(head) is not None


def is_export_part(data: bytes) -> bool:
    r"""Whether bytes that do not begin like an export hold a reader's comment, or an entry behind another.

    >>> is_export_part(b"y\n-----\nCOMMENT:\nIP: 192.0.2.1\nz\n"), is_export_part(b"y\n-----\nCOMMENT:\nz\n")
    (True, False)
    """
    return _READERS_SECTION.search(data) is not None or _ENTRY_END.search(data) is not None


def split_entries(chunks: Iterable[bytes], *, max_bytes: int) -> Iterator[Entry]:
    r"""Cut an export into its entries.

    Args:
        chunks: the export's bytes from its start, cut anywhere, in an encoding that keeps ASCII.
        max_bytes: a longer entry is over-long: passed over, and only its head kept.

    Yields:
        Every entry in order; what is nothing but blank lines is none.

    >>> dump = b"--------\nTITLE: a\n-----\nBODY:\nx\n--------\ny\n-----\n--------\nTITLE: b\n"
    >>> [(entry.position, entry.data[-8:]) for entry in split_entries([dump], max_bytes=99)]
    [(9, b'\ny\n-----'), (58, b'ITLE: b\n')]
    """
    splitter = _EntrySplitter(max_bytes)
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.finish()


def split_sections(data: bytes) -> Sections:
    r"""Find the metadata and the bodies of an entry.

    >>> split_sections(b"TITLE: a\n-----\nBODY:\nx\n-----\ny\n-----\nCOMMENT:\nIP: 192.0.2.1\nz\n-----\n")
    Sections(metadata=b'TITLE: a', bodies=(b'x\n-----\ny',), own_bytes=30)
    """
    data = b"\n" + data
    pieces: list[tuple[bytes, bytes]] = []
    name, start, end = b"", 1, len(data)
    for match in _SECTION_RUN.finditer(data):
        if match["name"] is None and match["is_end"] is None:
            continue
        pieces.append((name, data[start : match.start()]))
        name, start = match["name"] or b"", match.end() + 1
        if name in {b"COMMENT", b"PING"}:
            end = match.start()
            break
    else:
        pieces.append((name, data[start:]))
    bodies = tuple(_unescape(text) for name, text in pieces if name in {b"BODY", b"EXTENDED BODY"})
    return Sections(pieces[0][1], bodies, end - 1)


def _unescape(text: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", text) if b"-----\t" in text else text


class _EntrySplitter:
    """Holds the bytes of the entry whose end has not come, and what must be seen behind a separator."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._buffer = b""
        self._position = 0
        self._searched = 0
        self._overlong: Entry | None = None

    def feed(self, chunk: bytes) -> Iterator[Entry]:
        self._buffer += chunk
        start = yield from self._take_ended(is_last=False)
        if self._searched - start > self._max_bytes and self._overlong is None:
            self._overlong = self._cut_overlong(start)
        if self._overlong is not None:
            start = max(start, self._searched)
        self._buffer = self._buffer[start:]
        self._position += start
        self._searched -= start

    def finish(self) -> Iterator[Entry]:
        start = yield from self._take_ended(is_last=True)
        yield from self._end_entry(start, len(self._buffer))

    def _take_ended(self, *, is_last: bool) -> Generator[Entry, None, int]:
        start = 0
        while (run := self._find_end(is_last=is_last)) is not None:
            yield from self._end_entry(start, run.start())
            start = run.end()
        return start

    def _end_entry(self, start: int, end: int) -> Iterator[Entry]:
        if self._overlong is not None:
            yield self._overlong
            self._overlong = None
            return
        leading = _LEADING.match(self._buffer, start, end)
        start = leading.end() if leading else start
        if end - start > self._max_bytes:
            yield self._cut_overlong(start)
        elif end > start:
            yield Entry(self._position + start, self._buffer[start:end])

    def _cut_overlong(self, start: int) -> Entry:
        head = self._buffer[start : start + OVERLONG_HEAD_BYTES]
        return Entry(self._position + start, head, is_overlong=True)

    def _find_end(self, *, is_last: bool) -> re.Match[bytes] | None:
        """The next run of separators that ends an entry; None when more bytes are needed to tell."""
        buffer, size = self._buffer, len(self._buffer)
        while (index := buffer.find(_SEPARATOR, self._searched)) >= 0:
            self._searched = index
            if not is_last and size - index < _AHEAD_BYTES:
                return None
            run = _SEPARATOR_RUN.match(buffer, index, index + _AHEAD_BYTES)
            self._searched = run.end() if run else index + len(_SEPARATOR)
            if run is not None and run["is_end"] is not None and run.end() < index + _AHEAD_BYTES:
                return run
        self._searched = max(self._searched, size - len(_SEPARATOR) + 1)
        return None
