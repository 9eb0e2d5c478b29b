r"""Cutting a byte stream into lines: at `\n` and nowhere else, with flat memory however long a line is.

`str.splitlines` would also cut at U+2028, U+0085 and form feeds, which occur inside texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

OVERLONG_HEAD_BYTES = 4096


class Line(NamedTuple):
    """One line.

    Attributes:
        position: byte offset of its first byte.
        data: its bytes without the line break; of an over-long line only the first 4 KiB.
        is_ended: whether a line break follows; only the last line of a stream may lack it.
        is_overlong: whether it has more bytes than were to be held.
    """

    position: int
    data: bytes
    is_ended: bool = True
    is_overlong: bool = False


class OpenLine:
    """A line, or another piece of a stream, whose end has not come yet; holds at most `max_bytes` of it."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._data = bytearray()
        self._length = 0
        self.position = 0

    def extend(self, piece: bytes) -> None:
        """Take the bytes that come next."""
        self._length += len(piece)
        if self._length <= self._max_bytes:
            self._data += piece
        else:
            self._data += piece[:OVERLONG_HEAD_BYTES]
            del self._data[OVERLONG_HEAD_BYTES:]

    def end(self, *, is_ended: bool, break_bytes: int = 1) -> Line:
        """The piece, and begin the next one behind as many bytes as parted them."""
        line = Line(self.position, bytes(self._data), is_ended, self._length > self._max_bytes)
        self.position += self._length + break_bytes
        self._data.clear()
        self._length = 0
        return line

    def __bool__(self) -> bool:
        return self._length > 0


def split_lines(chunks: Iterable[bytes], *, max_bytes: int) -> Iterator[Line]:
    r"""Cut a stream into lines.

    Args:
        chunks: the stream's bytes from its start, cut anywhere.
        max_bytes: a longer line is over-long: passed over, and only its head kept.

    Yields:
        Every line in order; an empty piece after the last line break is no line.

    >>> [line.data for line in split_lines([b"a\nb", b"c\n\n", b"d"], max_bytes=9)]
    [b'a', b'bc', b'', b'd']
    """
    unfinished = OpenLine(max_bytes)
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        unfinished.extend(first)
        if not others:
            continue
        yield unfinished.end(is_ended=True)
        last = others.pop()
        position = unfinished.position
        for piece in others:
            if len(piece) <= max_bytes:
                yield Line(position, piece)
            else:
                yield Line(position, piece[:OVERLONG_HEAD_BYTES], is_overlong=True)
            position += len(piece) + 1
        unfinished.position = position
        unfinished.extend(last)
    if unfinished:
        yield unfinished.end(is_ended=False)
