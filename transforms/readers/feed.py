"""Feeds: RSS 0.9 to 2.0, RSS on RDF, Atom, and the Atom of publishing interfaces and blog exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.errors import DumpError, DumpReason
from transforms.readers.decoding import decode_text
from transforms.readers.feed_encoding import recode, tell_feed_encoding
from transforms.readers.feed_entry import declare_namespaces, parse_head, parse_item
from transforms.readers.feed_fields import Entry, Feed, make_feed_document, read_feed_head
from transforms.readers.feed_items import Layout, find_layout, split_items
from transforms.readers.lines import Line
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.records import RejectReason

_HEAD_BYTES = 64 * 1024
_WORDPRESS = b"wordpress.org/export/"
_OWN_ENTITIES = re.compile(rb"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)
_FEED_RDF = re.compile(rb"purl\.org/rss/1|netscape\.com/rdf/simple|purl\.org/net/rss1")
_ATOM = re.compile(rb"www\.w3\.org/2005/Atom|purl\.org/atom/")


class _Source(NamedTuple):
    """What every item of a feed is read with: its encoding, the tag to parse it in, the feed's own data."""

    encoding: str
    around: str
    feed: Feed


def sniff_feed(head: Head) -> bool:
    """Whether a dump begins like a feed; an export of WordPress, which is one too, has a reader of its own.

    >>> sniff_feed(Head(b"<?xml version='1.0'?><rss version='2.0'><channel>", is_whole=False))
    True
    """
    layout = find_layout(head.data)
    if layout is None or _WORDPRESS in head.data:
        return False
    if layout.root.endswith(b"RDF"):
        return _FEED_RDF.search(head.data) is not None
    return not layout.root.endswith(b"entry") or _ATOM.search(head.data) is not None


def read_feed(stream: ByteStream) -> Reading:
    """Read a feed.

    Shape: one item, one Document, LeftOut (a draft, a comment) or Reject; one Reject (CUT) more where the
    feed breaks off between items. The text is the fullest that the item holds, its HTML turned into lines.
    The record's id is its `guid`, `id` or `rdf:about`, else its address, else its number. Positions are those
    of the items' start tags, in UTF-8 if the feed is in UTF-16 or ISO-2022-JP.

    Args:
        stream: the dump; one item of it is held at a time, and one over `max_record_bytes` is passed over.

    Raises:
        DumpError: UNKNOWN_FORMAT when the encoding cannot be told or the feed declares entities of its own,
            which could hold or hide anything; from the records, whatever is wrong with the stream.
    """
    # Even a short feed may be cut inside a character.
    encoding = tell_feed_encoding(stream.peek(_HEAD_BYTES)[:_HEAD_BYTES], is_whole=False)
    if encoding is None:
        advice = "the feed's encoding is neither declared nor told by its bytes; convert it to UTF-8"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    chunks, read_as = recode(stream.chunks(), encoding)
    plain = ByteStream(chunks, name=stream.name, limits=stream.limits)
    head = plain.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    layout = find_layout(head)
    if layout is None or _OWN_ENTITIES.search(head, 0, layout.first_position):
        advice = "it declares a document type with contents of its own (DTD); remove the declaration"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    return Reading(encoding, _read_records(plain, layout, _read_source(head, layout, read_as)))


def _read_source(head: bytes, layout: Layout, encoding: str) -> _Source:
    root = parse_head(decode_text(head[: layout.first_position], encoding).text)
    if root is None:
        return _Source(encoding, declare_namespaces({}), Feed())
    # RSS has its items in the channel.
    inmost = root[0] if layout.root.endswith(b"rss") and len(root) else root
    return _Source(encoding, declare_namespaces(inmost.nsmap), read_feed_head(root))


def _read_records(stream: ByteStream, layout: Layout, source: _Source) -> Iterator[Record]:
    items = split_items(stream.chunks(), layout, max_bytes=stream.limits.max_record_bytes)
    for number, item in enumerate(items, start=1):
        if item.is_overlong:
            yield reject_record(item.position, RejectReason.TOO_LONG, item.data, encoding=source.encoding)
        elif not item.is_ended:
            yield reject_record(item.position, RejectReason.CUT, item.data, encoding=source.encoding)
        else:
            yield _read_record(item, number, source)


def _read_record(item: Line, number: int, source: _Source) -> Record:
    markup, replaced_count = decode_text(item.data, source.encoding)
    element = parse_item(markup, source.around)
    if element is None:
        return reject_record(item.position, RejectReason.BAD_MARKUP, item.data, encoding=source.encoding)
    record = make_feed_document(
        Entry(element), source.feed, position=item.position, number=number, replaced_count=replaced_count
    )
    if record is None:
        return reject_record(item.position, RejectReason.NO_TEXT, item.data, encoding=source.encoding)
    return record
