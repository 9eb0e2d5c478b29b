"""Telling a dump's format by its content; names and endings do not count.

A format is one file with a `sniff_<format>` and a `read_<format>`, and one row of `FORMATS`. What is known
but not read is refused by name.
"""

from __future__ import annotations

import codecs

from transforms.errors import DumpError, DumpReason
from transforms.readers.compression import tell_compression
from transforms.readers.decoding import UNMARKED_UTF16, detect_encoding
from transforms.readers.feed import read_feed, sniff_feed
from transforms.readers.feed_encoding import recode
from transforms.readers.html import read_html, sniff_html
from transforms.readers.json_array import read_json_array, sniff_json_array
from transforms.readers.jsonl import read_jsonl, sniff_jsonl
from transforms.readers.movable_type import read_movable_type, sniff_movable_type
from transforms.readers.movable_type_entries import is_export_head, is_export_part
from transforms.readers.parquet import read_parquet, sniff_parquet
from transforms.readers.reading import Format, Head, Reading
from transforms.readers.sniffing_unread import UNREAD_FORMATS
from transforms.readers.stream import ByteStream
from transforms.readers.text import read_text, sniff_text
from transforms.readers.warc import has_warc_record, read_arc, read_warc, sniff_arc, sniff_warc
from transforms.readers.wxr import read_wxr, sniff_wxr
from transforms.readers.x_archive import read_x_archive, sniff_x_archive

HEAD_BYTES = 64 * 1024

_MOVABLE_TYPE = Format("movable_type", sniff_movable_type, read_movable_type)
_WARC = Format("warc", sniff_warc, read_warc)

FORMATS = (
    # An array with each element on a line of its own would pass for JSON lines.
    Format("json_array", sniff_json_array, read_json_array),
    Format("jsonl", sniff_jsonl, read_jsonl),
    Format("x_archive", sniff_x_archive, read_x_archive),
    # An RSS feed, but for its namespaces.
    Format("wxr", sniff_wxr, read_wxr),
    Format("feed", sniff_feed, read_feed),
    _MOVABLE_TYPE,
    Format("parquet", sniff_parquet, read_parquet),
    _WARC,
    Format("arc", sniff_arc, read_arc),
    Format("html", sniff_html, read_html),
)
"""The formats with a structure, each tried in this order."""

PLAIN_TEXT = Format("text", sniff_text, read_text)
"""Tried last: whatever has a structure must not pass for one long post."""

_UTF8_ONLY = frozenset({"json_array", "jsonl", "x_archive"})
"""Formats whose readers know UTF-8 only, as their standards ask; programs of Windows write them in UTF-16."""

_UNDERSTOOD = (
    "read are plain text (UTF-8, UTF-16, cp932, EUC-JP, ISO-2022-JP), HTML, JSON lines and arrays, "
    "X archives, feeds, Movable Type and WordPress exports, WARC and ARC archives and Parquet, as they "
    "are, packed once with gzip, zstd, bzip2, xz or lz4, or in zip and tar archives"
)


def tell_format(stream: ByteStream) -> Format:
    """The format of a dump.

    Args:
        stream: the decompressed dump; nothing is taken from it.

    Raises:
        DumpError: EMPTY, or UNKNOWN_FORMAT with what it looks like and what is read.
    """
    ahead = stream.peek(HEAD_BYTES + 1)
    if not ahead:
        raise DumpError(stream.name, 0, DumpReason.EMPTY, "there is nothing in it; fetch the file again")
    head = Head(ahead[:HEAD_BYTES], is_whole=len(ahead) <= HEAD_BYTES)
    utf16 = _tell_utf16(head.data)
    readable = head if utf16 is None else head._replace(data=_recode(head.data, utf16))
    for known in FORMATS:
        if known.sniff(readable):
            is_recoded = utf16 in UNMARKED_UTF16 or (utf16 is not None and known.name in _UTF8_ONLY)
            return _recode_first(known, utf16) if is_recoded and utf16 is not None else known
    unread = _tell_unread_format(readable.data)
    if unread is None:
        hidden = _find_hidden_format(stream, utf16)
        if hidden is not None:
            return hidden
        if PLAIN_TEXT.sniff(head):
            return PLAIN_TEXT
    seen = f"it looks like {unread}" if unread else "its bytes are no text in any encoding tried"
    raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, f"{seen}; {_UNDERSTOOD}")


def _recode_first(known: Format, encoding: str) -> Format:
    """The format, read from the same text in UTF-8, where positions count then."""

    def read(stream: ByteStream) -> Reading:
        chunks, _ = recode(stream.chunks(), encoding)
        reading = known.read(ByteStream(chunks, name=stream.name, limits=stream.limits))
        return reading._replace(encoding=encoding)

    return known._replace(read=read)


def _find_hidden_format(stream: ByteStream, utf16: str | None) -> Format | None:
    """The format that shows only beyond a dump's head, or behind bytes that do not belong there.

    As one long text, an export's comments and a crawl's heads would come in with everybody's addresses. A
    text is held whole anyway, so that it can be looked through whole.

    Raises:
        DumpError: UNKNOWN_FORMAT for an export without its beginning: whose entry it starts in, and whether
            that is a draft, nobody can tell.
    """
    data = stream.peek(stream.limits.max_record_bytes + 1)
    data = data if utf16 is None else _recode(data, utf16)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if has_warc_record(data):
        return _WARC
    if is_export_head(data):
        return _MOVABLE_TYPE
    if is_export_part(data):
        advice = "it looks like a Movable Type export without its beginning; put its parts together again"
        raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
    return None


def _tell_utf16(head: bytes) -> str | None:
    """The codec of a head in UTF-16; formats are sniffed in one form only."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    encoding = detect_encoding(head, is_whole=False) if b"\0" in head else None
    return encoding if encoding in UNMARKED_UTF16 else None


def _recode(head: bytes, encoding: str) -> bytes:
    return head.decode(encoding, "ignore").encode("utf-8", "ignore")


def _tell_unread_format(head: bytes) -> str | None:
    if (packed := tell_compression(head)) is not None:
        return f"{packed.name} inside another compression"
    return next((name for name, magic in UNREAD_FORMATS if magic.match(head)), None)
