"""Write pages as the dumps of every format that the readers know, a page at a time.

What `benchmarks.dumps` writes is JSON lines and text files; these are the forms besides. The same pages give
the same bytes.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.dumps import page_line
from benchmarks.pages import Page
from transforms.dates import TWITTER_EPOCH_MS, parse_printed_day

_SIGNATURE = re.compile(r"— (?P<name>.+) \(@(?P<handle>\w+)\) (?P<day>.+)")
_FIRST_STATUS = 1_800_000_000_000_000_000
_ROW_GROUP = 2000
_ATOM = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:app="http://www.w3.org/2007/app">\n<title>切り抜き帳</title>\n'
    '<link rel="alternate" href="https://example.org/"/>\n'
)
_RSS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"{more}>\n<channel>\n<title>切り抜き帳</title>\n'
    "<link>https://example.org/</link>\n"
)
_WORDPRESS = (
    ' xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
)


def render_html(page: Page) -> str:
    """Return a page's text as a blog shows it: a paragraph a line, a tweet and its signature as an embed."""
    lines = page.text.split("\n")
    parts: list[str] = []
    for number, line in enumerate(lines):
        signature = _SIGNATURE.fullmatch(line)
        if signature is None or not parts:
            parts.append(f"<p>{html.escape(line, quote=False)}</p>")
            continue
        status = f"https://twitter.com/{signature['handle']}/status/{_status_id(signature['day'], number)}"
        parts[-1] = (
            f'<blockquote class="twitter-tweet">{parts[-1]}&mdash; {html.escape(signature["name"])} '
            f'(@{signature["handle"]}) <a href="{status}">{signature["day"]}</a></blockquote>'
        )
    return "\n".join(parts)


def _status_id(printed_day: str, number: int) -> int:
    """Return the id of a tweet of that UTC day, at noon and as many minutes."""
    day = parse_printed_day(printed_day)
    if day is None:
        return _FIRST_STATUS + number
    instant = dt.datetime.combine(day, dt.time(12), dt.UTC) + dt.timedelta(minutes=number)
    return (int(instant.timestamp() * 1000) - TWITTER_EPOCH_MS) << 22


def write_json_array(pages: Iterable[Page], path: Path) -> int:
    """Write one JSON array of objects, each on a line of its own; return its bytes."""
    return _write_around(b"[\n", map(page_line, pages), b"]\n", path, between=b",")


def write_x_archive(pages: Iterable[Page], path: Path) -> int:
    """Write a `tweets.js` in which every page is one tweet; return its bytes."""
    tweets = (_tweet(page, number) for number, page in enumerate(pages))
    return _write_around(b"window.YTD.tweets.part0 = [ ", tweets, b" ]", path, between=b", ")


def write_parquet(pages: Iterable[Page], path: Path) -> int:
    """Write a Parquet file with a column for each key of the JSON lines; return the bytes of its values."""
    schema = pa.schema(
        {"url": pa.string(), "title": pa.string(), "published_at": pa.string(), "text": pa.string()}
    )
    size = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(pages, _ROW_GROUP):
            rows = [{**page._asdict(), "published_at": page.published_at.isoformat()} for page in group]
            size += sum(len(value.encode()) for row in rows for value in row.values())
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return size


def write_rss(pages: Iterable[Page], path: Path) -> int:
    """Write an RSS 2.0 feed with whole texts; return its bytes."""
    items = (_rss_item(page, "") for page in pages)
    return _write_around(_RSS.format(more="").encode(), items, b"</channel>\n</rss>\n", path)


def write_atom(pages: Iterable[Page], path: Path) -> int:
    """Write an Atom feed with whole texts, as publishing interfaces give them; return its bytes."""
    return _write_around(_ATOM.encode(), map(_atom_entry, pages), b"</feed>\n", path)


def write_wxr(pages: Iterable[Page], path: Path, *, render: Callable[[Page], str] = render_html) -> int:
    """Write a WordPress export of version 1.2; return its bytes."""
    head = _RSS.format(more=_WORDPRESS) + "<wp:wxr_version>1.2</wp:wxr_version>\n"
    items = (
        _rss_item(
            page._replace(text=render(page)),
            f"<wp:post_date>{page.published_at:%Y-%m-%d %H:%M:%S}</wp:post_date>\n"
            f"<wp:post_date_gmt>{page.published_at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>\n"
            "<wp:status>publish</wp:status>\n<wp:post_type>post</wp:post_type>\n",
            is_rendered=True,
        )
        for page in pages
    )
    return _write_around(head.encode(), items, b"</channel>\n</rss>\n", path)


def write_movable_type(pages: Iterable[Page], path: Path) -> int:
    """Write a Movable Type export as Hatena gives it; return its bytes."""
    return _write_around(b"", map(_movable_type_entry, pages), b"", path)


def write_plain_movable_type(pages: Iterable[Page], path: Path) -> int:
    """Write a Movable Type export whose line breaks are the lines, as FC2 gives it; return its bytes."""
    entries = (_movable_type_entry(page, _escape_text(page), breaks=1) for page in pages)
    return _write_around(b"", entries, b"", path)


def write_plain_wxr(pages: Iterable[Page], path: Path) -> int:
    """Write a WordPress export whose newlines are the lines; return its bytes."""
    return write_wxr(pages, path, render=_escape_text)


def write_html(pages: Iterable[Page], path: Path) -> int:
    """Write a tar of saved pages of a Hatena blog, an entry each; return the pages' bytes."""
    size = 0
    with tarfile.open(path, "w") as archive:
        for number, page in enumerate(pages):
            data = _html_page(page)
            member = tarfile.TarInfo(f"{number:08}.html")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
            size += len(data)
    return size


def write_warc(pages: Iterable[Page], path: Path) -> int:
    """Write an uncompressed WARC of a crawl of the same pages; return its bytes."""
    return _write_around(b"", (_response(page, _html_page(page)) for page in pages), b"", path)


def write_warc_of_others(pages: Iterable[Page], path: Path) -> int:
    """Write an uncompressed WARC of answers that are no pages; return its bytes."""
    records = (_response(page, _html_page(page), "application/json") for page in pages)
    return _write_around(b"", records, b"", path)


def write_wet(pages: Iterable[Page], path: Path) -> int:
    """Write an uncompressed WET of the pages' texts; return its bytes."""
    records = (_warc_record(page, "conversion", "text/plain", page.text.encode()) for page in pages)
    return _write_around(b"", records, b"", path)


FORMS: dict[str, Callable[[Iterable[Page], Path], int]] = {
    "Movable Type": write_movable_type,
    "Movable Type, plain bodies": write_plain_movable_type,
    "WXR": write_wxr,
    "WXR, plain bodies": write_plain_wxr,
    "HTML": write_html,
    "WARC": write_warc,
    "WARC, no pages": write_warc_of_others,
    "WET": write_wet,
    "JSON array": write_json_array,
    "Parquet": write_parquet,
    "RSS 2.0": write_rss,
    "Atom": write_atom,
    "X archive": write_x_archive,
}
"""Every form by its name: what writes it and returns how many bytes are read to get the records back."""


def _write_around(
    head: bytes, pieces: Iterable[bytes], tail: bytes, path: Path, *, between: bytes = b""
) -> int:
    size = 0
    with path.open("wb") as out:
        size += out.write(head)
        for number, piece in enumerate(pieces):
            size += out.write(between + piece if number else piece)
        size += out.write(tail)
    return size


def _groups(pages: Iterable[Page], size: int) -> Iterator[list[Page]]:
    group: list[Page] = []
    for page in pages:
        group.append(page)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _tweet(page: Page, number: int) -> bytes:
    tweet = {
        "edit_info": {"initial": {"editTweetIds": [str(_FIRST_STATUS + number)], "editsRemaining": "5"}},
        "retweeted": False,
        "entities": {
            "hashtags": [],
            "urls": [{"url": "https://t.co/a1", "expanded_url": page.url, "indices": ["0", "15"]}],
        },
        "id_str": str(_FIRST_STATUS + number),
        "created_at": f"{page.published_at.astimezone(dt.UTC):%a %b %d %H:%M:%S +0000 %Y}",
        "full_text": html.escape(page.text, quote=False),
        "lang": "ja",
    }
    return orjson.dumps({"tweet": tweet}, option=orjson.OPT_INDENT_2)


def _rss_item(page: Page, more: str, *, is_rendered: bool = False) -> bytes:
    body = (page.text if is_rendered else render_html(page)).replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<item>\n<title>{html.escape(page.title)}</title>\n<link>{page.url}</link>\n"
        f'<guid isPermaLink="true">{page.url}</guid>\n'
        f"<pubDate>{page.published_at:%a, %d %b %Y %H:%M:%S %z}</pubDate>\n"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>\n{more}</item>\n"
    ).encode()


def _atom_entry(page: Page) -> bytes:
    return (
        f"<entry>\n<id>{page.url}</id>\n<title>{html.escape(page.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{page.url}"/>\n'
        f"<published>{page.published_at.isoformat()}</published>\n"
        f'<content type="html">{html.escape(render_html(page))}</content>\n'
        "<app:control><app:draft>no</app:draft></app:control>\n</entry>\n"
    ).encode()


def _escape_text(page: Page) -> str:
    return html.escape(page.text, quote=False)


def _movable_type_entry(page: Page, body: str | None = None, *, breaks: int = 0) -> bytes:
    body = render_html(page) if body is None else body
    basename = page.url.partition("/entry/")[2]
    return (
        f"AUTHOR: clips\nTITLE: {page.title}\nBASENAME: {basename}\nSTATUS: Publish\nALLOW COMMENTS: 1\n"
        f"CONVERT BREAKS: {breaks}\nDATE: {page.published_at:%m/%d/%Y %H:%M:%S}\nCATEGORY: 切り抜き\n-----\n"
        f"BODY:\n{body}\n-----\n--------\n"
    ).encode()


def _html_page(page: Page) -> bytes:
    title = html.escape(page.title)
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title} - 切り抜き帳</title>\n"
        f'<link rel="canonical" href="{page.url}">\n</head>\n<body>\n<div id="container">\n'
        f'<article class="entry">\n<header class="entry-header">\n'
        f'<time datetime="{page.published_at.isoformat()}">{page.published_at:%Y-%m-%d}</time>\n'
        f'<h1 class="entry-title"><a href="{page.url}" class="entry-title-link">{title}</a></h1>\n</header>\n'
        f'<div class="entry-content hatenablog-entry">\n{render_html(page)}\n</div>\n'
        '<footer class="entry-footer"><p>読者になる</p></footer>\n</article>\n</div>\n</body>\n</html>\n'
    ).encode()


def _response(page: Page, body: bytes, media_type: str = "text/html") -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return _warc_record(page, "response", "application/http; msgtype=response", head.encode() + body)


def _warc_record(page: Page, kind: str, content_type: str, block: bytes) -> bytes:
    crawled_at = page.published_at.astimezone(dt.UTC) + dt.timedelta(days=30)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {page.url}\r\n"
        f"WARC-Date: {crawled_at:%Y-%m-%dT%H:%M:%SZ}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return b"".join((head.encode(), block, b"\r\n\r\n"))
