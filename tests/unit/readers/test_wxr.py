from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.reading import Record
from transforms.readers.stream import ByteStream
from transforms.readers.wxr import read_wxr
from transforms.readers.wxr_fields import ItemFields, find_date
from transforms.readers.wxr_items import split_items
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

MIB = 2**20
REAL = Path(__file__).parents[4] / "shared" / "dumps" / "wxr"

HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- <rss><item> of a comment counts for nothing -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>みどり日記</title>
<link>https://midori.example.org</link>
<wp:base_blog_url>https://midori.example.org/blog</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[midori]]></wp:author_login>
<wp:author_email><![CDATA[midori@example.org]]></wp:author_email>
<wp:author_display_name><![CDATA[山野みどり]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel>\n</rss>\n"
COMMENT = """\
<wp:comment><wp:comment_author><![CDATA[通りすがり]]></wp:comment_author>
<wp:comment_author_email>taro@example.org</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_content><![CDATA[橋はまだか。]]></wp:comment_content></wp:comment>
"""
FIELDS = {
    "title": "橋の記録",
    "link": "https://midori.example.org/blog/7",
    "pubDate": "Sun, 29 Dec 2019 23:42:31 +0000",
    "dc:creator": "midori",
    "guid": "https://midori.example.org/blog/?p=7",
    "content:encoded": "<![CDATA[山野首相は「橋を直す」と述べた。\n\n#橋(山野首相)]]>",
    "excerpt:encoded": "<![CDATA[抜粋]]>",
    "wp:post_id": "7",
    "wp:post_date": "2019-12-30 08:42:31",
    "wp:post_date_gmt": "2019-12-29 23:42:31",
    "wp:status": "publish",
    "wp:post_type": "post",
    "wp:post_password": "",
}


def write_item(extra: str = "", **changes: str | None) -> str:
    """An item; `wp_status="draft"` changes `wp:status`, None takes an element out."""
    fields = FIELDS | {
        name.replace("_", ":", 1) if "_" in name else name: text for name, text in changes.items()
    }
    elements = [f"<{name}>{text}</{name}>\n" for name, text in fields.items() if text is not None]
    return f"<item>\n{''.join(elements)}{extra}</item>\n"


def write_export(*items: str) -> str:
    return HEAD + "".join(items) + FOOT


def read(data: bytes | str, *, step: int = 10**9, max_record_bytes: int = MIB) -> list[Record]:
    if isinstance(data, str):
        data = data.encode()
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    stream = ByteStream(chunks, name="d.xml", limits=Limits(max_record_bytes=max_record_bytes))
    return list(read_wxr(stream).records)


def read_one(item: str) -> Document:
    (record,) = read(write_export(item))
    assert isinstance(record, Document)
    return record


CATEGORIES = """\
<category><![CDATA[外交]]></category>
<category domain="category" nicename="g"><![CDATA[外交]]></category>
<category domain="post_tag" nicename="h">橋 &amp; 道</category>
<category domain="post_format" nicename="a">Aside</category>
"""


def test_an_item_is_its_own_fields_and_content() -> None:
    (document,) = read(write_export(write_item(CATEGORIES + COMMENT)))
    assert document == Document(
        position=HEAD.encode().index(b"</wp:author>") + len("</wp:author>\n"),
        record_id="7",
        text="山野首相は「橋を直す」と述べた。\n#橋(山野首相)",
        url="https://midori.example.org/blog/7",
        site="midori.example.org",
        title="橋の記録",
        author="山野みどり",
        categories=("外交", "橋 & 道"),
        date_text="2019-12-30T08:42:31+09:00",
        date_basis=DateBasis.METADATA,
    )


@pytest.mark.parametrize("step", [1, 2, 7, 64, 1000])
def test_cuts_between_chunks_change_nothing(step: int) -> None:
    items = (
        write_item(COMMENT),
        write_item(wp_status="draft"),
        write_item("<!-- </item> -->"),
        write_item("<b>"),
    )
    data = write_export(*items)
    records = read(data, step=step)
    assert records == read(data)
    assert [type(record) for record in records] == [Document, LeftOut, Document, Reject]
    assert all(data.encode()[record.position :].startswith(b"<item>") for record in records)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wp_status": "draft"}, LeftOutReason.DRAFT),
        ({"wp_status": "<![CDATA[draft]]>"}, LeftOutReason.DRAFT),
        ({"wp_status": "pending"}, LeftOutReason.DRAFT),
        ({"wp_status": "future"}, LeftOutReason.DRAFT),
        ({"wp_status": "private"}, LeftOutReason.PRIVATE),
        ({"wp_status": "members-only"}, LeftOutReason.PRIVATE),
        ({"wp_status": "trash"}, LeftOutReason.TRASHED),
        ({"wp_status": "spam"}, LeftOutReason.JUNK),
        ({"wp_status": None}, LeftOutReason.NOT_A_POST),
        ({"wp_post_type": "page"}, LeftOutReason.NOT_A_POST),
        ({"wp_post_type": "attachment", "wp_status": "inherit"}, LeftOutReason.NOT_A_POST),
        ({"wp_post_type": None}, LeftOutReason.NOT_A_POST),
        ({"wp_post_password": "<![CDATA[himitsu]]>"}, LeftOutReason.PASSWORD),
        ({"wp_post_password": "<![CDATA[]]>"}, None),
        ({"wp_post_password": None}, None),
        ({"wp_status": " publish\n"}, None),
    ],
)
def test_what_is_not_public_is_only_counted(
    changes: dict[str, str | None], reason: LeftOutReason | None
) -> None:
    (record,) = read(write_export(write_item(**changes)))
    assert (
        record == LeftOut(HEAD.encode().index(b"</wp:author>") + 13, reason)
        if reason
        else isinstance(record, Document)
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<![CDATA[一\n二\n\n三]]>", "一\n二\n三"),
        ("<![CDATA[<p>一</p>\n\n<ul>\n<li>二</li>\n</ul>]]>", "一\n二"),
        # The block editor's line ends are none of the text's.
        ("<![CDATA[<!-- wp:paragraph -->\n<p>一\n二</p>\n<!-- /wp:paragraph -->]]>", "一二"),
        ("<![CDATA[一 ]]]]><![CDATA[> 二]]>", "一 ]]> 二"),
        ("<![CDATA[一</item>二<item>三]]>", "一二三"),
        ("&lt;p&gt;一&lt;/p&gt;二 &amp;amp; 三", "一\n二 & 三"),
        ("<p>一</p><p>二</p>", "一\n二"),
        # What exports get wrong.
        ("一 ]]> 二", "一 ]]> 二"),
        ("R&D &nbsp;&hellip; &unknown; &#12354;", "R&D \u00a0… &unknown; あ"),
        ("一&#11;&#x1F;二", "一二"),
        ("<![CDATA[一\x0b\x1b\x00二]]>\x08", "一二"),
        ("<![CDATA[一\ufffe\uffff二]]>", "一二"),
        ("<!-- 注 -->一<?php echo 1 ?>二", "一二"),
        ("<![CDATA[一\u202e二\u200b\u2028三\u0085四]]>", "一\u202e二\u200b\u2028三\u0085四"),
    ],
)
def test_content_keeps_its_text(content: str, text: str) -> None:
    document = read_one(write_item(content_encoded=content))
    assert document.text == text
    assert document.replaced_count == 0


def test_embedded_tweets_are_named() -> None:
    embed = (
        '<![CDATA[<blockquote class="twitter-tweet"><p>橋は通れます</p>&mdash; 北の橋 (@kita_hashi) '
        '<a href="https://twitter.com/kita_hashi/status/1211">December 30, 2019</a></blockquote>]]>'
    )
    assert read_one(write_item(content_encoded=embed)).status_urls == (
        "https://twitter.com/kita_hashi/status/1211",
    )


NAMESPACES = [
    HEAD.replace("/1.2/", "/1.0/"),
    HEAD.replace("/1.2/", "/1.1/"),
    HEAD.replace('http://wordpress.org/export/1.2/"', 'http://example.org/別/"'),
    HEAD.replace('xmlns:wp="http://wordpress.org/export/1.2/"', ""),
    HEAD.replace("<channel>", '<channel xmlns:wp="http://wordpress.org/export/1.1/">'),
]


@pytest.mark.parametrize("head", NAMESPACES)
def test_names_are_matched_whatever_the_namespace(head: str) -> None:
    item = write_item('<alt:post_id xmlns:alt="http://wordpress.org/export/1.0/">8</alt:post_id>')
    (document,) = read(head + item + FOOT)
    assert isinstance(document, Document)
    assert (document.record_id, document.title) == ("7", "橋の記録")
    assert "抜粋" not in document.text


@pytest.mark.parametrize(
    ("local", "gmt", "published", "date_text"),
    [
        ("2019-12-30 08:42:31", "2019-12-29 23:42:31", "", "2019-12-30T08:42:31+09:00"),
        ("2019-12-30 08:42:31", "2019-12-30 08:42:31", "", "2019-12-30T08:42:31+00:00"),
        ("2019-12-30 05:12:31", "2019-12-29 23:42:31", "", "2019-12-30T05:12:31+05:30"),
        ("2019-12-30 08:42:31", "0000-00-00 00:00:00", "x", "2019-12-30T08:42:31"),
        ("2019-12-30 08:42:31", "", "x", "2019-12-30T08:42:31"),
        ("", "2019-12-29 23:42:31", "x", "2019-12-29T23:42:31+00:00"),
        ("2019-12-31 08:42:31", "2019-12-29 23:42:31", "", "2019-12-29T23:42:31+00:00"),
        ("2019-12-30 08:42:32", "2019-12-29 23:42:31", "", "2019-12-29T23:42:31+00:00"),
        ("0001-01-01 00:00:00", "9999-12-31 23:59:59", "", "9999-12-31T23:59:59+00:00"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", " Sun, 29 Dec 2019 23:42:31 +0000 ",
         "Sun, 29 Dec 2019 23:42:31 +0000"),
        ("", "", "", None),
    ],
)  # fmt: skip
def test_local_time_and_gmt_give_the_zone(
    local: str, gmt: str, published: str, date_text: str | None
) -> None:
    fields = ItemFields({"pubDate": published}, {"post_date": local, "post_date_gmt": gmt}, ())
    assert find_date(fields) == date_text


@pytest.mark.parametrize(
    ("changes", "record_id", "site"),
    [
        ({}, "7", "midori.example.org"),
        ({"wp_post_id": None}, FIELDS["guid"], "midori.example.org"),
        ({"wp_post_id": None, "guid": ""}, FIELDS["link"], "midori.example.org"),
        ({"wp_post_id": None, "guid": None, "link": None}, "1", None),
    ],
)
def test_an_item_is_named_by_what_it_says_of_itself(
    changes: dict[str, str | None], record_id: str, site: str | None
) -> None:
    document = read_one(write_item(**changes))
    assert (document.record_id, document.site) == (record_id, site)
    assert document.url == (FIELDS["link"] if changes.get("link", "") is not None else None)


@pytest.mark.parametrize(
    ("creator", "author"),
    [
        ("midori", "山野みどり"),
        ("<![CDATA[taro]]>", "taro"),
        ("taro@example.org", None),
        ("", None),
    ],
)
def test_an_author_is_shown_by_name_and_never_by_address(creator: str, author: str | None) -> None:
    assert read_one(write_item(dc_creator=creator)).author == author


BAD_ITEMS = [
    (RejectReason.BAD_MARKUP, write_item("<b>")),
    (RejectReason.BAD_MARKUP, write_item("</b>")),
    (RejectReason.BAD_MARKUP, write_item('<b a="1" a="2"/>')),
    (RejectReason.BAD_MARKUP, write_item("1 < 2")),
    (RejectReason.BAD_MARKUP, write_item("<b>" * 3000 + "</b>" * 3000)),
    (RejectReason.BAD_MARKUP, write_item("<!DOCTYPE a [<!ENTITY b 'c'>]>&b;")),
    (RejectReason.BAD_MARKUP, write_item().replace("</item>", "")),
    (RejectReason.NO_TEXT, write_item(content_encoded="")),
    (RejectReason.NO_TEXT, write_item(content_encoded=None)),
    (RejectReason.NO_TEXT, write_item(content_encoded="<![CDATA[<img src='a.png'>\n\u3000]]>")),
    (RejectReason.TOO_LONG, write_item(content_encoded="長い" * 20_000)),
]


@pytest.mark.parametrize("step", [50, 10**9])
@pytest.mark.parametrize(("reason", "item"), BAD_ITEMS)
def test_a_bad_item_is_rejected_and_the_others_go_on(reason: RejectReason, item: str, step: int) -> None:
    data = write_export(write_item(), item, write_item())
    before, reject, after = read(data, step=step, max_record_bytes=100_000)
    assert isinstance(before, Document)
    assert isinstance(reject, Reject)
    assert reject.reason is reason
    assert reject.position == before.position + len(write_item().encode())
    assert isinstance(after, Document)
    assert after.position == reject.position + len(item.encode())


def test_a_reject_shows_nothing_of_a_draft_and_no_address() -> None:
    bad = write_item("<b>" + COMMENT)
    (shown,) = read(write_export(bad))
    assert isinstance(shown, Reject)
    assert "橋の記録" in shown.excerpt
    assert b"taro@example.org" not in shown.raw
    assert b"192.0.2.7" not in shown.raw
    for changes in ({"wp_status": "draft"}, {"wp_post_password": "himitsu"}, {"wp_status": None}):
        (hidden,) = read(write_export(write_item("<b>", **changes)))
        assert isinstance(hidden, Reject)
        assert (hidden.excerpt, hidden.raw) == ("<item>", b"<item>")


def test_a_cut_export_gives_what_is_whole_and_a_reject() -> None:
    data = write_export(write_item(), write_item())
    whole = read(data)
    ends = [len(data.encode()) - len(FOOT) - 1 - len(write_item().encode()) * number for number in (1, 0)]
    for end in range(HEAD.encode().index(b"<channel>"), len(data.encode()) - len("/channel>\n</rss>\n")):
        *documents, cut = read(data.encode()[:end])
        assert documents == whole[: sum(end >= last for last in ends)]
        assert isinstance(cut, Reject)
        assert cut.reason is RejectReason.CUT
        assert cut.raw in (b"", *(b"<item>"[:length] for length in range(1, 7))) or cut.raw.startswith(
            b"<item>"
        )


def test_an_export_without_items_is_empty() -> None:
    assert read(write_export()) == []


def test_joined_exports_are_read_each_with_its_head() -> None:
    other = (
        HEAD.replace("midori.example.org/blog", "ao.example.org").replace("wp:", "w:").replace(":wp=", ":w=")
    )
    first, second = read(write_export(write_item()) + other + write_item().replace("wp:", "w:") + FOOT)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.site, second.site) == ("midori.example.org", "ao.example.org")


DOCTYPES = [
    "<!DOCTYPE rss>",
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss SYSTEM "http://192.0.2.1/a.dtd">',
]


@pytest.mark.parametrize("step", [1, 10**9])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_document_type_is_refused(doctype: str, step: int) -> None:
    data = write_export(write_item(content_encoded="&a;&c;")).replace("<rss", doctype + "<rss", 2)
    data = data.replace(f"<!-- {doctype}<rss", "<!-- <rss")
    with pytest.raises(DumpError, match="document type") as caught:
        read(data, step=step)
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT
    assert data.encode()[caught.value.position :].startswith(b"<!DOCTYPE")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp"])
def test_encodings_are_told_and_positions_are_the_dumps(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "d"
    path.write_bytes(write_export(write_item()).replace("UTF-8", "Shift_JIS").encode(encoding))
    with read_dump(path, name="d") as dump:
        (document,) = dump.records()
    assert (dump.format, dump.encoding) == ("wxr", encoding)
    assert isinstance(document, Document)
    assert document.text == "山野首相は「橋を直す」と述べた。\n#橋(山野首相)"
    assert path.read_bytes()[document.position :].startswith(b"<item>")


def test_utf16_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "d"
    path.write_bytes(write_export(write_item()).encode("utf-16"))
    with read_dump(path, name="d") as dump:
        (document,) = dump.records()
    assert isinstance(document, Document)
    assert document.text == "山野首相は「橋を直す」と述べた。\n#橋(山野首相)"


def test_a_damaged_character_is_replaced_and_counted() -> None:
    data = write_export(write_item(), write_item(title="橋★")).encode()
    data = data.replace("★".encode(), b"\xe3\x81")
    first, second = read(data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.replaced_count, second.replaced_count) == (0, 1)
    assert second.title == "橋\ufffd"


PIECES = st.sampled_from(
    (
        "<item>", "</item>", "<item", ">", "<![CDATA[", "]]>", "<!--", "-->", "<?a", "?>", "</channel>",
        "<rss>", "<", "</", "本文", "<title>題</title>", "</rss>", "&", "<!DOCTYP", "<items>", "]]",
    )
)  # fmt: skip


@given(st.lists(PIECES), st.integers(1, 20))
def test_no_arrangement_of_pieces_depends_on_chunks(pieces: list[str], step: int) -> None:
    data = "".join(pieces).encode()
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    items = list(split_items(chunks, name="d.xml", max_bytes=MIB))
    assert items == list(split_items([data], name="d.xml", max_bytes=MIB))
    for item in items:
        assert data[item.position :].startswith(item.data)
    records = read(HEAD.encode() + data)
    assert len(records) >= len(items) - 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "run_bytes"),
    [
        ("<item>", 20_000),
        ("<item><", 20_000),
        ("<![CDATA[x]]>", 200_000),
        ("<", MIB),
        ("&", MIB),
        ("]]>", MIB),
        ("<b>", MIB),
        ("<!--", MIB),
        ("</item", MIB),
        ("あ", MIB),
    ],
)
def test_long_runs_of_one_piece_take_little_time_and_memory(piece: str, run_bytes: int) -> None:
    def make_chunks() -> Iterator[bytes]:
        yield (HEAD + "<item>").encode()
        run = piece.encode() * (run_bytes // len(piece.encode()))
        for _ in range(12):
            yield run

    tracemalloc.start()
    try:
        stream = ByteStream(make_chunks(), name="d.xml", limits=Limits(max_record_bytes=4 * run_bytes))
        last = None
        for last in read_wxr(stream).records:
            assert isinstance(last, Reject)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert last is not None
    assert last.reason is RejectReason.CUT
    assert peak < 30 * MIB


# Posts, entries left out and rejects, as the folder's INDEX.md counts the items.
REAL_ITEMS = {
    "valid-wxr-1.0.xml": (3, 3, 0),
    "valid-wxr-1.1.xml": (1, 1, 0),
    "small-export.xml": (5, 6, 0),
    "crazy-cdata-escaped.xml": (1, 0, 0),
    "crazy-cdata.xml": (1, 0, 0),
    "malformed-simple.xml": (0, 0, 1),
    "post-content-blank-lines.xml": (1, 0, 0),
    "wxr-utf-8-challenges.xml": (1, 0, 0),
    "namespace-edge-cases.xml": (6, 0, 0),
}


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
@pytest.mark.parametrize("name", REAL_ITEMS)
def test_real_exports_give_the_items_they_hold(name: str) -> None:
    with read_dump(REAL / name, name=name) as dump:
        records = list(dump.records())
    assert dump.format == "wxr"
    kinds = [type(record) for record in records]
    assert (kinds.count(Document), kinds.count(LeftOut), kinds.count(Reject)) == REAL_ITEMS[name]
    assert "local@host.null" not in repr(records)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
def test_a_real_title_keeps_its_bidirectional_marks() -> None:
    with read_dump(REAL / "wxr-utf-8-challenges.xml", name="d.xml") as dump:
        (document,) = dump.records()
    assert isinstance(document, Document)
    assert document.title is not None
    assert {"\u202e", "\u202c", "🌲"} <= set(document.title)
