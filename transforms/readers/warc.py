"""WARC and ARC archives of crawls, WET archives of their texts: what was fetched becomes posts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from transforms.readers.html import make_record, sniff_html
from transforms.readers.html_charset import DecodedPage, decode_page
from transforms.readers.html_pages import read_page
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.readers.warc_framing import Frame, Grammar, split_records
from transforms.readers.warc_http import BodyError, HttpResponse, decode_body, parse_response
from transforms.readers.warc_records import ARC, WARC, ArchiveRecord, read_arc_record, read_warc_record
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

_ENCODING = "mixed"
"""Every page has its own."""
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_ARC_START = re.compile(rb"filedesc:[^\n]{0,500} \d{8,17} ")
_HEAD_START = re.compile(rb"WARC/\d{1,2}\.\d{1,2}[ \t]{0,5}\r?\n(?:WARC-[A-Za-z-]{2,40}|Content-Length):")
_SNIFFED_BYTES = 4096


def sniff_warc(head: Head) -> bool:
    """Whether a dump begins like a WARC archive, of which WET is one."""
    return re.match(rb"\s*WARC/\d", head.data) is not None


def has_warc_record(data: bytes) -> bool:
    """Whether a record's head stands anywhere in these bytes."""
    return _HEAD_START.search(data) is not None


def sniff_arc(head: Head) -> bool:
    """Whether a dump begins like an ARC archive."""
    return _ARC_START.match(head.data) is not None


def read_warc(stream: ByteStream) -> Reading:
    """Read a WARC or WET archive.

    Shape: a response of status 200 with HTML gives a Document for each entry of its page; a resource with
    HTML or text and a conversion (WET) one each; other records are LeftOut. All have the record's position
    and its id, with a number added where a page has several entries. What cannot be read, and any stretch
    that is no record, is a Reject. The date is the page's own, else that of the crawl.

    Args:
        stream: the dump; one record of it is held at a time.

    Raises:
        DumpError: from the records, whatever is wrong with the stream.
    """
    return Reading(_ENCODING, _read_archive(stream, WARC, read_warc_record))


def read_arc(stream: ByteStream) -> Reading:
    """Read an ARC archive, as `read_warc` reads WARC's responses."""
    return Reading(_ENCODING, _read_archive(stream, ARC, read_arc_record))


def _read_archive(
    stream: ByteStream, grammar: Grammar, read_frame: Callable[[Frame], ArchiveRecord]
) -> Iterator[Record]:
    max_bytes = stream.limits.max_record_bytes
    for frame in split_records(stream.chunks(), grammar, max_bytes=max_bytes):
        yield from _read_record(read_frame(frame), max_bytes)


def _read_record(record: ArchiveRecord, max_bytes: int) -> Iterator[Record]:
    if record.trouble not in {None, RejectReason.TOO_LONG}:
        yield reject_record(record.position, record.trouble, record.block)
        return
    response = _find_page(record)
    if response is None:
        yield LeftOut(record.position, LeftOutReason.NOT_A_POST)
    elif record.trouble is not None:
        yield _reject(record, response, record.trouble)
    else:
        yield from _read_content(record, response, max_bytes)


def _find_page(record: ArchiveRecord) -> HttpResponse | None:
    """What was fetched, as a response, if it is a page or a text; None for all that is no post."""
    if record.kind == "response":
        response = (
            parse_response(record.block) if record.content_type.startswith("application/http") else None
        )
        return response if response is not None and response.status == 200 and _is_html(response) else None
    if record.kind not in {"resource", "conversion"}:
        return None
    response = HttpResponse(200, {"content-type": record.content_type}, record.block)
    # Crawlers keep their own logs as resources too.
    if not _is_on_the_web(record.url) or not (_is_html(response) or response.media_type == "text/plain"):
        return None
    return response


def _is_on_the_web(url: str | None) -> bool:
    return url is None or url.lower().startswith(("http://", "https://"))


def _is_html(response: HttpResponse) -> bool:
    if response.media_type:
        return response.media_type in _HTML_TYPES
    return sniff_html(Head(response.body[:_SNIFFED_BYTES], is_whole=False))


def _read_content(record: ArchiveRecord, response: HttpResponse, max_bytes: int) -> Iterator[Record]:
    try:
        body = decode_body(response, max_bytes=max_bytes)
    except BodyError as error:
        yield _reject(record, response, error.reason)
        return
    page = decode_page(body, response.charset)
    records = list(_read_posts(record, response, page)) if page.is_legible else []
    if not records:
        reason = RejectReason.NO_TEXT if page.is_legible else RejectReason.BAD_ENCODING
        yield reject_record(record.position, reason, body, encoding=page.encoding)
    yield from records


def _read_posts(record: ArchiveRecord, response: HttpResponse, page: DecodedPage) -> Iterator[Record]:
    crawled = (record.date_text, DateBasis.CRAWL)
    if response.media_type == "text/plain":
        if page.text and not page.text.isspace():
            yield _make_text(record, page)
        return
    posts = read_page(page.text, record.url)
    for number, post in enumerate(posts, start=1):
        yield make_record(
            post,
            position=record.position,
            record_id=record.record_id if len(posts) == 1 else f"{record.record_id}#{number}",
            other_date=crawled,
            replaced_count=page.replaced_count,
        )


def _make_text(record: ArchiveRecord, page: DecodedPage) -> Document:
    return Document(
        position=record.position,
        record_id=record.record_id,
        text=page.text,
        url=record.url,
        date_text=record.date_text,
        date_basis=DateBasis.CRAWL if record.date_text else DateBasis.NONE,
        replaced_count=page.replaced_count,
    )


def _reject(record: ArchiveRecord, response: HttpResponse, reason: RejectReason) -> Reject:
    """A record that is known to be a page; heads hold addresses of machines and say nothing of its text."""
    return reject_record(record.position, reason, response.body)
