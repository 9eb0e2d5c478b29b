"""Crawls and pages: lengths past the end, chunks that lie, markup without end."""

from __future__ import annotations

import bz2
import gzip
import zlib

from tests.hostile.case import SMALL, Cases, fails, flip, gives
from tests.hostile.valid import ARC, HTTP, PAGE, RESPONSE, WARC, WARC_RECORDS, WET, make_warc_record
from transforms.errors import DumpReason
from transforms.records import RejectReason

PACKED = b"".join(map(gzip.compress, WARC_RECORDS))
NEXT = WARC_RECORDS[2]
BAD, CUT, LONG, NO_TEXT = (
    RejectReason.BAD_RECORD,
    RejectReason.CUT,
    RejectReason.TOO_LONG,
    RejectReason.NO_TEXT,
)


def length(record: bytes, size: int) -> bytes:
    """A record that states another length."""
    start = record.index(b"Content-Length: ")
    end = record.index(b"\r\n", start)
    return record[:start] + b"Content-Length: %d" % size + record[end:]


def answer(header: str, body: bytes, status: str = "200 OK") -> bytes:
    """A response with this header, and a good record behind it."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{header}\r\n\r\n".encode() + body
    return make_warc_record("response", 0, RESPONSE, http) + NEXT


def page(old: str, new: str) -> bytes:
    return PAGE.replace(old, new, 1).encode()


BODY = PAGE.encode()
CASES: Cases = {
    "WARC, a length past the end": gives(lambda: WARC_RECORDS[0] + length(NEXT, 10**6), 1, CUT),
    "WARC, a length of 8 EiB": gives(lambda: WARC_RECORDS[0] + length(NEXT, 2**63), 1, BAD),
    "WARC, a length below nought": gives(lambda: length(WARC_RECORDS[0], -5) + NEXT, 1, BAD),
    "WARC, a length that is too short": gives(lambda: length(WARC_RECORDS[0], 400) + NEXT, 1, BAD),
    "WARC, a length over the limit": gives(
        lambda: answer("X-Pad: a", b"x" * SMALL.max_record_bytes), 1, LONG
    ),
    "WARC, no length": gives(
        lambda: WARC_RECORDS[0].replace(b"Content-Length", b"Content-Width", 1) + NEXT, 1, BAD
    ),
    "WARC, cut in a header": gives(lambda: WARC_RECORDS[0] + NEXT[:90], 1, CUT),
    "WARC, cut in a block": gives(lambda: WARC_RECORDS[0] + NEXT[:-300], 1, CUT),
    "WARC, zeros between records": gives(lambda: WARC_RECORDS[0] + bytes(5000) + b"\r\n" + NEXT, 2, BAD),
    "WARC, zeros right before a record": gives(lambda: WARC_RECORDS[0] + bytes(5000) + NEXT, 2, BAD),
    "WARC, zeros before the first record": gives(lambda: bytes(100_000) + NEXT, 1, BAD),
    "WARC, a page's end before the first record": gives(lambda: BODY[-99:-20] + NEXT, 1, BAD),
    "WARC, a header without end": gives(
        lambda: WARC_RECORDS[0] + b"WARC/1.0\r\n" + b"X-Pad: a\r\n" * 50_000 + NEXT, 2, BAD
    ),
    "WARC, a header line of a mebibyte": gives(
        lambda: b"WARC/1.0\r\nX-Pad: " + b"a" * 2**20 + b"\r\n\r\n" + NEXT, 1, BAD
    ),
    "WARC, a date of nonsense": gives(lambda: WARC.replace(b"2023-11-08T12:30:00Z", b"yesterday", 1), 3),
    "WARC, an address of nonsense": gives(
        lambda: WARC.replace(b"https://example.org/0", b"<ht!tp://[::>", 1), 3
    ),
    "WARC.gz, cut between members": gives(lambda: PACKED[: len(gzip.compress(WARC_RECORDS[0]))], 1),
    "WARC.gz, cut in a member": fails(DumpReason.TRUNCATED, lambda: PACKED[:-200]),
    "WARC.gz, a member flipped": fails(DumpReason.CORRUPT, lambda: flip(PACKED, len(PACKED) - 6)),
    "WARC, chunks that lie": gives(lambda: answer("Transfer-Encoding: chunked", b"fffff\r\n" + BODY), 2),
    "WARC, a chunk of 2^64 bytes": gives(
        lambda: answer("Transfer-Encoding: chunked", b"ffffffffffffffff\r\n" + BODY), 2
    ),
    "WARC, a body packed with gzip and cut": gives(
        lambda: answer("Content-Encoding: gzip", gzip.compress(BODY)[:-30]), 1, CUT
    ),
    "WARC, a body that is a bomb": gives(
        lambda: answer("Content-Encoding: gzip", gzip.compress(bytes(20 * 2**20))), 1, LONG
    ),
    "WARC, a body packed sixty times": gives(
        lambda: answer("Content-Encoding: " + ", ".join(["gzip"] * 60), gzip.compress(BODY)), 2
    ),
    "WARC, a body said to be deflated": gives(
        lambda: answer("Content-Encoding: deflate", zlib.compress(BODY)), 2
    ),
    "WARC, a body in a packing nobody knows": gives(
        lambda: answer("Content-Encoding: bzip2", bz2.compress(BODY)), 1, RejectReason.BAD_ENCODING
    ),
    "WARC, an answer that is no HTTP": gives(
        lambda: make_warc_record("response", 0, RESPONSE, b"\0\1\2") + NEXT, 1, left_out=1
    ),
    "WARC, an error page": gives(lambda: answer("X: y", BODY, "404 Not Found"), 1, left_out=1),
    "WARC, a page of noise": gives(
        lambda: answer("X: y", bytes(range(256)) * 9), 1, RejectReason.BAD_ENCODING
    ),
    "WARC, a request with a password": gives(
        lambda: (
            make_warc_record("request", 0, "application/http", b"GET / HTTP/1.1\r\nX: secret\r\n\r\n") + NEXT
        ),
        1,
        left_out=1,
        lacks="secret",
    ),
    "WET, cut": gives(lambda: WET[:-200], 2, CUT),
    "ARC, a length past the end": gives(
        lambda: ARC.replace(b"%d\n" % len(HTTP), b"999999\n", 1), 2, BAD, left_out=1
    ),
    "ARC, cut": gives(lambda: ARC[:-300], 2, CUT, left_out=1),
    "ARC, a line of nonsense": gives(lambda: ARC + b"NATO\n", 2, BAD, left_out=1),
    "page, elements 100,000 deep": gives(lambda: page("<p>", "<div>" * 100_000 + "<p>"), 1),
    "page, tags never closed": gives(lambda: page("<p>", "<b>" * 100_000), 1),
    "page, 100,000 attributes": gives(
        lambda: page("<p>", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"), 1
    ),
    "page, cut in a tag": gives(lambda: BODY[:700], 1),
    "page, a comment without end": gives(lambda: page("<p>北国", "<!-- <p>北国"), 1),
    "page, a script without end": gives(
        lambda: page("</article>", "<script>alert('NATO')"), 1, lacks="alert"
    ),
    "page, a style in its text": gives(
        lambda: page("<p>", "<style>b { color: red }</style><p>"), 1, lacks="color"
    ),
    "page, a declared charset that lies": gives(
        lambda: page('"utf-8"', '"shift_jis"'), 1, kept="対話を続ける"
    ),
    "page, a declared charset nobody knows": gives(
        lambda: page('"utf-8"', '"x-nato"'), 1, kept="対話を続ける"
    ),
    "page, a NUL": gives(lambda: page("日記</a>", "日\0記</a>"), 1),
    "page, character references to nothing": gives(lambda: page("<p>", "<p>&#0;&#xD800;&#x110000;&nato;"), 1),
    "page, billion laughs": gives(
        lambda: (
            PAGE.replace("<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY a 'NATO'>]>")
            .replace("<p>", "<p>&a;")
            .encode()
        ),
        1,
    ),
    "page, in UTF-16 without its mark": gives(lambda: PAGE.encode("utf-16-le"), 1),
    "page, over the limit": fails(
        DumpReason.TOO_LARGE, lambda: page("<p>", "<p>" + "x" * SMALL.max_record_bytes)
    ),
    "page, nothing in it": gives(lambda: b"<!DOCTYPE html><html><body></body></html>", 0, NO_TEXT),
}
