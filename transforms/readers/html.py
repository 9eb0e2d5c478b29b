"""HTML pages as people save them: one file, one page, one post or several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.errors import DumpError, DumpReason
from transforms.readers.html_charset import DecodedPage, decode_page
from transforms.readers.html_pages import PagePost, read_page
from transforms.readers.reading import Head, Reading, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.stream import ByteStream
from transforms.readers.text import parse_file_name
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, RejectReason

# Before the first tag may stand a byte order mark, an XML declaration and comments, such as a browser's own.
_PROLOGUE = rb"(?:\xef\xbb\xbf)?(?:\s++|<\?xml[^>]{0,200}\?>|<!--(?s:.){0,4000}?-->)*+"
_FIRST_TAG = re.compile(
    _PROLOGUE + rb"<(?:!doctype\s+html|/?(?:html|head|body|meta|title|link|base|script|style|main|article|"
    rb"section|header|nav|div|p|h[1-6]|blockquote|table|ul|ol|dl|center|font|span|a|b|br|img|figure|pre)[\s/>])",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]{1,2000})"
)
_SAVED_FROM_CHARS = 4096


def sniff_html(head: Head) -> bool:
    r"""Whether a dump begins like a page or a piece of one.

    >>> sniff_html(Head(b"<!-- saved -->\n<!DOCTYPE html>\n<title>", is_whole=False))
    True
    >>> sniff_html(Head(b'<?xml version="1.0"?><rss version="2.0">', is_whole=False))
    False
    """
    return _FIRST_TAG.match(head.data) is not None


def read_html(stream: ByteStream) -> Reading:
    """Read a page as one record for each entry that it marks, or as one for its content.

    Shape: the whole stream in; a Document for each entry, a LeftOut where the page shows an entry's beginning
    only, a Reject (NO_TEXT, BAD_ENCODING) for a page without text. All have the page's position. A record's
    id is the file's name without its ending, and its number where there are several.

    Args:
        stream: the dump; at most `max_record_bytes` of it, for a page is held whole.

    Raises:
        DumpError: TOO_LARGE.
    """
    limit = stream.limits.max_record_bytes
    if len(stream.peek(limit + 1)) > limit:
        advice = f"a page is read as a whole, and this one is longer than {limit:,} bytes; split it"
        raise DumpError(stream.name, limit, DumpReason.TOO_LARGE, advice)
    data = b"".join(stream.chunks())
    page = decode_page(data)
    return Reading(page.encoding, _read_records(stream.name, data, page))


def _read_records(name: str, data: bytes, page: DecodedPage) -> Iterator[Record]:
    saved_from = _SAVED_FROM.search(page.text, 0, _SAVED_FROM_CHARS)
    posts = read_page(page.text, saved_from[1] if saved_from else None) if page.is_legible else []
    if not posts:
        reason = RejectReason.NO_TEXT if page.is_legible else RejectReason.BAD_ENCODING
        yield reject_record(0, reason, data, encoding=page.encoding)
    file_id, file_date = parse_file_name(name)
    for number, post in enumerate(posts, start=1):
        record_id = file_id if len(posts) == 1 else f"{file_id}#{number}"
        yield make_record(
            post,
            record_id=record_id,
            other_date=(file_date, DateBasis.FILE),
            replaced_count=page.replaced_count,
        )


def make_record(
    post: PagePost,
    *,
    record_id: str,
    other_date: tuple[str | None, DateBasis],
    replaced_count: int,
    position: int = 0,
) -> Document | LeftOut:
    """Make a record of a page's post.

    Args:
        post: what the page holds.
        record_id: the post's name in the dump.
        other_date: a date and what it is, for a post that states none itself.
        replaced_count: U+FFFD that decoding put into the page, all of it.
        position: byte offset of the page in the dump.
    """
    if post.markup is None:
        return LeftOut(position, LeftOutReason.NOT_A_POST)
    other_text, other_basis = other_date
    date_text = post.date_text or other_text
    basis = DateBasis.METADATA if post.date_text else other_basis
    return Document(
        position=position,
        record_id=record_id,
        text=post.markup.text,
        url=post.url,
        title=post.title,
        author=post.author,
        categories=post.categories,
        date_text=date_text,
        date_basis=basis if date_text else DateBasis.NONE,
        replaced_count=min(replaced_count, post.markup.text.count("\ufffd")),
        status_urls=post.markup.status_urls,
    )
