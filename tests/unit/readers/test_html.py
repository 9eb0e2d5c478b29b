"""HTML pages: entries of blogs, content of other pages, what pages say of themselves, charsets."""

from __future__ import annotations

import html
import logging
import re
import time
from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.parse import parse_document
from transforms.readers import Limits, read_dump
from transforms.readers.html_charset import decode_page
from transforms.readers.html_pages import read_page
from transforms.readers.reading import Record
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
HOST = "https://midori.example.org"


def entry(path: str, body: str, *, title: str = "会談の記録", time_text: str = "2023-11-08T12:00:00Z") -> str:
    """An entry as Hatena writes it."""
    return f"""
<article class="entry hentry js-entry-article"><div class="entry-inner">
<header class="entry-header"><div class="date entry-date first"><a href="{HOST}/archive/2023/11/08">
<time datetime="{time_text}" title="{time_text}"><span>2023</span>-11-08</time></a></div>
<h1 class="entry-title"><a href="{path}" class="entry-title-link bookmark">{title}</a></h1>
<div class="entry-categories"><a class="entry-category-link" href="/archive/1">外交</a></div></header>
<div class="entry-content hatenablog-entry">{body}</div>
<footer class="entry-footer"><span class="author vcard"><span class="fn">山野みどり</span></span>
<div class="comment-box"><ul class="comment"><li>通りすがりの一言</li></ul></div></footer>
</div></article>"""


def page(*parts: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>みどり日記</title>{head}</head><body>"
        f"<div id='header'><h1 id='title'><a href='/'>みどり日記</a></h1></div>{''.join(parts)}"
        "<aside><div class='hatena-module'>最近の記事</div></aside><footer>例の会社</footer></body></html>"
    )


def read(
    tmp_path: Path, data: bytes | str, *, name: str = "page.html", limits: Limits | None = None
) -> list[Record]:
    path = tmp_path / "page"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with read_dump(path, name=name, limits=limits or Limits()) as dump:
        assert dump.format == "html"
        return list(dump.records())


def test_an_entry_is_read_with_all_that_stands_around_it(tmp_path: Path) -> None:
    body = "<p>首相は会談した。</p><p>#外交(首相「対話を」)</p><div class='hatena-star-container'>★</div>"
    (document,) = read(tmp_path, page(entry("/entry/2023/11/08/210000", body), head=f"<base href='{HOST}'>"))
    assert document == Document(
        position=0,
        record_id="page",
        text="首相は会談した。\n#外交(首相「対話を」)",
        url=f"{HOST}/entry/2023/11/08/210000",
        title="会談の記録",
        author="山野みどり",
        categories=("外交",),
        date_text="2023-11-08T12:00:00Z",
        date_basis=DateBasis.METADATA,
    )


def test_each_entry_of_a_page_is_a_document_of_its_own(tmp_path: Path) -> None:
    first = entry(f"{HOST}/entry/1", "<p>首相は会談した。</p>")
    second = entry(
        f"{HOST}/entry/2", "<p>外相も同席した。</p>", title="続報", time_text="2023-11-09T00:00:00Z"
    )
    documents = read(tmp_path, page(first, second, head=f"<link rel='canonical' href='{HOST}/'>"))
    assert [
        (document.record_id, document.url, document.title, document.date_text, document.text)
        for document in documents
        if isinstance(document, Document)
    ] == [
        ("page#1", f"{HOST}/entry/1", "会談の記録", "2023-11-08T12:00:00Z", "首相は会談した。"),
        ("page#2", f"{HOST}/entry/2", "続報", "2023-11-09T00:00:00Z", "外相も同席した。"),
    ]


def test_the_beginning_of_an_entry_is_no_post(tmp_path: Path) -> None:
    more = f'<p>首相は</p><a class="entry-see-more" href="{HOST}/entry/1#more">続きを読む</a>'
    assert read(tmp_path, page(entry(f"{HOST}/entry/1", more))) == [LeftOut(0, LeftOutReason.NOT_A_POST)]
    own = f"<link rel='canonical' href='{HOST}/entry/1'>"
    (document,) = read(tmp_path, page(entry(f"{HOST}/entry/1", more), head=own))
    assert isinstance(document, Document)
    assert document.text == "首相は"


def test_a_list_of_excerpts_is_no_post(tmp_path: Path) -> None:
    excerpt = (
        "<section class='archive-entry'><h1><a class='entry-title-link' href='/entry/{}'>題</a></h1>"
        "<p class='entry-description'>首相は会談したと述べ…</p></section>"
    )
    left_out = LeftOut(0, LeftOutReason.NOT_A_POST)
    assert read(tmp_path, page(excerpt.format(1), excerpt.format(2))) == [left_out, left_out]


@pytest.mark.parametrize(
    "body",
    [
        "<div class='article-body'><div class='article-body-inner'>{}</div></div>",
        "<div class='post-body entry-content'>{}<div class='sharedaddy'>共有</div></div>",
        "<div itemprop='articleBody'>{}<footer>署名欄</footer></div>",
        "<div data-uranus-component='entryBody'>{}</div>",
        "<div class='entry_body'>{}</div><ul class='entry_footer'><li>コメント:1</li></ul>",
        "<div class='entry-body'>{}<div id='comments'>通りすがりの一言</div></div>",
    ],
)
def test_bodies_are_known_by_the_names_of_many_hosts(body: str) -> None:
    (post,) = read_page(
        page("<div class='ad'>宣伝</div>", body.format("<p>首相は会談した。</p><p>#外交</p>"))
    )
    assert post.markup is not None
    assert post.markup.text == "首相は会談した。\n#外交"


ARTICLE = "".join(
    f"<p>山野首相は{number}日、\u3000川辺外相とともに隣国の代表と会談し、対話を続けることで一致したと述べた。</p>"
    for number in range(1, 9)
)


def test_the_content_of_any_page_keeps_embeds_tag_lines_and_white_space() -> None:
    status = "https://twitter.com/rei_news/status/1721852020304724000"
    embed = (
        '<blockquote class="twitter-tweet"><p>会談へ <a href="https://t.co/a">https://t.co/a</a></p>'
        f'&mdash; 例ニュース (@rei_news) <a href="{status}">November 7, 2023</a></blockquote>'
    )
    tags = "<div><a href='/t/1'>#外交</a>(首相「対話を」)</div>"
    menu = "<ul class='menu'>" + "".join(f"<li><a href='/{n}'>項目{n}</a></li>" for n in range(20)) + "</ul>"
    (post,) = read_page(
        f"<html><body><nav>案内</nav><div id='wrap'>{menu}<div id='text'><h1>会談</h1>{embed}{ARTICLE}{tags}"
        f"<div id='comments'><p>{'通りすがりの長い一言。' * 5}</p></div></div></div><footer>社名</footer>"
    )
    assert post.markup is not None
    lines = post.markup.text.split("\n")
    assert lines[:4] == ["会談", "", "会談へ https://t.co/a", "— 例ニュース (@rei_news) November 7, 2023"]
    assert lines[4:-1] == [line for line in re.sub("<p>|</p>", "\n", ARTICLE).split("\n") if line]
    assert lines[-1] == "#外交(首相「対話を」)"
    assert post.markup.status_urls == (status,)


def old_entry(number: int, body: str) -> str:
    return (
        f"<div class='blogbody'><h3 class='title'><a href='http://midori.example.org/{number}'>題{number}</a></h3>"
        f"{body}<div class='posted'>midori at 10:20│<a href='#c'>Comments(1)</a></div></div>"
    )


@pytest.mark.parametrize(
    "body", ["<div class='main'>首相は会談した。<br>続く。</div>", "首相は会談した。<br>続く。"]
)
def test_titles_and_signatures_of_old_blogs_are_no_text(body: str) -> None:
    day = f"<div class='blog'><h2 class='date'>2008年01月02日</h2>{old_entry(1, body)}</div>"
    pages = (day, day.replace(old_entry(1, body), old_entry(1, body) + old_entry(2, body)))
    (alone,), (first, second) = map(read_page, pages)
    assert (alone.title, alone.url, alone.date_text) == (
        "題1",
        "http://midori.example.org/1",
        "2008年01月02日",
    )
    assert [post.title for post in (first, second)] == ["題1", "題2"]
    texts = [post.markup.text for post in (alone, first, second) if post.markup]
    assert texts == ["首相は会談した。\n続く。"] * 3


def test_the_sections_of_a_diary_are_its_posts() -> None:
    days = "".join(
        f"<div class='day'><h2><a href='/{day}'><span class='date'>2010-01-0{day}</span></a></h2>"
        f"<div class='body'><div class='section'><h3><a href='/midori/2010010{day}#p1' name='p1'>"
        f"<span class='sanchor'>■</span></a>題{day} <a class='editlink' href='/e'>編集</a></h3>"
        "<p>首相は会談した。</p><p>#外交(首相)</p><p class='sectionfooter'>コメント(2)</p></div></div>"
        "<div class='comment'><p>よそからの長い一言。</p></div></div>"
        for day in (1, 2)
    )
    posts = read_page(days, "http://d.example.org/midori/")
    assert [(post.url, post.title, post.date_text) for post in posts] == [
        ("http://d.example.org/midori/20100101#p1", "題1", "2010-01-01"),
        ("http://d.example.org/midori/20100102#p1", "題2", "2010-01-02"),
    ]
    assert [post.markup.text for post in posts if post.markup] == ["首相は会談した。\n#外交(首相)"] * 2


def test_a_section_within_a_section_or_a_footer_costs_nothing() -> None:
    section = "<div class='section footer'><h3><span class='sanchor'>■</span>題</h3><p>首相は会談した。</p>"
    posts = read_page(section * 3)
    assert [post.markup.text for post in posts if post.markup] == ["首相は会談した。"]


@pytest.mark.parametrize("tag", ["body", "main"])
def test_a_page_named_by_what_stands_beside_it_is_kept(tag: str) -> None:
    page = f"<{tag} class='sidebar'><p>首相は会談した。</p><div id='sidebar'>最近の記事</div></{tag}>"
    (post,) = read_page(page)
    assert post.markup is not None
    assert post.markup.text == "首相は会談した。"


def plain_article(number: int, body: str) -> str:
    return (
        f"<article><h2><a href='/entry/{number}'>題{number}</a></h2>"
        f"<div><time datetime='2023-11-0{number}'>{number}日</time></div>{body}"
        "<footer>広告</footer></article>"
    )


def test_articles_with_a_linked_heading_and_a_time_are_entries() -> None:
    body = "<p>首相は<time datetime='2023-10-01'>1日</time>、会談した。</p><p>#外交(首相)</p>"
    posts = read_page(plain_article(1, body) + plain_article(2, body), "https://midori.example.org/")
    assert [(post.url, post.title, post.date_text) for post in posts] == [
        ("https://midori.example.org/entry/1", "題1", "2023-11-01"),
        ("https://midori.example.org/entry/2", "題2", "2023-11-02"),
    ]
    assert [post.markup.text for post in posts if post.markup] == ["首相は1日、会談した。\n#外交(首相)"] * 2


@pytest.mark.parametrize(
    "page",
    [
        plain_article(1, "<p>首相は会談した。</p><p>続く。</p>") + plain_article(2, "<p>外相は…</p>"),
        "<aside>" + plain_article(1, "<p>一</p><p>二</p>") * 2 + "</aside><p>首相は会談した。</p>",
        plain_article(1, "<p>首相は会談した。</p><p>続く。</p>"),
    ],
    ids=["a list of beginnings", "beside the text", "the only one"],
)
def test_other_articles_are_the_pages_own_text(page: str) -> None:
    (post,) = read_page(page)
    assert post.url is None
    assert post.markup is not None
    assert "首相は会談した。" in post.markup.text


def meta(name: str, content: str) -> str:
    return f"<meta property='{name}' content='{content}'>"


def linked(node: str) -> str:
    return f"<script type='application/ld+json'>{node}</script>"


HEADS = [
    (meta("og:title", "会談"), "title", "会談"),
    ("<meta name='author' content='山野みどり'>", "author", "山野みどり"),
    (meta("author", "midori@example.org"), "author", None),
    (meta("article:author", "https://example.org/midori"), "author", None),
    (meta("article:tag", "外交") + meta("article:tag", "欧州"), "categories", ("外交", "欧州")),
    (meta("article:published_time", "2023-11-08T21:00:00+09:00"), "date_text", "2023-11-08T21:00:00+09:00"),
    (meta("article:published_time", "1699444800"), "date_text", "1699444800"),
    (meta("article:modified_time", "2023-11-09T21:00:00+09:00"), "date_text", None),
    (meta("date", "きのう") + meta("pubdate", "2023/11/08"), "date_text", "2023/11/08"),
    (
        linked('{"@graph": [{"@type": "NewsArticle", "datePublished": "2023-11-08"}]}'),
        "date_text",
        "2023-11-08",
    ),
    (linked('[{"@type": ["BlogPosting"], "author": {"name": "山野"}}]'), "author", "山野"),
    (linked('{"@type": "Organization", "datePublished": "2023-11-08"}'), "date_text", None),
    (linked("{ broken"), "date_text", None),
    ("<link rel='canonical' href='https://midori.example.org/entry/1'>", "url", f"{HOST}/entry/1"),
    (meta("og:url", "/entry/1"), "url", None),
]


@pytest.mark.parametrize(("head", "field", "value"), HEADS)
def test_metadata_is_taken_from_the_head(head: str, field: str, value: object) -> None:
    (post,) = read_page(f"<html><head>{head}</head><body><p>首相は会談した。</p></body></html>")
    assert getattr(post, field) == value


@pytest.mark.parametrize(
    ("times", "date_text"),
    [
        ("<time datetime='2023-11-08'>8日</time>", "2023-11-08"),
        ("<time datetime='2023-11-08'></time><time datetime='2023-11-09'></time>", None),
        (
            "<time datetime='2023-11-09'></time><time class='entry-date' datetime='2023-11-08'></time>",
            "2023-11-08",
        ),
        (
            "<aside><time datetime='2023-11-09'></time></aside><time datetime='2023-11-08'></time>",
            "2023-11-08",
        ),
        ("<span itemprop='datePublished' content='2023-11-08'>先週</span>", "2023-11-08"),
    ],
)
def test_a_time_on_the_page_is_its_date_only_if_there_is_no_doubt(times: str, date_text: str | None) -> None:
    (post,) = read_page(f"<html><body>{times}<p>首相は会談した。</p></body></html>")
    assert post.date_text == date_text


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/entry/1", f"{HOST}/entry/1"),
        ("https://www.midori.example.org/entry/1", "https://www.midori.example.org/entry/1"),
        ("https://other.example.com/entry/1", f"{HOST}/p?id=1"),
        (f"{HOST}/", f"{HOST}/p?id=1"),
        ("http://[bad", f"{HOST}/p?id=1"),
    ],
)
def test_a_fetched_page_speaks_only_for_its_own_host(canonical: str, url: str) -> None:
    content = f"<html><head><link rel=canonical href='{canonical}'></head><p>首相は会談した。</p></html>"
    assert [post.url for post in read_page(content, f"{HOST}/p?id=1")] == [url]
    stolen = page(entry("https://other.example.com/entry/1", "<p>首相は会談した。</p>"))
    assert [post.url for post in read_page(stolen, f"{HOST}/p?id=1")] == [f"{HOST}/p?id=1"]


def test_a_saved_page_remembers_its_address_and_its_files_date(tmp_path: Path) -> None:
    saved = f"<!-- saved from url=(0034){HOST}/entry/1 -->\n<html><p>首相は会談した。</p></html>"
    (document,) = read(tmp_path, saved, name="blog/2023-11-08 会談.html.gz")
    assert isinstance(document, Document)
    assert (document.url, document.record_id) == ("https://midori.example.org/entry/1", "2023-11-08 会談")
    assert (document.date_text, document.date_basis) == ("2023-11-08", DateBasis.FILE)


TEXT = "首相は「対話を」と述べた。会談は続く。"


@pytest.mark.parametrize(
    ("codec", "declared", "told"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "shift_jis", "utf-8"),
        ("utf-8-sig", "euc-jp", "utf-8-sig"),
        ("cp932", "Shift_JIS", "cp932"),
        ("cp932", "x-sjis", "cp932"),
        ("cp932", "utf-8", "cp932"),
        ("cp932", "iso-8859-1", "cp932"),
        ("cp932", "", "cp932"),
        ("euc_jp", "EUC-JP", "euc_jp"),
        ("euc_jp", "none", "euc_jp"),
        ("iso2022_jp", "iso-2022-jp", "iso2022_jp_ext"),
        ("utf-16", "", "utf-16"),
    ],
)
def test_charsets_are_told_by_the_bytes_first(tmp_path: Path, codec: str, declared: str, told: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    path = tmp_path / "page.html"
    path.write_bytes(f"<html><head>{meta}</head><body><p>{TEXT}</p></body></html>".encode(codec))
    with read_dump(path, name="page.html") as dump:
        (document,) = dump.records()
    assert dump.encoding == told
    assert isinstance(document, Document)
    assert (document.text, document.replaced_count) == (TEXT, 0)


def test_names_of_charsets_mean_what_browsers_take_them_for() -> None:
    assert decode_page("①髙".encode("cp932"), "shift_jis").text == "①髙"
    assert decode_page("朱镕基".encode("gb18030"), "gb2312").text == "朱镕基"
    assert (
        decode_page("<?xml version='1.0' encoding='windows-1251'?>президент".encode("cp1251")).encoding
        == "cp1251"
    )


def test_damaged_characters_are_counted_and_noise_is_refused(tmp_path: Path) -> None:
    damaged = f"<html><p>{TEXT * 5}".encode() + b"\xe3\x81</p></html>"
    (document,) = read(tmp_path, damaged)
    assert isinstance(document, Document)
    assert document.replaced_count == 1
    (reject,) = read(tmp_path, b"<html>" + bytes(range(128, 256)) * 20)
    assert isinstance(reject, Reject)
    assert reject.reason is RejectReason.BAD_ENCODING


def test_a_page_without_text_and_a_page_too_long_are_refused(tmp_path: Path) -> None:
    (reject,) = read(tmp_path, "<html><body><script>x</script><nav>案内</nav></body></html>")
    assert isinstance(reject, Reject)
    assert reject.reason is RejectReason.NO_TEXT
    with pytest.raises(DumpError) as caught:
        read(tmp_path, "<html>" + "長" * 100, limits=Limits(max_record_bytes=200))
    assert caught.value.reason is DumpReason.TOO_LARGE


def test_what_a_page_is_guessed_with_reports_nothing(caplog: pytest.LogCaptureFixture) -> None:
    read_page("<html><body><div id='menu'><p>案内</p></div><div><p>首相は会談した。</p></div>")
    guessing = [name for name in logging.root.manager.loggerDict if name.startswith("trafilatura.")]
    assert guessing
    for name in guessing:
        logging.getLogger(name).critical("a page of taro@example.org failed")
    assert not caplog.records


@pytest.mark.parametrize(
    "body",
    [
        "<div class='entry-content'>" * 1500 + "会談",
        "<div>" * 1500 + "<div class='entry-content'>会談</div>" * 500,
        "<div>" * 1500 + "<time datetime='x'>" * 2000 + "会談",
        "<h1>" * 1500 + "会談" * 1000,
        "<b itemprop='datePublished'>" * 1500 + "会談" * 1000,
        "<script type='application/ld+json'>" + "[" * 20_000 + "</script>会談",
        "<div>" * 20_000 + "会談",
    ],
    ids=range(7),
)
def test_hostile_pages_take_little_time(body: str) -> None:
    started = time.process_time()
    posts = read_page(f"<html><body>{body}", HOST)
    assert posts
    assert time.process_time() - started < 5


def wrap_as_hatena(text: str) -> str:
    """A plain text page as Hatena would have served it, each tweet with a link to its status."""
    body: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        escaped = html.escape(line, quote=False)
        signature = re.fullmatch(r"— (.+ \(@(\w+)\)) (\w+ \d+, \d{4})", line)
        if signature is None:
            body.append(f"<p>{escaped}</p>")
            continue
        link = f'<a href="https://twitter.com/{signature[2]}/status/17">{signature[3]}</a>'
        tweet = body.pop().replace("<p>", '<p lang="ja" dir="ltr">')
        body.append(f'<blockquote class="twitter-tweet">{tweet}&mdash; {signature[1]} {link}</blockquote>')
    return page(entry(f"{HOST}/entry/1", "\n".join(body)))


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no seed page at {SEEDS}")
def test_the_seed_page_gives_the_same_text_and_quotes_as_a_page(tmp_path: Path) -> None:
    for path in SEEDS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        (document,) = read(tmp_path, wrap_as_hatena(text))
        assert isinstance(document, Document)
        assert document.text == text.rstrip("\n")
        plain = parse_document(document._replace(text=text, status_urls=()), dump_id="d", source_uri="s")
        parsed = parse_document(document, dump_id="d", source_uri="s")
        assert parsed.quotes == plain.quotes
        assert parsed.topic_mentions == plain.topic_mentions
        assert [block.kind for block in parsed.blocks] == [block.kind for block in plain.blocks]
