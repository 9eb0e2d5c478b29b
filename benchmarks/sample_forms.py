"""Write the second sample month in every form besides JSON lines: exports, feeds, a crawl, saved pages.

The forms overlap as they do in life: the crawl, the feeds and the export of the blog hold some of the same
posts, under addresses that differ as addresses do. The exports also hold what is no public post.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.dumps import pack_gzip
from benchmarks.forms import FORMS
from benchmarks.pages import Page

MONTH_POSTS = 30

_COMMENT = """\
COMMENT:
AUTHOR: 通りすがり
EMAIL: reader@example.org
IP: 192.0.2.7
DATE: 07/02/2024 08:00:00
いつも読んでいます。市長は「また来る」と言っていました。
-----
--------
"""
_DRAFT = """\
AUTHOR: clips
TITLE: 書きかけ
BASENAME: 2024/07/31/235959
STATUS: Draft
ALLOW COMMENTS: 1
CONVERT BREAKS: 0
DATE: 07/31/2024 23:59:59
-----
BODY:
<p>鳥羽瀬市長は「まだ言えない」と述べた。</p>
-----
--------
"""
_UNPUBLISHED = """\
<item>
<title>{title}</title>
<link>https://shiome.example.net/?p={number}</link>
<content:encoded><![CDATA[弓削田社長は「{said}」と話した。]]></content:encoded>
<wp:post_date>2024-07-31 23:59:59</wp:post_date>
<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
<wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type>
</item>
"""
_NO_PAGE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\nNot found."
_NOT_FOUND = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/favicon.ico\r\n"
    b"WARC-Date: 2024-08-01T03:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(_NO_PAGE), _NO_PAGE)
)
_ARC_HEAD = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
_EXCERPT_CHARS = 60
_MEMBER_DATE = (2024, 8, 1, 0, 0, 0)


class Delivery(NamedTuple):
    """One dump of the second month: its name, which pages it holds, and how it is made of them."""

    name: str
    pages: slice
    make: Callable[[list[Page], Path], bytes]


def write_deliveries(pages: Iterable[Page], folder: Path) -> None:
    """Write the dumps of the second month, whose pages are given oldest first."""
    month = list(islice(pages, MONTH_POSTS))
    for delivery in DELIVERIES:
        path = folder / delivery.name
        path.write_bytes(delivery.make(month[delivery.pages], path))


def _make(form: str, pages: Iterable[Page], path: Path) -> bytes:
    FORMS[form](pages, path)
    return path.read_bytes()


def _export(pages: list[Page], path: Path) -> bytes:
    """Return a Movable Type export whose first entry has a comment, and whose last is a draft."""
    first, *others = (_make("Movable Type", [page], path) for page in pages)
    commented = first.removesuffix(b"--------\n") + _COMMENT.encode()
    return b"".join([commented, *others, _DRAFT.encode()])


def _wxr(pages: list[Page], path: Path) -> bytes:
    """Return an export of another blog, with a draft, a private post and a page."""
    moved = [
        page._replace(url=f"https://shiome.example.net/{page.published_at:%Y/%m/%d}/{number}/")
        for number, page in enumerate(pages, 11)
    ]
    hidden = "".join(
        _UNPUBLISHED.format(title=title, number=number, said=said, status=status, kind=kind)
        for number, (title, said, status, kind) in enumerate(
            (
                ("書きかけ", "まだ言えない", "draft", "post"),
                ("自分用の覚え書き", "ここだけの話だ", "private", "post"),
                ("このブログについて", "切り抜きは毎晩する", "publish", "page"),
            ),
            91,
        )
    )
    return _make("WXR", moved, path).replace(b"</channel>", hidden.encode() + b"</channel>")


def _feed(form: str, pages: list[Page], path: Path) -> bytes:
    """Return a feed whose links say that a reader came from it."""
    return _make(form, (page._replace(url=f"{page.url}?utm_source=feed") for page in pages), path)


def _rss(pages: list[Page], path: Path) -> bytes:
    """Return a feed of excerpts: each page's first sentence or so, as many blogs give no more."""
    sentences = (next(line for line in page.text.split("\n") if line.endswith("。")) for page in pages)
    excerpts = (f"{sentence[:_EXCERPT_CHARS]}…" for sentence in sentences)
    short = [page._replace(text=excerpt) for page, excerpt in zip(pages, excerpts, strict=True)]
    return _feed("RSS 2.0", short, path)


def _crawl(form: str, pages: list[Page], path: Path) -> bytes:
    """Return a crawl by http, each record a gzip member of its own; a WARC also has a page not found."""
    seen = [page._replace(url=page.url.replace("https:", "http:")) for page in pages]
    records = [_make(form, [page], path) for page in seen]
    return b"".join(map(pack_gzip, [*records, _NOT_FOUND] if form == "WARC" else records))


def _old_crawl(pages: list[Page], path: Path) -> bytes:
    """Return a crawl in the form before WARC: a line of five fields before each answer."""
    answers = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + data
        for data in _saved_pages(pages, path)
    )
    records = [
        _arc_record(page.url.replace("https:", "http:"), "text/html", answer)
        for page, answer in zip(pages, answers, strict=True)
    ]
    return b"".join(
        map(pack_gzip, [_arc_record(f"filedesc://{path.stem}", "text/plain", _ARC_HEAD), *records])
    )


def _arc_record(url: str, media_type: str, block: bytes) -> bytes:
    return f"{url} 192.0.2.7 20240801030000 {media_type} {len(block)}\n".encode() + block + b"\n"


def _tweets(pages: list[Page], path: Path) -> bytes:
    """Return the tweets that announced the pages."""
    return _make(
        "X archive",
        (page._replace(text=f"きょうの切り抜き「{page.title}」 https://t.co/a1") for page in pages),
        path,
    )


def _saved_page(pages: list[Page], path: Path) -> bytes:
    """Return one page of the blog with several entries on it, as a month's page shows them."""
    first, *others = _saved_pages(pages, path)
    entries = [re.search(rb"<article .*</article>\n", page, re.DOTALL) for page in others]
    end = first.index(b"</div>\n</body>")
    return first[:end] + b"".join(entry[0] for entry in entries if entry) + first[end:]


def _zip(pages: list[Page], path: Path) -> bytes:
    """Return saved pages and a text file, zipped; every member has one date, whatever the clock says."""
    members = {f"pages/{page.published_at:%Y%m%d}.html": data for page, data in _pair_saved(pages[1:], path)}
    members[f"{pages[0].published_at:%Y-%m-%d-%H%M%S}.txt"] = pages[0].text.encode() + b"\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, date_time=_MEMBER_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data, compresslevel=6)
    return packed.getvalue()


def _pair_saved(pages: list[Page], path: Path) -> Iterable[tuple[Page, bytes]]:
    return zip(pages, _saved_pages(pages, path), strict=True)


def _saved_pages(pages: list[Page], path: Path) -> list[bytes]:
    FORMS["HTML"](pages, path)
    with tarfile.open(path) as archive:
        files = [archive.extractfile(member) for member in archive]
        return [file.read() for file in files if file is not None]


DELIVERIES = (
    Delivery("example.org.export.txt", slice(6), _export),
    Delivery("crawl.warc.gz", slice(4, 8), partial(_crawl, "WARC")),
    Delivery("crawl.warc.wet.gz", slice(6, 9), partial(_crawl, "WET")),
    Delivery("crawl.arc.gz", slice(0, 3), _old_crawl),
    Delivery("feed.rss", slice(3, 9), _rss),
    Delivery("feed.atom", slice(8, 12), partial(_feed, "Atom")),
    Delivery("month.html", slice(12, 15), _saved_page),
    Delivery("shiome.wordpress.xml", slice(15, 19), _wxr),
    Delivery("slice.parquet", slice(19, 22), partial(_make, "Parquet")),
    Delivery("articles.json", slice(22, 25), partial(_make, "JSON array")),
    Delivery("saved.zip", slice(25, 28), _zip),
    Delivery("tweets.js", slice(20, 30), _tweets),
)
"""Up to `feed.atom` they are one blog's, and hold some of the same posts."""
