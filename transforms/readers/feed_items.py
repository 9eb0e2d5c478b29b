"""Cutting a feed into its items while it streams, by their tags and without parsing what is between.

Cut first and parsed one by one, an item that is not well-formed hurts only itself, memory stays at one item,
and each has its place in the file, which no streaming parser of libxml2 tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.readers.lines import Line, OpenLine

_TOKEN_BYTES = 128
"""More than any of the tags looked for is long; as much of a chunk waits for the next one."""
_SKIPPED_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_PREFIX = rb"(?:[A-Za-z][\w.-]{0,30}:)?"
_ROOT = re.compile(
    # The mark, then declaration, comments and document type, none of them tried twice.
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?s:.*?)\?>|<!--(?s:.*?)-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*+"
    rb"<(" + _PREFIX + rb"(rss|RDF|feed|entry))(?=[\s>])"
)
_FIRST_ITEM = re.compile(rb"<!\[CDATA\[|<!--|<(" + _PREFIX + rb"(?:item|entry))[\s>]")
_LOCAL_TAGS = {b"rss": b"item", b"RDF": b"item", b"feed": b"entry", b"entry": b"entry"}


class Layout(NamedTuple):
    """How a feed is laid out: its root's tag, its items' tag (with prefixes), where the first item begins."""

    root: bytes
    item: bytes
    first_position: int


def find_layout(head: bytes) -> Layout | None:
    """The layout of a feed of which these are the first bytes; None when they are no feed's.

    >>> find_layout(b"<a:feed><!-- <entry> --><a:entry></a:entry></a:feed>")
    Layout(root=b'a:feed', item=b'a:entry', first_position=24)
    """
    root = _ROOT.match(head)
    if root is None:
        return None
    if root[2] == b"entry":
        return Layout(root[1], root[1], root.start(1) - 1)
    at = root.end()
    while (match := _FIRST_ITEM.search(head, at)) is not None:
        if match[1]:
            return Layout(root[1], match[1], match.start())
        at = head.find(_SKIPPED_ENDS[match[0]], match.end())
        if at < 0:
            break
    prefix = root[1].removesuffix(root[2]) if root[2] == b"feed" else b""
    return Layout(root[1], prefix + _LOCAL_TAGS[root[2]], len(head))


def split_items(chunks: Iterable[bytes], layout: Layout, *, max_bytes: int) -> Iterator[Line]:
    """Cut a feed into its items.

    Args:
        chunks: the feed from its start, cut anywhere, in an encoding like ASCII.
        layout: what to look for.
        max_bytes: a longer item is passed over, and only its head kept.

    Yields:
        Every item in order, tags and all; `is_ended` is False where its end tag is missing. After the last
        one, an empty one that is not ended, when the whole feed lacks its end.

    >>> feed = b"<rss><item>1</item><item>2<item>3</item>"
    >>> [(item.data, item.is_ended) for item in split_items([feed], find_layout(feed), max_bytes=99)]
    [(b'<item>1</item>', True), (b'<item>2', False), (b'<item>3</item>', True), (b'', False)]
    """
    cutter = _Cutter(layout, max_bytes)
    for chunk in chunks:
        yield from cutter.cut(chunk)
    yield from cutter.finish()


class _Cutter:
    """What has to be kept of the bytes so far to tell where an item begins and ends."""

    def __init__(self, layout: Layout, max_bytes: int) -> None:
        item, root = re.escape(layout.item), re.escape(layout.root)
        self._token = re.compile(
            rb"<(?:(?P<skipped>!\[CDATA\[|!--)|(?P<start>" + item + rb")(?=[\s>])"
            rb"|(?P<end>/" + item + rb")\s{0,9}>|(?P<close>/" + root + rb")\s{0,9}>)"
        )
        self._is_entry_alone = layout.item == layout.root
        self._piece = OpenLine(max_bytes)
        self._rest = b""
        self._looked_at = 0
        self._skipped_end = b""
        self._is_inside = False
        self._is_closed = False

    def cut(self, chunk: bytes) -> Iterator[Line]:
        """Take the next bytes; the items that they end."""
        window = self._rest + chunk
        start = at = 0
        while (token := self._find_token(window, at)) is not None:
            at = token.end()
            edge = at if token["end"] else token.start()
            self._piece.extend(window[start:edge])
            start = edge
            if not self._is_inside and token["end"]:
                continue
            piece = self._piece.end(is_ended=token["end"] is not None, break_bytes=0)
            if self._is_inside:
                yield piece
            self._is_inside = token["start"] is not None
            self._is_closed = token["close"] is not None or self._is_entry_alone
        self._piece.extend(window[start : self._looked_at])
        self._rest = window[self._looked_at :]

    def finish(self) -> Iterator[Line]:
        """What the end of the stream shows to be missing."""
        self._piece.extend(self._rest)
        if self._is_inside:
            yield self._piece.end(is_ended=False)
        elif not self._is_closed:
            self._piece.end(is_ended=False, break_bytes=0)
            yield Line(self._piece.position, b"", is_ended=False)

    def _find_token(self, window: bytes, at: int) -> re.Match[bytes] | None:
        """The next tag outside of comments and character data, or None and `_looked_at` is set."""
        while True:
            if self._skipped_end:
                found = window.find(self._skipped_end, at)
                if found < 0:
                    self._looked_at = max(at, len(window) - 2)
                    return None
                at = found + len(self._skipped_end)
                self._skipped_end = b""
            token = self._token.search(window, at)
            if token is None:
                self._looked_at = max(at, len(window) - _TOKEN_BYTES)
                return None
            if not token["skipped"]:
                return token
            at = token.end()
            self._skipped_end = _SKIPPED_ENDS[token[0]]
