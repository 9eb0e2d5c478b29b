"""WordPress's export (WXR 1.0, 1.1 and 1.2): RSS with everything that a blog holds."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from transforms.errors import DumpError, DumpReason
from transforms.markup import Markup, convert_fragment, convert_lines
from transforms.readers.authors import clean_author
from transforms.readers.decoding import decode_text
from transforms.readers.feed_encoding import recode, tell_feed_encoding
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.readers.wxr_fields import (
    Channel,
    ItemFields,
    find_date,
    find_left_out_reason,
    read_channel,
    read_item_fields,
)
from transforms.readers.wxr_items import Item, split_items
from transforms.readers.wxr_xml import find_root_tags, parse_head, parse_item
from transforms.records import DateBasis, Document, LeftOut, RejectReason

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE_BYTES = 256 * 1024
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?+\s*+<(?:\?xml\b|!--|!DOCTYPE\b|rss\b)")
_EXPORT_ROOT = re.compile(rb"<rss\b[^>]*wordpress\.org/export/|<wp:wxr_version>")
_BLOCK_EDITOR = "<!-- wp:"
_SAID_TO_BE_PUBLIC = (
    re.compile(rb"<\w+:status>\s*(?:<!\[CDATA\[)?publish\b"),
    re.compile(rb"<\w+:post_type>\s*(?:<!\[CDATA\[)?post\b"),
    re.compile(rb"<\w+:post_password(?:\s*/>|>\s*(?:<!\[CDATA\[\]\]>)?\s*</)"),
)


def sniff_wxr(head: Head) -> bool:
    """Whether a dump is XML whose root declares WordPress's export."""
    return _PROLOG.match(head.data) is not None and _EXPORT_ROOT.search(head.data) is not None


def read_wxr(stream: ByteStream) -> Reading:
    """Read an export.

    Shape: one item, one Document for a published post, one LeftOut for any other item, or one Reject. An
    export that is cut off gives what it still holds whole, then a Reject. Comments are not read. The record's
    id is the post's number.

    Args:
        stream: the dump; one item of it is held at a time, and one over `max_record_bytes` is passed over.

    Raises:
        DumpError: UNKNOWN_FORMAT when the encoding cannot be told; from the records, UNKNOWN_FORMAT for a
            document type, and whatever is wrong with the stream.
    """
    sample = stream.peek(_SAMPLE_BYTES)
    # A stray NUL would make it noise; in UTF-16 there is one in every tag.
    if not sample.startswith(_UTF16_MARKS):
        sample = sample.replace(b"\0", b"")
    encoding = tell_feed_encoding(sample, is_whole=len(sample) < _SAMPLE_BYTES)
    if encoding is None:
        advice = "the export is in no encoding that it declares or that was tried; convert it to UTF-8"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    chunks, codec = recode(stream.chunks(), encoding)
    return Reading(encoding, _ItemReader(stream, codec).read(chunks))


class _ItemReader:
    """Reads item after item; holds what the head says of all of them."""

    def __init__(self, stream: ByteStream, codec: str) -> None:
        self._name = stream.name
        self._max_bytes = stream.limits.max_record_bytes
        self._encoding = "utf-8" if codec == "utf-8-sig" else codec
        self._head: bytes | None = None
        self._root_tags = b""
        self._channel = Channel(None, {})

    def read(self, chunks: Iterable[bytes]) -> Iterator[Record]:
        items = split_items(chunks, name=self._name, max_bytes=self._max_bytes)
        for number, item in enumerate(items, start=1):
            if item.head is not self._head:
                self._read_head(item.head)
            yield self._read_item(item, number)

    def _read_head(self, head: bytes) -> None:
        self._head = head
        utf8 = self._recode(head)[0]
        self._root_tags = find_root_tags(utf8)
        self._channel = read_channel(parse_head(utf8))

    def _read_item(self, item: Item, number: int) -> Record:
        if item.trouble is not None:
            return self._reject(item, item.trouble)
        data, replaced_count = self._recode(item.data)
        element = parse_item(data, self._root_tags)
        if element is None:
            return self._reject(item, RejectReason.BAD_MARKUP)
        fields = read_item_fields(element)
        if (left_out := find_left_out_reason(fields)) is not None:
            return LeftOut(item.position, left_out)
        markup = convert_content(fields.named.get("encoded", ""))
        if not markup.text or markup.text.isspace():
            return self._reject(item, RejectReason.NO_TEXT)
        document = make_document(fields, markup, self._channel, position=item.position, number=number)
        return document._replace(replaced_count=replaced_count) if replaced_count else document

    def _recode(self, data: bytes) -> tuple[bytes, int]:
        """The bytes in UTF-8, and how many characters had to be replaced."""
        if self._encoding == "utf-8":
            try:
                data.decode()
            except UnicodeDecodeError:
                pass
            else:
                return data, 0
        decoded = decode_text(data, self._encoding)
        return decoded.text.encode("utf-8", "replace"), decoded.replaced_count

    def _reject(self, item: Item, reason: RejectReason) -> Record:
        # Nobody knows whether an item that cannot be read is a draft: of such a one nothing is shown.
        is_public = all(said.search(item.data) for said in _SAID_TO_BE_PUBLIC)
        shown = item.data if is_public else item.data[: len(b"<item>")]
        return reject_record(item.position, reason, shown, encoding=self._encoding)


def convert_content(content: str) -> Markup:
    """Take the text out of a post's body, whose newlines are breaks unless the block editor wrote it."""
    return convert_fragment(content) if _BLOCK_EDITOR in content else convert_lines(content)


def make_document(
    fields: ItemFields, markup: Markup, channel: Channel, *, position: int, number: int
) -> Document:
    """Put a document together.

    Args:
        fields: the item's fields.
        markup: its text.
        channel: the blog.
        position: byte offset of the item.
        number: 1-based; it names an item that says nothing of itself.
    """
    plain = {name: text.strip() for name, text in fields.plain.items()}
    post_id = fields.named.get("post_id", "").strip()
    url = plain.get("link")
    record_id = post_id or plain.get("guid") or url
    creator = fields.named.get("creator", "").strip()
    date_text = find_date(fields)
    return Document(
        position=position,
        record_id=record_id or str(number),
        text=markup.text,
        url=url or None,
        # A number names an item within its dump only, and must not meet another dump's under one site.
        site=channel.site if record_id else None,
        title=plain.get("title") or None,
        author=clean_author(channel.authors.get(creator) or creator),
        categories=fields.categories,
        date_text=date_text,
        date_basis=DateBasis.METADATA if date_text else DateBasis.NONE,
        status_urls=markup.status_urls,
    )
