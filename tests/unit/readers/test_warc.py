"""WARC, WET and ARC: which records are posts, codings of HTTP, and archives that are cut or broken."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import io
import random
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from fastwarc.stream_io import BrotliWriter
from fastwarc.warc import ArchiveIterator as FastWarcIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from transforms.dates import parse_metadata_date
from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.reading import Record
from transforms.readers.stream import ByteStream
from transforms.readers.warc import read_arc, read_warc
from transforms.readers.warc_framing import split_records
from transforms.readers.warc_http import HttpResponse, decode_body
from transforms.readers.warc_records import WARC
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

SHARED = Path(__file__).parents[4] / "shared"
REAL = SHARED / "dumps" / "warc"
SEEDS = SHARED / "seeds"

URL = "https://midori.example.org/entry/1"
PAGE = "<html><head><title>会談</title></head><body><p>首相は会談した。</p><p>#外交</p></body></html>"
TEXT = "首相は会談した。\n#外交"


def make_record(
    kind: str, block: bytes, *, url: str = URL, media: str = "application/http; msgtype=response"
) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-11-09T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{kind}>\r\nWARC-IP-Address: 192.0.2.7\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def make_response(
    body: bytes, *fields: str, status: str = "200 OK", media: str = "text/html; charset=utf-8"
) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {media}", *fields, "", "")
    return "\r\n".join(lines).encode() + body


def read(
    data: bytes, *, size: int = 4096, limits: Limits | None = None, is_arc: bool = False
) -> list[Record]:
    chunks = (data[start : start + size] for start in range(0, len(data), size))
    stream = ByteStream(chunks, name="crawl.warc", limits=limits or Limits())
    return list((read_arc if is_arc else read_warc)(stream).records)


GOOD = make_record("response", make_response(PAGE.encode()))
INFO = make_record("warcinfo", b"software: example\r\n", media="application/warc-fields")
REQUEST = make_record("request", b"GET / HTTP/1.1\r\n\r\n", media="application/http; msgtype=request")


def test_a_page_is_read_with_its_place_and_the_day_of_the_crawl() -> None:
    left_out, document = read(INFO + GOOD)
    assert left_out == LeftOut(0, LeftOutReason.NOT_A_POST)
    assert document == Document(
        position=len(INFO),
        record_id="urn:uuid:response",
        text=TEXT,
        url=URL,
        title="会談",
        date_text="2023-11-09T00:00:00Z",
        date_basis=DateBasis.CRAWL,
    )


@pytest.mark.parametrize(
    "date", ["2023-11-09 00:00:00", "20231109000000", "2023-11-09T00:00", "2023-11-09T00:00:00.0"]
)
def test_a_crawl_date_that_names_no_zone_is_in_utc(date: str) -> None:
    stored = make_record("response", make_response(PAGE.encode())).replace(
        b"2023-11-09T00:00:00Z", date.encode()
    )
    (document,) = read(stored)
    assert isinstance(document, Document)
    assert document.date_text is not None
    crawled = parse_metadata_date(document.date_text, document.date_basis)
    assert crawled.published_at == dt.datetime(2023, 11, 9, tzinfo=dt.UTC)
    assert crawled.assumed_zone is None


def test_the_pages_own_day_goes_before_the_crawls() -> None:
    dated = PAGE.replace("<title>", "<meta property='article:published_time' content='2023-11-08'><title>")
    (document,) = read(make_record("response", make_response(dated.encode())))
    assert isinstance(document, Document)
    assert (document.date_text, document.date_basis) == ("2023-11-08", DateBasis.METADATA)


POSTS = {
    "a page": GOOD,
    "a page in XHTML": make_record("response", make_response(PAGE.encode(), media="application/xhtml+xml")),
    "a page of no type": make_record("response", b"HTTP/1.0 200\nServer: x\n\n" + PAGE.encode()),
    "a page over HTTP/2": make_record(
        "response", b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n" + PAGE.encode()
    ),
    "an address in brackets": make_record("response", make_response(PAGE.encode()), url=f"<{URL}>"),
    "a resource": make_record("resource", PAGE.encode(), media="text/html"),
    "a resource of text": make_record("resource", TEXT.encode(), media="text/plain; charset=utf-8"),
    "a conversion": make_record("conversion", TEXT.encode(), media="text/plain"),
}
NO_POSTS = {
    "warcinfo": INFO,
    "request": REQUEST,
    "revisit": make_record("revisit", make_response(b"")),
    "metadata": make_record("metadata", b'{"a": 1}', media="application/json"),
    "not found": make_record("response", make_response(PAGE.encode(), status="404 Not Found")),
    "moved": make_record("response", make_response(PAGE.encode(), status="301 Moved")),
    "picture": make_record("response", make_response(b"\x89PNG\r\n", media="image/png")),
    "feed": make_record("response", make_response(b"<rss/>", media="application/rss+xml")),
    "no type, no page": make_record("response", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4"),
    "name lookup": make_record("response", b"20231109\nexample.org", url="dns:example.org", media="text/dns"),
    "crawler's log": make_record(
        "resource", b"log", url="metadata://example.org/wget.log", media="text/plain"
    ),
}


@pytest.mark.parametrize("record", POSTS.values(), ids=POSTS)
def test_pages_and_texts_are_posts(record: bytes) -> None:
    (document,) = read(record)
    assert isinstance(document, Document)
    assert (document.text, document.url) == (TEXT, URL)


@pytest.mark.parametrize("record", NO_POSTS.values(), ids=NO_POSTS)
def test_other_records_are_counted_and_left_out(record: bytes) -> None:
    assert read(record + GOOD)[0] == LeftOut(0, LeftOutReason.NOT_A_POST)


def test_each_entry_of_a_page_is_a_document_at_the_records_place() -> None:
    entries = "".join(
        f"<article><h1><a class='entry-title-link' href='/entry/{number}'>題{number}</a></h1>"
        f"<div class='entry-content'>本文{number}</div></article>"
        for number in (1, 2)
    )
    documents = read(INFO + make_record("response", make_response(f"<html>{entries}</html>".encode())))[1:]
    assert [
        (document.position, document.record_id, document.url, document.text)
        for document in documents
        if isinstance(document, Document)
    ] == [
        (len(INFO), "urn:uuid:response#1", "https://midori.example.org/entry/1", "本文1"),
        (len(INFO), "urn:uuid:response#2", "https://midori.example.org/entry/2", "本文2"),
    ]


def chunk(body: bytes, size: int = 10) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(f"{len(part):x};x=1\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def deflate(body: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return coder.compress(body) + coder.flush()


def pack_brotli(body: bytes) -> bytes:
    with tempfile.NamedTemporaryFile() as packed:
        with BrotliWriter(packed.name) as writer:
            writer.write(body)
        return Path(packed.name).read_bytes()


BODY = PAGE.encode()
CODED = {
    "chunked": (chunk(BODY), ["Transfer-Encoding: chunked"]),
    "gzip": (gzip.compress(BODY), ["Content-Encoding: gzip"]),
    "chunked gzip": (chunk(gzip.compress(BODY)), ["Content-Encoding: x-gzip", "Transfer-Encoding: Chunked"]),
    "zlib": (zlib.compress(BODY), ["Content-Encoding: deflate"]),
    "bare deflate": (deflate(BODY), ["Content-Encoding: deflate"]),
    "brotli": (pack_brotli(BODY), ["Content-Encoding: br"]),
    "zstd": (zstandard.compress(BODY), ["Content-Encoding: zstd"]),
    "two codings": (gzip.compress(zlib.compress(BODY)), ["Content-Encoding: deflate, gzip"]),
    "only said to be chunked": (BODY, ["Transfer-Encoding: chunked"]),
    "only said to be gzip": (BODY, ["Content-Encoding: gzip"]),
    "only said to be brotli": (BODY, ["Content-Encoding: br"]),
    "only said to be deflate": (BODY, ["Content-Encoding: deflate"]),
    "chunks without an end": (chunk(BODY).removesuffix(b"0\r\n\r\n"), ["Transfer-Encoding: chunked"]),
}


@pytest.mark.parametrize(("body", "fields"), CODED.values(), ids=CODED)
def test_codings_are_taken_off_where_they_are(body: bytes, fields: list[str]) -> None:
    (document,) = read(make_record("response", make_response(body, *fields)))
    assert isinstance(document, Document)
    assert document.text == TEXT


BOMB = b"<p>" + b"\0" * 2**21
BAD_BODIES = {
    "gzip bomb": (gzip.compress(BOMB), "gzip", RejectReason.TOO_LONG),
    "brotli bomb": (pack_brotli(BOMB), "br", RejectReason.TOO_LONG),
    "zstd bomb": (zstandard.compress(BOMB), "zstd", RejectReason.TOO_LONG),
    "cut gzip": (gzip.compress(BODY)[:-9], "gzip", RejectReason.CUT),
    "cut zstd": (zstandard.compress(BODY)[:-2], "zstd", RejectReason.CUT),
    "wrong checksum": (gzip.compress(BODY)[:-8] + bytes(8), "gzip", RejectReason.BAD_RECORD),
    "no brotli": (b"\xff" * 100, "br", RejectReason.BAD_RECORD),
    "no deflate": (b"\xff" * 100, "deflate", RejectReason.BAD_RECORD),
}


@pytest.mark.parametrize(("body", "coding", "reason"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_bodies_that_cannot_be_decoded_are_rejected(body: bytes, coding: str, reason: RejectReason) -> None:
    bad = make_record("response", make_response(body, f"Content-Encoding: {coding}"))
    reject, document = read(bad + GOOD, limits=Limits(max_record_bytes=2**20))
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (reason, 0)
    assert isinstance(document, Document)


def test_a_page_without_text_or_of_noise_is_rejected() -> None:
    empty = make_record("response", make_response(b"<html><script>x</script></html>"))
    noise = make_record("response", make_response(b"<p>" + bytes(range(128, 256)) * 20))
    reasons = [record.reason for record in read(empty + noise) if isinstance(record, Reject)]
    assert reasons == [RejectReason.NO_TEXT, RejectReason.BAD_ENCODING]


LENGTH = b"Content-Length: %d" % len(make_response(BODY))
BROKEN = {
    "no length": GOOD.replace(LENGTH, b"Content-Size: 9"),
    "a length that is no number": GOOD.replace(LENGTH, b"Content-Length: -5"),
    "a length too small": GOOD.replace(LENGTH, b"Content-Length: 7"),
    "a length into the next record": GOOD.replace(LENGTH, LENGTH + b"0"),
    "a length past the end": GOOD.replace(LENGTH, b"Content-Length: 99999"),
    "a length past any end": GOOD.replace(LENGTH, b"Content-Length: 99999999999999999999"),
    "foreign bytes": b"no record\r\nat all\r\n\r\n",
    "zeros on the next record's first line": bytes(5000),
    "half a line in front of the next record": b"GET / HT",
    "a head without an end": b"WARC/1.0\r\nWARC-Type: response\r\n",
    "an unknown version": GOOD.replace(b"WARC/1.1", b"WARC/x"),
    "a body that lost bytes": GOOD[:-40] + b"\r\n\r\n",
}


@pytest.mark.parametrize("size", [1, 100, 10**6])
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_rejected_and_the_next_one_read(broken: bytes, size: int) -> None:
    records = read(INFO + broken + GOOD, size=size)
    assert [type(record) for record in records] == [LeftOut, Reject, Document]
    _, reject, document = records
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (RejectReason.BAD_RECORD, len(INFO))
    assert "192.0.2.7" not in reject.excerpt
    assert b"192.0.2.7" not in reject.raw
    assert document.position == len(INFO + broken)


@pytest.mark.parametrize("lost", [1, 5, 100, len(GOOD) - 200, len(GOOD) - 30])
def test_an_archive_that_is_cut_is_noticed(lost: int) -> None:
    records = read(GOOD + GOOD.removesuffix(b"\r\n\r\n")[:-lost])
    assert [type(record) for record in records] == [Document, Reject]
    assert isinstance(records[1], Reject)
    assert (records[1].reason, records[1].position) == (RejectReason.CUT, len(GOOD))


def test_a_cut_gzip_archive_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes((gzip.compress(INFO) + gzip.compress(GOOD))[:-20])
    with pytest.raises(DumpError) as caught, read_dump(path, name="crawl.warc.gz") as dump:
        list(dump.records())
    assert caught.value.reason is DumpReason.TRUNCATED


def test_a_record_over_the_limit_is_passed_over_and_rejected_if_it_is_a_page() -> None:
    page = make_record("response", make_response(BODY + b"x" * 5000))
    film = make_record("response", make_response(b"x" * 5000, media="video/mp4"))
    records = read(page + film + GOOD, size=100, limits=Limits(max_record_bytes=2000))
    assert [type(record) for record in records] == [Reject, LeftOut, Document]
    assert isinstance(records[0], Reject)
    assert records[0].reason is RejectReason.TOO_LONG
    (cut,) = read(page[:-2000], limits=Limits(max_record_bytes=2000))
    assert isinstance(cut, Reject)
    assert cut.reason is RejectReason.CUT


def test_memory_is_bounded_by_the_limit_whatever_a_length_says() -> None:
    def endless() -> Iterator[bytes]:
        yield GOOD.replace(LENGTH, b"Content-Length: 999999999999")
        for _ in range(2000):
            yield b"x" * 10_000

    sizes = [len(frame.block) for frame in split_records(endless(), WARC, max_bytes=100_000)]
    assert max(sizes) <= 100_000


def arc_record(url: str, block: bytes, *, media: str = "text/html") -> bytes:
    return f"{url} 192.0.2.7 20231109000000 {media} {len(block)}\n".encode() + block + b"\n"


ARC_HEAD = arc_record(
    "filedesc://a.arc",
    b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n",
    media="text/plain",
)


def test_arc_archives_are_read_like_warc() -> None:
    good = arc_record(URL, make_response(BODY))
    broken = good.replace(f"{len(make_response(BODY))}\n".encode(), b"99999\n", 1)
    left_out, document, reject, other = read(ARC_HEAD + good + broken + good, is_arc=True)
    assert left_out == LeftOut(0, LeftOutReason.NOT_A_POST)
    assert document == Document(
        position=len(ARC_HEAD),
        record_id=f"20231109000000/{URL}",
        text=TEXT,
        url=URL,
        title="会談",
        date_text="2023-11-09T00:00:00Z",
        date_basis=DateBasis.CRAWL,
    )
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (RejectReason.BAD_RECORD, len(ARC_HEAD + good))
    assert other == document._replace(position=len(ARC_HEAD + good + broken))
    assert "192.0.2.7" not in repr((document, reject))


def test_arc_2_states_more_columns() -> None:
    block = make_response(BODY)
    line = f"{URL} 192.0.2.7 20231109000000 text/html 200 ABCDEF - 1234 a.arc {len(block)}\n"
    (document,) = read(line.encode() + block + b"\n", is_arc=True)
    assert isinstance(document, Document)
    assert (document.url, document.text) == (URL, TEXT)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_give_records_with_rising_positions(data: bytes, size: int) -> None:
    records = read(GOOD + data + GOOD, size=size)
    positions = [record.position for record in records]
    assert positions == sorted(positions)
    assert isinstance(records[0], Document | Reject)
    assert records == read(GOOD + data + GOOD)


def test_mutated_archives_end_in_records_and_nothing_else() -> None:
    """The seed is fixed: a failure comes again."""
    dice = random.Random(20231108)
    whole = (
        INFO
        + GOOD
        + REQUEST
        + make_record("response", make_response(*CODED["chunked gzip"][:1], *CODED["chunked gzip"][1]))
    )
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            data[at : at + dice.choice((0, 1, 100))] = dice.randbytes(dice.choice((0, 1, 30)))
        records = read(bytes(data))
        assert {type(record) for record in records} <= {Document, LeftOut, Reject}


@given(st.binary(max_size=200))
def test_any_bytes_pass_for_chunks(body: bytes) -> None:
    response = HttpResponse(200, {"transfer-encoding": "chunked"}, body)
    assert len(decode_body(response, max_bytes=1000)) <= len(body)


# Documents, records left out and rejects; INDEX.md counts the records.
EXPECTED = {
    "whirlwind.warc.gz": (1, 3, 0),
    "whirlwind.warc.wet.gz": (1, 1, 0),
    "whirlwind.warc.wat.gz": (0, 2, 0),
    "warcio_example.warc.gz": (1, 5, 0),
    "warcio_example.arc.gz": (1, 1, 0),
    "warcio_example-trunc.warc": (0, 3, 1),
    "warcio_example-bad-non-chunked.warc.gz": (1, 5, 0),
    "warcio_example-wrong-chunks.warc.gz": (1, 1, 0),
    "warcio_example-resource.warc.gz": (1, 2, 0),
    "warcio_example-wget-bad-target-uri.warc.gz": (1, 5, 0),
    "jwarc_gzip_extra_sl.warc.gz": (0, 1, 0),
    "warcio_example-iana.org-chunked.warc": (1, 2, 0),
}


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_archives_give_the_records_they_hold(name: str) -> None:
    with read_dump(REAL / name, name=name) as dump:
        counts = Counter(type(record) for record in dump.records())
    assert (counts[Document], counts[LeftOut], counts[Reject]) == EXPECTED[name]


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
def test_a_real_archive_that_was_clipped_is_noticed() -> None:
    name = "resiliparse_clipped.warc.gz"
    with pytest.raises(DumpError) as caught, read_dump(REAL / name, name=name) as dump:
        list(dump.records())
    assert caught.value.reason is DumpReason.TRUNCATED


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
@pytest.mark.parametrize("name", ["whirlwind.warc.gz", "warcio_example.warc.gz", "whirlwind.warc.wet.gz"])
def test_records_begin_where_other_libraries_find_them(name: str) -> None:
    data = gzip.decompress((REAL / name).read_bytes())
    ours = [(frame.position, frame.block) for frame in split_records([data], WARC, max_bytes=2**24)]
    fast = FastWarcIterator(io.BytesIO(data), parse_http=False)
    assert ours == [(record.stream_pos, record.reader.read()) for record in fast]
    theirs = WarcioIterator(io.BytesIO(data), no_record_parse=True)
    assert [block for _, block in ours] == [record.raw_stream.read() for record in theirs]


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no seed page at {SEEDS}")
@pytest.mark.parametrize("form", ["warc", "wet"])
def test_the_seed_page_gives_the_same_text_from_a_crawl(form: str) -> None:
    for path in SEEDS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines())
        page = (
            f"<html><body><article><div class='entry-content'>{body}</div></article></body></html>".encode()
        )
        archive = {
            "warc": make_record("response", make_response(gzip.compress(page), "Content-Encoding: gzip")),
            "wet": make_record("conversion", text.encode(), media="text/plain"),
        }
        (document,) = read(archive[form])
        assert isinstance(document, Document)
        assert document.text.rstrip("\n") == text.rstrip("\n")
