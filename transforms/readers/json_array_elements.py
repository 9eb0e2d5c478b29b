"""Cutting a JSON array into its elements while it streams, each then read like a JSON line.

One pass over the bytes that knows of strings, escapes and brackets and of nothing else: it builds no values,
and an element that is no JSON hurts only itself, as long as its quotes and brackets come in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.readers.json_fields import Fields
from transforms.readers.json_records import RecordError, parse_record
from transforms.readers.limits import Limits
from transforms.readers.lines import Line, OpenLine
from transforms.readers.rejecting import reject_record
from transforms.records import Reject, RejectReason

_REST_OF_STRING = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
_UP_TO_QUOTE = re.compile(_REST_OF_STRING, re.DOTALL)
_FLAT = rb'(?:[^"{}\[\]]++|"' + _REST_OF_STRING + rb'")*+'
_UP_TO_BRACKET = re.compile(
    # Most brackets hold no others and are passed over whole; the rest is gone through twice at most.
    rb'(?:[^"{}\[\]]++|"' + _REST_OF_STRING + rb'"|\{' + _FLAT + rb"\}|\[" + _FLAT + rb"\])*+",
    re.DOTALL,
)
_UP_TO_BRACKET_OR_COMMA = re.compile(rb'(?:[^"{}\[\],]++|"' + _REST_OF_STRING + rb'")*+', re.DOTALL)
_QUOTE, _COMMA = b'",'
_OPENING = frozenset(b"[{")


class Element(NamedTuple):
    """One element that is an object: where its first byte is, its number from 1, its bytes, its fields."""

    position: int
    number: int
    data: bytes
    fields: Fields


class _Scanner:
    """What has to be known of the bytes so far to tell where an element ends.

    Attributes:
        depth: brackets open; 0 is outside of the array, 1 between its elements.
    """

    def __init__(self) -> None:
        self.depth = 0
        self._is_in_string = False
        self._is_escaped = False

    def find_ends(self, chunk: bytes) -> Iterator[int]:
        """Where the array begins and ends and its commas stand: whatever lies between is one piece.

        While a place is given out, `depth` is that before it.
        """
        at = self._end_string(chunk, 0) if self._is_in_string else 0
        while at < len(chunk):
            skipped = _UP_TO_BRACKET if self.depth > 1 else _UP_TO_BRACKET_OR_COMMA
            at = _end_of(skipped.match(chunk, at), at)
            if at == len(chunk):
                return
            byte = chunk[at]
            if byte == _QUOTE:
                at = self._end_string(chunk, at + 1)
                continue
            depth = self.depth if byte == _COMMA else self.depth + (1 if byte in _OPENING else -1)
            if min(depth, self.depth) <= 0 or byte == _COMMA:
                yield at
            self.depth = max(depth, 0)
            at += 1

    def _end_string(self, chunk: bytes, start: int) -> int:
        """The place behind the quote that ends the string, or the chunk's end when it goes on."""
        start += self._is_escaped
        at = _end_of(_UP_TO_QUOTE.match(chunk, start), start)
        self._is_in_string = at >= len(chunk) or chunk[at] != _QUOTE
        # An escape whose second half comes with the next chunk.
        self._is_escaped = self._is_in_string and at < len(chunk)
        return len(chunk) if self._is_in_string else at + 1


def read_elements(chunks: Iterable[bytes], limits: Limits) -> Iterator[Element | Reject]:
    r"""Read the elements of a JSON array.

    Args:
        chunks: the stream from its start, cut anywhere; what stands before the first `[` is passed over.
        limits: `max_record_bytes` and `max_depth` of an element.

    Yields:
        An Element per object, a Reject for whatever else stands between the commas or behind the array, and
        one with the reason CUT when the array has no end. Blank elements are none.

    >>> found = read_elements([b'x = [{"a": "[,\\"', b'"}, 7]'], Limits())
    >>> [item.fields if isinstance(item, Element) else item.reason for item in found]
    [{'a': '[,"'}, <RejectReason.NOT_AN_OBJECT: 'not_an_object'>]
    """
    number = 0
    for piece in _split_elements(chunks, limits.max_record_bytes):
        if piece.data:
            number += 1
            element = _parse_element(piece, number, limits.max_depth)
            yield element
            if isinstance(element, Reject):
                continue
        if not piece.is_ended:
            yield reject_record(piece.position + len(piece.data), RejectReason.CUT, b"")


def _split_elements(chunks: Iterable[bytes], max_bytes: int) -> Iterator[Line]:
    """The pieces behind the first `[`, stripped; only one that lacks its end may be blank."""
    scanner, piece = _Scanner(), OpenLine(max_bytes)
    is_before_array = True
    for chunk in chunks:
        start = 0
        for end in scanner.find_ends(chunk):
            if is_before_array and chunk[end] not in _OPENING:
                continue
            piece.extend(chunk[start:end])
            start = end + 1
            found = _strip(piece.end(is_ended=True))
            if found.data and not is_before_array:
                yield found
            is_before_array = False
        piece.extend(chunk[start:])
    last = _strip(piece.end(is_ended=scanner.depth == 0))
    # A script may end its one statement.
    if last.data not in {b"", b";"} or not last.is_ended:
        yield last


def _strip(line: Line) -> Line:
    data = line.data.lstrip()
    return line._replace(position=line.position + len(line.data) - len(data), data=data.rstrip())


def _parse_element(piece: Line, number: int, max_depth: int) -> Element | Reject:
    if piece.is_overlong:
        return reject_record(piece.position, RejectReason.TOO_LONG, piece.data)
    try:
        fields = parse_record(piece.data, max_depth=max_depth, is_ended=piece.is_ended)
    except RecordError as error:
        return reject_record(piece.position, error.reason, piece.data)
    return Element(piece.position, number, piece.data, fields)


def _end_of(match: re.Match[bytes] | None, start: int) -> int:
    """The end of a match; the patterns match the empty string, so there always is one."""
    return match.end() if match else start
