"""One page gives the same rows in whatever form it comes: as plain text, as an export, as a crawl."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.parse import parse_document
from transforms.readers import read_dump
from transforms.records import Document, ParsedPost

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
PAGES = {
    "the seed": SEEDS / "000_852e9d0b2482a239.txt",
    "our own": ROOT / "samples" / "2024-06-01-171130.txt",
}
QUOTE_FIELDS = (
    "text", "speaker", "speaker_full", "speaker_kind", "co_speakers", "role", "via", "topic", "form",
    "context", "cue", "evidence", "confidence",
)  # fmt: skip
TOPIC_FIELDS = ("note_no", "label", "alias", "parent_label", "keyword", "note_sha256")
MENTION_FIELDS = ("surface", "surface_full", "kind", "role", "is_speaker")
URL = "https://clips.example.org/entry/2024/06/01/171130"
SIGNATURE = re.compile(r"— (?P<name>.+) \(@(?P<handle>\w+)\) (?P<day>.+)")
LINK = re.compile(r"https?://t\.co/\w+")


class Rows(NamedTuple):
    """What must be the same: all that was found, and none of the places where it stands."""

    quotes: list[tuple[object, ...]]
    topics: list[tuple[object, ...]]
    mentions: list[tuple[object, ...]]
    blocks: list[tuple[object, ...]]


def take_rows(parsed: ParsedPost) -> Rows:
    text = parsed.post.text
    return Rows(
        [tuple(getattr(quote, name) for name in QUOTE_FIELDS) for quote in parsed.quotes],
        [tuple(getattr(topic, name) for name in TOPIC_FIELDS) for topic in parsed.topic_mentions],
        [tuple(getattr(mention, name) for name in MENTION_FIELDS) for mention in parsed.actor_mentions],
        [
            (each.kind, text[each.char_start : each.char_end], each.block_date, each.handle, each.hashtags)
            for each in parsed.blocks
        ],
    )


def parse(text: str) -> Rows:
    document = Document(0, "page", text)
    return take_rows(parse_document(document, dump_id="0" * 16, source_uri="page"))


def escape(line: str) -> str:
    return html.escape(line, quote=False)


def embed(tweet: str, signature: re.Match[str], number: int) -> str:
    """A tweet as the site that shows it hands it out for pasting."""
    linked = LINK.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', escape(tweet))
    linked = re.sub(r"(?<!\w)#(\w+)", r'<a href="https://twitter.com/hashtag/\1?src=hash">#\1</a>', linked)
    status = f"https://twitter.com/{signature['handle']}/status/{1721600000000000000 + number}"
    return (
        f'<blockquote class="twitter-tweet"><p lang="ja" dir="ltr">{linked}</p>&mdash; '
        f"{escape(signature['name'])} (@{signature['handle']}) "
        f'<a href="{status}?ref_src=twsrc%5Etfw">{signature["day"]}</a></blockquote> '
        '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
    )


def mark_up(text: str, wrap: Callable[[str], str]) -> list[str]:
    """The page's lines as HTML, a tweet and its signature being one."""
    parts: list[str] = []
    lines: list[str] = []
    for number, line in enumerate(text.strip("\n").split("\n")):
        signature = SIGNATURE.fullmatch(line)
        if signature is None:
            parts.append(wrap(escape(line)))
            lines.append(line)
        else:
            parts[-1] = embed(lines[-1], signature, number)
    return parts


def paragraphs(text: str) -> str:
    return "\n".join(mark_up(text, "<p>{}</p>".format))


def divisions(text: str) -> str:
    return "".join(mark_up(text, "<div><span>{}</span></div>".format))


def line_breaks(text: str) -> str:
    return "<p>" + "<br />\n".join(mark_up(text, str)) + "</p>"


def bare_lines(text: str) -> str:
    return "\n".join(mark_up(text, str))


def blank_lines(text: str) -> str:
    return "\n\n".join(mark_up(text, str))


def plain_lines(text: str) -> str:
    return escape(text)


def movable_type(body: str, breaks: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    export = (
        f"AUTHOR: clips\nTITLE: 切り抜き\nBASENAME: 2024/06/01/171130\nSTATUS: Publish\nALLOW COMMENTS: 1\n"
        f"CONVERT BREAKS: {breaks}\nDATE: 06/01/2024 17:11:30\nCATEGORY: 切り抜き\n"
        f"-----\nBODY:\n{body}\n-----\n"
        "EXTENDED BODY:\n\n-----\nEXCERPT:\n\n-----\nCOMMENT:\nAUTHOR: 読者\nEMAIL: reader@example.org\n"
        "IP: 192.0.2.7\nDATE: 06/01/2024 18:00:00\n市長は「読んだ」と述べた。\n-----\n--------\n"
    )
    return export.replace("\n", end).encode(encoding)


def wxr(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n<wp:wxr_version>1.2</wp:wxr_version>\n<item>\n'
        f"<title>切り抜き</title>\n<link>{URL}</link>\n"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>\n"
        f"<excerpt:encoded><![CDATA[市長は「抜粋」と述べた。]]></excerpt:encoded>\n"
        "<wp:post_date><![CDATA[2024-06-01 17:11:30]]></wp:post_date>\n"
        "<wp:post_type>post</wp:post_type>\n<wp:status>publish</wp:status>\n</item>\n</channel>\n</rss>\n"
    ).encode()


def hatena_page(body: str) -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8"/>\n'
        "<title>切り抜き - 切り抜き帳</title>\n"
        f'<link rel="canonical" href="{URL}"/>\n</head>\n<body class="page-entry">\n<div id="container">\n'
        '<header id="blog-title"><h1><a href="https://clips.example.org/">切り抜き帳</a></h1></header>\n'
        '<article class="entry hentry js-entry-article">\n<div class="entry-inner">\n'
        '<header class="entry-header">\n'
        '<div class="date entry-date first"><a href="https://clips.example.org/archive/2024/06/01">'
        '<time datetime="2024-06-01T08:11:30Z" title="2024-06-01T08:11:30Z">2024-06-01</time></a></div>\n'
        f'<h1 class="entry-title"><a href="{URL}" class="entry-title-link bookmark">切り抜き</a></h1>\n'
        "</header>\n"
        f'<div class="entry-content hatenablog-entry">\n{body}\n</div>\n'
        '<footer class="entry-footer"><p class="entry-footer-section">clips <time>3年前</time></p>'
        '<div class="comment-box"><p>市長は「読んだ」と述べた。</p></div></footer>\n'
        '</div>\n</article>\n</div>\n<div id="box2"><p>人気記事「ほかの記事」</p></div>\n</body>\n</html>\n'
    ).encode()


def plain_page(body: str) -> bytes:
    """A page of no known blog host: only what a page is made of tells its content."""
    return (
        '<html><head><meta charset="utf-8"><title>切り抜き</title></head><body><div id="menu"><ul>'
        '<li><a href="/">戻る</a></li><li><a href="/list">一覧</a></li></ul></div>'
        f'<div id="main">{body}</div><div id="foot"><p>Copyright clips.example.org</p></div></body></html>'
    ).encode()


def crawl_record(kind: str, content_type: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:example:{kind}>\r\n"
        f"WARC-Target-URI: {URL}\r\nWARC-Date: 2024-07-01T00:00:00Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(page: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
    return crawl_record("response", "application/http; msgtype=response", head.encode() + page)


def wet(text: str) -> bytes:
    return crawl_record("warcinfo", "application/warc-fields", b"software: test\r\n") + crawl_record(
        "conversion", "text/plain", text.encode()
    )


def atom(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>切り抜き帳</title>'
        f'<entry><id>tag:example.org,2024:1</id><title>切り抜き</title><link rel="alternate" href="{URL}"/>'
        "<published>2024-06-01T17:11:30+09:00</published>"
        '<summary type="text">市長は「要約」と述べた。</summary>'
        f'<content type="html">{html.escape(body)}</content>'
        "</entry></feed>\n"
    ).encode()


def rss(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>切り抜き帳</title>'
        f"<item><title>切り抜き</title><link>{URL}</link><pubDate>Sat, 01 Jun 2024 17:11:30 +0900</pubDate>"
        f"<description>{html.escape(body)}</description></item></channel></rss>\n"
    ).encode()


def parquet(text: str) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"url": [URL], "text": pa.array([text], pa.large_string())}), sink)
    return bytes(sink.getvalue().to_pybytes())


def json_line(text: str) -> bytes:
    return orjson.dumps({"url": URL, "text": text}) + b"\n"


FORMS: dict[str, Callable[[str], bytes]] = {
    "text, CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "text, UTF-16": lambda text: text.encode("utf-16"),
    "Movable Type": lambda text: movable_type(paragraphs(text), "0"),
    "Movable Type, line breaks": lambda text: movable_type(line_breaks(text), "0"),
    "Movable Type, bare lines": lambda text: movable_type(bare_lines(text), "1"),
    "Movable Type, plain lines": lambda text: movable_type(plain_lines(text), "__default__"),
    "Movable Type, CRLF": lambda text: movable_type(bare_lines(text), "__default__", "\r\n"),
    "WXR": lambda text: wxr(paragraphs(text)),
    "WXR, bare lines": lambda text: wxr(bare_lines(text)),
    "WXR, blank lines": lambda text: wxr(blank_lines(text)),
    "Hatena page": lambda text: hatena_page(paragraphs(text)),
    "Hatena page, divisions": lambda text: hatena_page(divisions(text)),
    "Hatena page, line breaks": lambda text: hatena_page(line_breaks(text)),
    "page without marks": lambda text: plain_page(paragraphs(text)),
    "WARC": lambda text: warc(hatena_page(paragraphs(text))),
    "WARC.gz": lambda text: gzip.compress(wet("")) + gzip.compress(warc(hatena_page(line_breaks(text)))),
    "WET": wet,
    "JSON lines": json_line,
    "JSON array": lambda text: b"[" + json_line(text) + b"]",
    "Parquet": parquet,
    "Atom": lambda text: atom(paragraphs(text)),
    "Atom, line breaks": lambda text: atom(line_breaks(text)),
    "RSS": lambda text: rss(paragraphs(text)),
}


@pytest.fixture(params=PAGES, scope="module")
def page(request: pytest.FixtureRequest) -> str:
    path = PAGES[request.param]
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return path.read_text("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_rows_of_the_plain_text(tmp_path: Path, page: str, form: str) -> None:
    path = tmp_path / "dump"
    path.write_bytes(FORMS[form](page))
    with read_dump(path, name="dump") as dump:
        documents = [record for record in dump.records() if isinstance(record, Document)]
    assert len(documents) == 1
    found = take_rows(parse_document(documents[0], dump_id="0" * 16, source_uri="dump"))
    expected = parse(page)
    assert len(expected.quotes) > 5
    assert found.topics == expected.topics
    assert found.quotes == expected.quotes
    assert found.mentions == expected.mentions
    assert found.blocks == expected.blocks
