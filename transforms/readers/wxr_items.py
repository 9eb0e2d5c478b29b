"""Cutting a WordPress export into its items, without parsing more of it than XML's own lexical rules ask.

An item is cut out before it is parsed, so that its byte offset is known, one bad item costs no other, and
memory is that of one item. Outside of CDATA sections, comments and processing instructions `<item` and
`</item` are always tags, and that is all that is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.errors import DumpError, DumpReason
from transforms.readers.lines import OVERLONG_HEAD_BYTES
from transforms.records import RejectReason

_TAG_END = rb"(?=[\s/>])"
_BETWEEN_ITEMS = re.compile(
    rb"<(?:(!\[CDATA\[|!--|\?)|(?P<dtd>!DOCTYPE)|"
    rb"(?P<item>item)"
    + _TAG_END
    + rb"|(?P<root>rss)"
    + _TAG_END
    + rb"|(?P<end>/(?:channel|rss))"
    + _TAG_END
    + rb")"
)
_INSIDE_ITEM = re.compile(
    rb"<(?:(!\[CDATA\[|!--|\?)|(?P<close>/item)" + _TAG_END + rb"|"
    rb"(?P<item>item)" + _TAG_END + rb"|(?P<end>/(?:channel|rss))" + _TAG_END + rb")"
)
# The same as the tokens find, in one go: for an item that is all there and holds no comment. Possessive
# throughout, and each byte is looked at once.
_WHOLE_ITEM = re.compile(
    rb"<item(?:[^<]++|<(?!!|\?|/item|item[\s/>]|/channel|/rss)|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>)*+</item"
    + _TAG_END
)
_PASSED_ENDS = {b"![CDATA[": b"]]>", b"!--": b"-->", b"?": b"?>"}
_LONGEST_TOKEN = len(b"<![CDATA[") + 1


class Item(NamedTuple):
    """One item of an export, or the place where the export was cut off between two.

    Attributes:
        position: byte offset of its `<item`.
        data: its bytes from `<item` to `</item>`; of an over-long one only the first 4 KiB, and nothing where
            the export was cut between items.
        head: the export's bytes before its first item: namespaces, the blog's address, its authors.
        trouble: TOO_LONG for an over-long item, BAD_MARKUP for one that is not closed before the next tag
            that cannot be inside, CUT where the export ends too early; else None.
    """

    position: int
    data: bytes
    head: bytes
    trouble: RejectReason | None = None


def split_items(chunks: Iterable[bytes], *, name: str, max_bytes: int) -> Iterator[Item]:
    """Cut an export into its items.

    Args:
        chunks: the export's bytes from its start, cut anywhere, in an encoding that keeps ASCII.
        name: the dump as the user named it.
        max_bytes: a longer item is passed over, and only its head kept.

    Yields:
        Every item in order, one with the trouble CUT last if the export lacks its end.

    Raises:
        DumpError: UNKNOWN_FORMAT for a document type declaration, whose entities can invent text or hide it.

    >>> [item.data for item in split_items([b"<rss><item>a</item></rss>"], name="a.xml", max_bytes=99)]
    [b'<item>a</item>']
    """
    splitter = _ItemSplitter(name, max_bytes)
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.finish()


class _ItemSplitter:
    """Holds the bytes of the item, or of the head, whose end has not come."""

    def __init__(self, name: str, max_bytes: int) -> None:
        self._name = name
        self._max_bytes = max_bytes
        self._buffer = b""
        self._position = 0
        self._searched = 0
        self._start: int | None = 0
        """Where the item, or the head, begins in the buffer; None between items, where nothing is kept."""
        self._is_item = False
        self._is_closed = False
        self._head = b""
        self._overlong: Item | None = None
        self._passed_end: bytes | None = None

    def feed(self, chunk: bytes) -> Iterator[Item]:
        self._buffer += chunk
        while (token := self._find_token()) is not None:
            if self._is_item:
                yield self._end_item(token)
            else:
                self._leave_gap(token)
            if token["item"] is not None:
                yield from self._start_item(token.start())
        self._forget()

    def finish(self) -> Iterator[Item]:
        if self._is_item:
            yield self._make_item(len(self._buffer), RejectReason.CUT)
        elif not self._is_closed:
            yield Item(self._position + len(self._buffer), b"", self._head, RejectReason.CUT)

    def _find_token(self) -> re.Match[bytes] | None:
        """The next tag that matters; None when more bytes are needed. Most of the time goes by here."""
        tokens = _INSIDE_ITEM if self._is_item else _BETWEEN_ITEMS
        buffer, size = self._buffer, len(self._buffer)
        while True:
            if (end := self._passed_end) is not None:
                index = buffer.find(end, self._searched)
                if index < 0:
                    self._searched = max(self._searched, size - len(end) + 1)
                    return None
                self._searched = index + len(end)
                self._passed_end = None
            token = tokens.search(buffer, self._searched)
            if token is None:
                self._searched = max(self._searched, size - _LONGEST_TOKEN + 1)
                return None
            self._searched = token.end()
            self._passed_end = _PASSED_ENDS.get(token[1])
            if self._passed_end is None:
                return token

    def _start_item(self, start: int) -> Iterator[Item]:
        self._start, self._is_item, self._is_closed = start, True, False
        whole = _WHOLE_ITEM.match(self._buffer, start)
        if whole is not None:
            self._searched = whole.end()
            end = whole.end() - len(b"</item")
            yield self._make_item(end, None)
            self._start, self._is_item = None, False

    def _end_item(self, token: re.Match[bytes]) -> Item:
        is_closed = token["close"] is not None
        item = self._make_item(token.start(), None if is_closed else RejectReason.BAD_MARKUP)
        self._is_closed = token["end"] is not None
        self._start, self._is_item, self._overlong = None, False, None
        return item

    def _make_item(self, end: int, trouble: RejectReason | None) -> Item:
        if self._overlong is not None:
            return self._overlong if trouble is None else self._overlong._replace(trouble=trouble)
        start = self._start or 0
        if end - start > self._max_bytes:
            return self._cut_overlong(start)
        data = self._buffer[start:end]
        return Item(self._position + start, data if trouble else data + b"</item>", self._head, trouble)

    def _cut_overlong(self, start: int) -> Item:
        data = self._buffer[start : start + OVERLONG_HEAD_BYTES]
        return Item(self._position + start, data, self._head, RejectReason.TOO_LONG)

    def _leave_gap(self, token: re.Match[bytes]) -> None:
        if token["dtd"] is not None:
            advice = "it declares a document type, which no WordPress export does; export the blog again"
            raise DumpError(self._name, self._position + token.start(), DumpReason.UNKNOWN_FORMAT, advice)
        if token["root"] is not None:
            # Exports in several files are sometimes joined into one.
            self._start, self._is_closed = token.start(), False
        elif token["end"] is not None:
            self._is_closed = True
        if token["item"] is not None and self._start is not None:
            self._head = self._buffer[self._start : token.start()]

    def _forget(self) -> None:
        """Drop what is not needed any more from the buffer."""
        if (
            self._start is not None
            and self._overlong is None
            and self._searched - self._start > self._max_bytes
        ):
            if self._is_item:
                self._overlong = self._cut_overlong(self._start)
            else:
                self._head = self._buffer[self._start : self._start + self._max_bytes]
                self._start = None
        kept = self._searched
        if self._start is not None and self._overlong is None:
            kept, self._start = self._start, 0
        self._buffer = self._buffer[kept:]
        self._position += kept
        self._searched -= kept
