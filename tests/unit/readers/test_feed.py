from __future__ import annotations

from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.feed_items import find_layout, split_items
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

SHARED = Path(__file__).parents[4] / "shared" / "dumps" / "feed"
LIMITS = Limits(max_record_bytes=20_000)
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
BODY = "<p>山野首相は「対話を続ける」と述べた。</p><p>#NATO(山野首相「対話を」)</p>"
LINES = "山野首相は「対話を続ける」と述べた。\n#NATO(山野首相「対話を」)"
ESCAPED = BODY.replace("<", "&lt;").replace(">", "&gt;")
XHTML = "http://www.w3.org/1999/xhtml"


def read(folder: Path, feed: str | bytes) -> list[Document | Reject | LeftOut]:
    path = folder / "feed.xml"
    path.write_bytes(feed.encode() if isinstance(feed, str) else feed)
    with read_dump(path, name="feed.xml", limits=LIMITS) as dump:
        assert dump.format == "feed"
        return list(dump.records())


def read_one(folder: Path, feed: str | bytes) -> Document:
    (record,) = read(folder, feed)
    assert isinstance(record, Document), record
    return record


def rss(items: str, *, head: str = "") -> str:
    return f"<rss version='2.0' xmlns:content='{CONTENT}'><channel>{head}{items}</channel></rss>"


def atom(entries: str, *, head: str = "") -> str:
    return f"<feed xmlns='{ATOM}' xmlns:app='http://www.w3.org/2007/app'>{head}{entries}</feed>"


def test_an_item_of_rss_2_says_everything(tmp_path: Path) -> None:
    feed = rss(
        "<item><title>会談 &amp;amp; 合意</title><link> https://example.org/entry/1 </link>"
        "<guid isPermaLink='false'>tag:1</guid><author>taro@example.org (山野)</author>"
        "<category>外交</category><category><![CDATA[欧州]]></category><category>外交</category>"
        "<pubDate>Wed, 08 Nov 2023 21:30:00 +0900</pubDate>"
        f"<description>要約</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>"
    )
    assert read_one(tmp_path, feed) == Document(
        position=feed.index("<item>"),
        record_id="tag:1",
        text=LINES,
        url="https://example.org/entry/1",
        title="会談 & 合意",
        author="山野",
        categories=("外交", "欧州"),
        date_text="Wed, 08 Nov 2023 21:30:00 +0900",
        date_basis=DateBasis.METADATA,
    )


def test_an_entry_of_atom_says_everything(tmp_path: Path) -> None:
    feed = atom(
        "<entry><id>tag:1</id><title type='html'>&lt;b&gt;会談&lt;/b&gt; &amp;amp; 合意</title>"
        "<link rel='edit' href='https://example.org/edit/1'/><link href='https://example.org/entry/1'/>"
        "<author><name>山野</name><email>taro@example.org</email></author><category term='外交'/>"
        "<updated>2023-11-09T00:00:00Z</updated><published>2023-11-08T12:30:00Z</published>"
        f"<summary>要約</summary><content type='html'>{ESCAPED}</content></entry>"
    )
    assert read_one(tmp_path, feed) == Document(
        position=feed.index("<entry>"),
        record_id="tag:1",
        text=LINES,
        url="https://example.org/entry/1",
        title="会談 & 合意",
        author="山野",
        categories=("外交",),
        date_text="2023-11-08T12:30:00Z",
        date_basis=DateBasis.METADATA,
    )


FEEDS = {
    "RSS 0.91 without a namespace": f"<rss version='0.91'><channel><item><description>{ESCAPED}</description>"
    "</item></channel></rss>",
    "RSS 0.91 with Netscape's document type": "<?xml version='1.0'?>\n<!DOCTYPE rss PUBLIC '-//Netscape "
    "Communications//DTD RSS 0.91//EN' 'http://my.netscape.com/publish/formats/rss-0.91.dtd'>\n"
    + rss(f"<item><description>{ESCAPED}</description></item>"),
    "RSS 0.9 on RDF": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>例</title></channel>"
    f"<item><description>{ESCAPED}</description></item></rdf:RDF>",
    "RSS 1.0": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    f"xmlns='http://purl.org/rss/1.0/' xmlns:c='{CONTENT}'><channel rdf:about='x'><items><rdf:Seq/></items>"
    f"</channel><item rdf:about='y'><c:encoded>{ESCAPED}</c:encoded></item></rdf:RDF>",
    "RSS 2.0, namespace on the channel": f"<rss><channel xmlns:e='{CONTENT}'><item><e:encoded>{ESCAPED}"
    "</e:encoded></item></channel></rss>",
    "RSS 2.0, namespace on the item": f"<rss><channel><item xmlns:e='{CONTENT}'><e:encoded>{ESCAPED}"
    "</e:encoded></item></channel></rss>",
    "RSS 2.0, namespace nowhere": f"<rss><channel><item><content:encoded>{ESCAPED}</content:encoded></item>"
    "</channel></rss>",
    "RSS 2.0, body in XHTML": rss(f"<item><body xmlns='{XHTML}'>{BODY}</body></item>"),
    "RSS 2.0, markup not escaped": rss(f"<item><description>{BODY}<br></description></item>"),
    "Atom 0.3": "<feed xmlns='http://purl.org/atom/ns#'><entry><content type='text/html' mode='escaped'>"
    f"{ESCAPED}</content></entry></feed>",
    "Atom with a prefix": f"<a:feed xmlns:a='{ATOM}'><a:entry><a:content type='html'>{ESCAPED}</a:content>"
    "</a:entry></a:feed>",
    "Atom, XHTML": atom(f"<entry><content type='xhtml'><div xmlns='{XHTML}'>{BODY}</div></content></entry>"),
    "Atom, XHTML with a prefix": atom(
        f"<entry><content type='xhtml'><h:div xmlns:h='{XHTML}'>"
        + BODY.replace("<p", "<h:p").replace("</p", "</h:p")
        + "</h:div></content></entry>"
    ),
    "Atom, plain text": atom(f"<entry><content>{LINES}</content></entry>"),
    "Atom, summary only": atom(f"<entry><summary type='html'>{ESCAPED}</summary></entry>"),
    "Atom, one entry": f"<?xml version='1.0'?><entry xmlns='{ATOM}'><content type='html'>{ESCAPED}</content>"
    "</entry>",
    "AtomPub of Hatena": atom(
        "<entry xmlns:hatena='http://www.hatena.ne.jp/info/xmlns#'><content type='text/x-hatena-syntax'>*記法"
        f"</content><hatena:formatted-content type='text/html'>{ESCAPED}</hatena:formatted-content>"
        "<app:control><app:draft>no</app:draft></app:control></entry>"
    ),
}


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_every_kind_of_feed_gives_the_same_lines(tmp_path: Path, feed: str) -> None:
    assert read_one(tmp_path, feed).text == LINES


EMBED = (
    "<p>前</p><blockquote class='twitter-tweet'><p>会談を続ける。</p>&mdash; 山野 (@yamano_k) "
    "<a href='https://twitter.com/yamano_k/status/1721863990000000001'>November 7, 2023</a></blockquote>"
)


def test_embedded_tweets_keep_their_addresses(tmp_path: Path) -> None:
    feed = rss(f"<item><content:encoded><![CDATA[{EMBED}]]></content:encoded></item>")
    document = read_one(tmp_path, feed)
    assert document.status_urls == ("https://twitter.com/yamano_k/status/1721863990000000001",)
    assert "— 山野 (@yamano_k) November 7, 2023" in document.text.split("\n")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<app:control><app:draft>yes</app:draft></app:control>", LeftOutReason.DRAFT),
        (
            "<c:control xmlns:c='http://purl.org/atom/app#'><c:draft> Yes </c:draft></c:control>",
            LeftOutReason.DRAFT,
        ),
        (
            "<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='tag:1'/>",
            LeftOutReason.NOT_A_POST,
        ),
        ("<link href='https://example.org/entry/1#comment-7'/>", LeftOutReason.NOT_A_POST),
        (
            "<category scheme='http://schemas.google.com/g/2005#kind' "
            "term='http://schemas.google.com/blogger/2008/kind#comment'/>",
            LeftOutReason.NOT_A_POST,
        ),
    ],
)
def test_drafts_comments_and_settings_are_left_out(
    tmp_path: Path, markup: str, reason: LeftOutReason
) -> None:
    feed = atom(f"<entry><title>秘密</title>{markup}<content>秘密</content></entry>")
    assert read(tmp_path, feed) == [LeftOut(feed.index("<entry>"), reason)]


def test_a_post_of_a_blogger_export_is_one(tmp_path: Path) -> None:
    kind = "http://schemas.google.com/blogger/2008/kind#post"
    feed = atom(
        f"<entry><category scheme='http://schemas.google.com/g/2005#kind' term='{kind}'/>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='外交'/><content>会談</content></entry>"
    )
    assert read_one(tmp_path, feed).categories == ("外交",)


@pytest.mark.parametrize(
    ("item", "url", "record_id"),
    [
        ("<link>https://example.org/1</link>", "https://example.org/1", "https://example.org/1"),
        ("<guid>https://example.org/1</guid>", "https://example.org/1", "https://example.org/1"),
        ("<guid isPermaLink='false'>https://example.org/1</guid>", None, "https://example.org/1"),
        ("<link>/entry/1</link>", "https://example.org/entry/1", "https://example.org/entry/1"),
        (
            "<link>https://feeds.example.com/~r/1</link><f:origLink xmlns:f='http://rssnamespace.org/feedburner/"
            "ext/1.0'>https://example.org/1</f:origLink>",
            "https://example.org/1",
            "https://example.org/1",
        ),
        ("<link></link>", None, "1"),
    ],
)
def test_the_address_of_an_item(tmp_path: Path, item: str, url: str | None, record_id: str) -> None:
    feed = rss(
        f"<item>{item}<description>会談</description></item>", head="<link>https://example.org/</link>"
    )
    document = read_one(tmp_path, feed)
    assert (document.url, document.record_id) == (url, record_id)
    assert document.site == ("example.org" if url is None and record_id != "1" else None)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>taro@example.org</author>", None),
        ("<author>山野 &lt;taro@example.org&gt;</author>", "山野"),
        ("<author>taro@example.org</author><dc:creator>山野</dc:creator>", "山野"),
        ("", None),
    ],
)
def test_an_authors_address_is_not_taken(tmp_path: Path, author: str, name: str | None) -> None:
    feed = rss(f"<item>{author}<description>会談</description></item>")
    assert read_one(tmp_path, feed).author == name


def test_the_feeds_author_is_that_of_its_entries(tmp_path: Path) -> None:
    feed = atom("<entry><content>会談</content></entry>", head="<author><name>山野</name></author>")
    assert read_one(tmp_path, feed).author == "山野"


ILL_FORMED = {
    "a bare ampersand": ("会談 & 合意 &amp;c", "会談 & 合意 &c"),
    "a bare less-than": ("1 < 2 会談", "1 < 2 会談"),
    "HTML's names": ("会談&hellip;合意", "会談…合意"),
    "a name that nobody knows": ("会談 &foo; 合意", "会談 &foo; 合意"),
    "control characters": ("会\x0b談\x1f&#8;合意", "会談合意"),
    "a lone surrogate": ("会談&#xD800;", "会談"),
    "open tags": ("会談<br>合意<p>終わり", "会談\n合意\n終わり"),
    "an attribute without quotes": ("<a href=https://example.org/>会談</a>", "会談"),
}


@pytest.mark.parametrize(("description", "text"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_what_is_nearly_xml_is_read(tmp_path: Path, description: str, text: str) -> None:
    feed = rss(f"<item><description>{description}</description><link>https://example.org/1</link></item>")
    document = read_one(tmp_path, feed)
    assert (document.text, document.url) == (text, "https://example.org/1")


GOOD_ITEM = "<item><description>会談</description></item>"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("<item><title>題だけ</title></item>", RejectReason.NO_TEXT),
        ("<item><description> \n&#12288;</description></item>", RejectReason.NO_TEXT),
        ("<item><content:encoded><![CDATA[<img src='a'>]]></content:encoded></item>", RejectReason.NO_TEXT),
        ("<item><title>閉じない</title><description>一", RejectReason.CUT),
        (f"<item><description>{'長' * 7000}</description></item>", RejectReason.TOO_LONG),
    ],
)
def test_a_bad_item_is_rejected_and_the_others_go_on(tmp_path: Path, item: str, reason: RejectReason) -> None:
    feed = rss(GOOD_ITEM + item + GOOD_ITEM)
    before, reject, after = read(tmp_path, feed)
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (reason, feed.encode().index(item.encode()))


def test_a_feed_cut_anywhere_keeps_what_was_whole(tmp_path: Path) -> None:
    feed = rss(GOOD_ITEM * 2).encode()
    first_end = feed.index(b"</item>") + len("</item>")
    for end in range(first_end, len(feed) - 1):
        *whole, cut = read(tmp_path, feed[:end])
        assert [type(record) for record in whole] == [Document] * feed[:end].count(b"</item>")
        assert isinstance(cut, Reject)
        assert (cut.reason, end) == (RejectReason.CUT, end)


def test_tags_in_character_data_and_comments_are_no_items(tmp_path: Path) -> None:
    feed = rss(
        "<!-- <item><description>取り下げ</description></item> -->"
        "<item><description><![CDATA[<p>会談</item><item>合意</p>]]></description></item>"
    )
    assert read_one(tmp_path, feed).text == "会談合意"


def test_items_are_the_same_however_the_chunks_fall() -> None:
    feed = rss(
        "<!-- > --><item a='1'>" + "<![CDATA[]]]]><![CDATA[></item>]]></item >" + GOOD_ITEM * 3
    ).encode()
    layout = find_layout(feed)
    assert layout is not None
    whole = list(split_items([feed], layout, max_bytes=999))
    assert [feed[item.position : item.position + len(item.data)] for item in whole] == [
        item.data for item in whole
    ]
    assert len(whole) == 4
    for size in (1, 2, 3, 7, 50):
        chunks = [feed[start : start + size] for start in range(0, len(feed), size)]
        assert list(split_items(chunks, layout, max_bytes=999)) == whole


OWN_ENTITIES = {
    "billion laughs": "<!DOCTYPE rss [<!ENTITY a '笑'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
    "an external entity": "<!DOCTYPE rss [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
    "a parameter entity": "<!DOCTYPE rss [<!ENTITY % b SYSTEM 'https://example.org/b.dtd'> %b;]>",
}


@pytest.mark.parametrize("declaration", OWN_ENTITIES.values(), ids=OWN_ENTITIES)
def test_a_feed_with_entities_of_its_own_is_refused(tmp_path: Path, declaration: str) -> None:
    feed = "<?xml version='1.0'?>" + declaration + rss("<item><description>&b;</description></item>")
    with pytest.raises(DumpError, match="DTD") as caught:
        read(tmp_path, feed)
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


@pytest.mark.parametrize(
    ("declared", "written", "read_as"),
    [
        ("", "euc_jp", "euc_jp"),
        ("", "cp932", "cp932"),
        ("Shift_JIS", "cp932", "cp932"),
        ("EUC-JP", "euc_jp", "euc_jp"),
        ("Shift_JIS", "utf-8", "utf-8"),
        ("EUC-JP", "utf-8", "utf-8"),
        ("UTF-8", "cp932", "cp932"),
        ("x-nobody-knows", "euc_jp", "euc_jp"),
        ("utf-7", "utf-8", "utf-8"),
        ("ISO-2022-JP", "iso2022_jp", "iso2022_jp_ext"),
        ("UTF-16", "utf-16", "utf-16"),
        ("UTF-8", "utf-8-sig", "utf-8-sig"),
    ],
)
def test_encodings_declared_or_not(tmp_path: Path, declared: str, written: str, read_as: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = "山野首相は「対話を続ける」と述べたことをきのう明らかにした。"
    feed = (declaration + rss(f"<item><description>{text}</description></item>" * 2)).encode(written)
    path = tmp_path / "feed.xml"
    path.write_bytes(feed)
    with read_dump(path, name="feed.xml") as dump:
        assert (dump.format, dump.encoding) == ("feed", read_as)
        records = list(dump.records())
    assert [(record.text, record.replaced_count) for record in records if isinstance(record, Document)] == [
        (text, 0),
        (text, 0),
    ]


# Documents and entries left out, as INDEX.md counts them.
EXPECTED = {
    "feedparser_chardet_eucjp.xml": ("euc_jp", 1, 0, "ゲーム三昧な正月"),
    "feedparser_chardet_shiftjis.xml": ("cp932", 1, 0, "DrecomRSSに記事投稿が反映されない…"),
    "feedrs_rss_1.0_debian.xml": ("utf-8", 1, 0, "Updated Debian 11: 11.6 released"),
    "feedrs_rss_2.0_cloudflare.xml": ("utf-8", 1, 0, "Privacy-Preserving Compromised Credential Checking"),
    "hatena_atompub_kamome283.xml": ("utf-8", 0, 2, None),  # two drafts
}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real dumps at {SHARED}")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_feeds_give_the_items_they_hold(name: str) -> None:
    with read_dump(SHARED / name, name=name) as dump:
        records = list(dump.records())
    documents = [record for record in records if isinstance(record, Document)]
    left_out = [record for record in records if isinstance(record, LeftOut)]
    encoding, document_count, left_out_count, title = EXPECTED[name]
    assert (dump.format, dump.encoding) == ("feed", encoding)
    assert (len(documents), len(left_out)) == (document_count, left_out_count)
    assert [document.title for document in documents] == [title] * document_count
    assert len(records) == document_count + left_out_count
