"""Cutting an archive into its records: a head that states a length, so many bytes, a separator.

fastwarc and warcio do this too, but end in silence where a file is cut, take an unreadable length for 0, and
stop for good at the first broken record. Here every byte belongs to a record or to a stretch that is
reported, and reading goes on at the next thing that looks like a record's head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from transforms.records import RejectReason

MAX_HEAD_BYTES = 64 * 1024
MAX_MARK_BYTES = 4096
_EXCERPT_BYTES = 8192
_LINE_ENDS_BYTES = 64
_WINDOW_BYTES = 64 * 1024
_LINE_ENDS = re.compile(rb"[\r\n]+")


class Frame(NamedTuple):
    """One record of an archive, or a stretch of it that is none.

    Attributes:
        position: byte offset in the decompressed dump.
        fields: what its head states, by name in lower case.
        block: its content; only the first bytes of it where there is trouble.
        trouble: TOO_LONG, CUT (the archive ends inside), BAD_RECORD (no head, no length, or a length that
            does not lead to the next record), or None.
    """

    position: int
    fields: Mapping[str, str]
    block: bytes
    trouble: RejectReason | None = None


class Grammar(NamedTuple):
    """How one kind of archive writes its records.

    Attributes:
        head: a record's whole head, from its first byte.
        parse_head: its fields; the length is in `content-length`.
        mark: what a head begins with; at most `MAX_MARK_BYTES` long.
        boundary: what may follow a record's block.
    """

    head: re.Pattern[bytes]
    parse_head: Callable[[bytes], Mapping[str, str]]
    mark: re.Pattern[bytes]
    boundary: re.Pattern[bytes]


def split_records(chunks: Iterable[bytes], grammar: Grammar, *, max_bytes: int) -> Iterator[Frame]:
    """Cut an archive into its records.

    Args:
        chunks: the decompressed archive, in order, cut anywhere.
        grammar: which kind of archive it is.
        max_bytes: the longest block that is held; of a longer one only the beginning is given.

    Yields:
        Frames with rising positions, which together leave out only line ends.
    """
    splitter = _Splitter(_Cursor(chunks), grammar, max_bytes)
    while (frame := splitter.read_frame()) is not None:
        yield frame


class _Cursor:
    """A place in a stream of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.position = 0
        self._chunks = iter(chunks)
        self._data = b""
        self._at = 0

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or all there are, without taking them."""
        self._hold(size)
        return self._data[self._at : self._at + size]

    def match(self, pattern: re.Pattern[bytes], size: int) -> re.Match[bytes] | None:
        """Match a pattern with the next `size` bytes, or all there are, without copying them."""
        self._hold(size)
        return pattern.match(self._data, self._at, self._at + size)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes, or all there are; how many."""
        left = size
        while left:
            self._hold(1)
            step = min(left, len(self._data) - self._at)
            if not step:
                break
            self._at += step
            left -= step
        self.position += size - left
        return size - left

    def _hold(self, size: int) -> None:
        held = len(self._data) - self._at
        if held >= size:
            return
        parts = [self._data[self._at :]]
        for chunk in self._chunks:
            parts.append(chunk)
            held += len(chunk)
            if held >= size:
                break
        self._data, self._at = b"".join(parts), 0


class _Splitter:
    """Reads frames off a cursor."""

    def __init__(self, cursor: _Cursor, grammar: Grammar, max_bytes: int) -> None:
        self._cursor = cursor
        self._grammar = grammar
        self._max_bytes = max_bytes

    def read_frame(self) -> Frame | None:
        """The next frame; None at the end."""
        self._skip_line_ends()
        position = self._cursor.position
        head = self._cursor.match(self._grammar.head, MAX_HEAD_BYTES)
        if head is None:
            ahead = self._cursor.peek(MAX_HEAD_BYTES)
            if not ahead:
                return None
            is_cut = self._grammar.mark.match(ahead) is not None and len(ahead) < MAX_HEAD_BYTES
            return self._give_up(position, {}, ahead, RejectReason.CUT if is_cut else RejectReason.BAD_RECORD)
        fields = self._grammar.parse_head(head[0])
        self._cursor.skip(len(head[0]))
        length = _parse_length(fields.get("content-length", ""))
        if length is None:
            return self._give_up(position, fields, head[0], RejectReason.BAD_RECORD)
        return self._read_block(position, fields, length)

    def _read_block(self, position: int, fields: Mapping[str, str], length: int) -> Frame:
        held = self._cursor.peek(min(length, self._max_bytes) + MAX_MARK_BYTES)
        if length > self._max_bytes and len(held) > self._max_bytes:
            skipped = self._cursor.skip(length)
            trouble = RejectReason.TOO_LONG if skipped == length else RejectReason.CUT
            return Frame(position, fields, held[:MAX_HEAD_BYTES], trouble)
        if len(held) < length:
            return self._give_up(position, fields, held, RejectReason.CUT)
        if not self._grammar.boundary.match(held, length):
            return self._give_up(position, fields, held, RejectReason.BAD_RECORD)
        self._cursor.skip(length)
        return Frame(position, fields, held[:length])

    def _give_up(self, position: int, fields: Mapping[str, str], seen: bytes, trouble: RejectReason) -> Frame:
        """Go to the next head, wherever it is; what was cut off by it was not the archive's end."""
        is_found = self._skip_to_mark()
        if is_found and trouble is RejectReason.CUT:
            trouble = RejectReason.BAD_RECORD
        return Frame(position, fields, seen[:_EXCERPT_BYTES], trouble)

    def _skip_to_mark(self) -> bool:
        """Pass over what is left of a broken record; whether another one follows."""
        while True:
            ahead = self._cursor.peek(_WINDOW_BYTES)
            if (mark := self._grammar.mark.search(ahead, 1)) is not None:
                self._cursor.skip(mark.start())
                return True
            if len(ahead) < _WINDOW_BYTES:
                self._cursor.skip(len(ahead))
                return False
            # A head's first line may begin in this window and end in the next.
            self._cursor.skip(_WINDOW_BYTES - MAX_MARK_BYTES)

    def _skip_line_ends(self) -> None:
        while (ends := self._cursor.match(_LINE_ENDS, _LINE_ENDS_BYTES)) is not None:
            self._cursor.skip(len(ends[0]))


def _parse_length(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
