from __future__ import annotations

import random
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import DumpError, DumpReason
from transforms.options import DEFAULT_OPTIONS
from transforms.posts import make_post
from transforms.readers import Limits, read_dump
from transforms.readers.movable_type import read_movable_type
from transforms.readers.movable_type_entries import split_entries
from transforms.readers.movable_type_fields import find_blog, parse_entry_date, parse_metadata
from transforms.readers.reading import Record
from transforms.readers.stream import ByteStream
from transforms.records import DateBasis, Document, LeftOut, LeftOutReason, Reject, RejectReason

MIB = 2**20
REAL = Path(__file__).parents[4] / "shared" / "dumps" / "mt"

TWO_ENTRIES = """\
AUTHOR: みどり
TITLE: 橋の記録: 前編
BASENAME: 2019/12/30/084231
STATUS: Publish
ALLOW COMMENTS: 1
CONVERT BREAKS: 0
DATE: 12/30/2019 08:42:31
CATEGORY: 外交
PRIMARY CATEGORY: 橋
TAGS: "北の橋",工事
-----
BODY:
<p>山野首相は「橋を直す」と述べた。</p>
-----
EXTENDED BODY:
<p>#橋(山野首相)</p>
-----
EXCERPT:
山野首相は
-----
COMMENT:
AUTHOR: 通りすがり
TITLE: 別の題
DATE: 01/01/2020 10:00:00
IP: 192.0.2.7
EMAIL: taro@example.org
橋はまだか。
-----
PING:
TITLE: よその題
URL: https://example.net/
IP: 192.0.2.8
よその要約
-----
--------
TITLE: 後編
BASENAME: 2019/12/31/070000
DATE: 12/31/2019 07:00:00 AM
CONVERT BREAKS: 1
-----
BODY:
一行目
二行目

次の段落
-----
--------
"""


def read(
    data: bytes | str, *, name: str = "d.txt", step: int = 10**9, max_record_bytes: int = MIB
) -> list[Record]:
    if isinstance(data, str):
        data = data.encode()
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    stream = ByteStream(chunks, name=name, limits=Limits(max_record_bytes=max_record_bytes))
    return list(read_movable_type(stream).records)


def read_one(data: bytes | str, *, name: str = "d.txt") -> Document:
    (record,) = read(data, name=name)
    assert isinstance(record, Document)
    return record


def write_entry(
    body: str, *, metadata: str = "TITLE: 題\nCONVERT BREAKS: 1\n", end: str = "--------\n"
) -> str:
    return f"{metadata}-----\nBODY:\n{body}\n-----\n{end}"


def test_an_entry_is_its_own_fields_and_bodies() -> None:
    first, second = read(TWO_ENTRIES)
    assert first == Document(
        position=0,
        record_id="2019/12/30/084231",
        text="山野首相は「橋を直す」と述べた。\n#橋(山野首相)",
        title="橋の記録: 前編",
        author="みどり",
        categories=("橋", "外交", "北の橋", "工事"),
        date_text="2019-12-30T08:42:31",
        date_basis=DateBasis.METADATA,
    )
    assert isinstance(second, Document)
    assert second.position == TWO_ENTRIES.encode().index("TITLE: 後編".encode())
    assert second.text == "一行目\n二行目\n次の段落"
    assert second.categories == ()


@pytest.mark.parametrize("step", [1, 2, 7, 64])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_encodings_line_ends_and_cuts_between_chunks_change_nothing(
    encoding: str, line_end: str, step: int
) -> None:
    data = TWO_ENTRIES.replace("\n", line_end).encode(encoding)
    records = read(data, step=step)
    assert [record.position for record in records] == [0, data.index("TITLE: 後編".encode(encoding))]
    assert [record._replace(position=0) for record in records if isinstance(record, Document)] == [
        record._replace(position=0) for record in read(TWO_ENTRIES) if isinstance(record, Document)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_a_key(encoding: str) -> None:
    assert [record._replace(position=0) for record in read(TWO_ENTRIES.encode(encoding))] == [
        record._replace(position=0) for record in read(TWO_ENTRIES)
    ]


SEPARATORS = [
    # Movable Type marks such a line with one tab; no other tab goes.
    ("a\n-----\t\nb", "a\n-----\nb"),
    ("a\n--------\t\nb", "a\n--------\nb"),
    ("a\n-----\t\t\nb", "a\n-----\nb"),
    # TypePad does not mark it.
    ("a\n-----\nb", "a\n-----\nb"),
    ("a\n-----\n-----\n\nb", "a\n-----\n-----\nb"),
    ("a\n--------\nb", "a\n--------\nb"),
    ("a\n--------\n\n--------\nb", "a\n--------\n--------\nb"),
    ("a\n---------\nTITLE: b", "a\n---------\nTITLE: b"),
    ("a\n----\nBODY:\nb", "a\n----\nBODY:\nb"),
    ("a --------\nTITLE: b", "a --------\nTITLE: b"),
    # Keys do not count inside a body.
    ("URL: https://example.net/\nDATE: 01/01/1999 00:00:00\nSTATUS: Draft", None),
    ("a\nBODY:\nb", "a\nBODY:\nb"),
    # Other ends of line are none.
    ("一\u2028二\x85三", "一\u2028二\x85三"),
]


@pytest.mark.parametrize(("body", "text"), SEPARATORS)
def test_a_separator_counts_only_before_what_may_follow_one(body: str, text: str | None) -> None:
    first, second = read(write_entry(body) + write_entry("後"))
    assert isinstance(first, Document)
    assert first.text == (text or body)
    assert first.date_text is None
    assert isinstance(second, Document)
    assert second.text == "後"


@pytest.mark.parametrize(
    "data",
    [
        write_entry("本文", end=""),
        write_entry("本文", end="--------"),
        write_entry("本文", end="\n\n--------\n\n \n"),
        "--------\n" + write_entry("本文"),
        "\n\n--------\n--------\n\n" + write_entry("本文"),
        "TITLE: 題\nCONVERT BREAKS: 1\n-----\nBODY:\n本文",
        "TITLE: 題\nCONVERT BREAKS: 1\n-----\nBODY:\n本文\n--------\n",
        "TITLE: 題\n-----\nBODY:\n本文\n-----\nEXTENDED BODY:\n\n-----\nKEYWORDS:\n\n-----\n\n-----\n",
        "CONVERT BREAKS: 1\nコロンのない行\n\nIMAGE: a.png\nMOOD: 晴\nTITLE: 題\n-----\nBODY:\n本文\n",
        "TITLE: 題\n\nTITLE: あと\nCONVERT BREAKS: 1\n-----\n\nBODY: \n本文\n-----\n-----\n--------\n",
        "TITLE: 題\n-----\nEXCERPT:\n要約\n-----\nEXTENDED BODY:\n本文\n-----\n--------\n",
    ],
)
def test_entries_may_lack_or_double_their_separators(data: str) -> None:
    document = read_one(data)
    assert (document.text, document.title) == ("本文", "題")


def test_an_entry_may_begin_with_a_foreign_key() -> None:
    first, second = read(write_entry("前") + "MOOD: 晴\nWEATHER_2: 雨\n" + write_entry("後"))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == ("前", "後")


@pytest.mark.parametrize(
    ("breaks", "body", "text"),
    [
        ("0", "一\n二<br>三", "一二\n三"),
        ("richtext", "<p>一\n二</p><p>三</p>", "一二\n三"),
        ("wysiwyg", "一\n二", "一二"),
        ("1", "一\n二\n\n<b>三</b>", "一\n二\n三"),
        ("__default__", "一\n二", "一\n二"),
        ("markdown", "一\n二", "一\n二"),
        ("", "一\n二", "一\n二"),
        ("", "<p>一\n二</p>\n<p>三</p>", "一二\n三"),
    ],
)
def test_convert_breaks_says_what_a_newline_is(breaks: str, body: str, text: str) -> None:
    assert read_one(write_entry(body, metadata=f"CONVERT BREAKS: {breaks}\n")).text == text


def test_embedded_tweets_of_all_bodies_are_named() -> None:
    embed = (
        '<blockquote class="twitter-tweet"><p>橋は通れます</p>&mdash; 北の橋 (@kita_hashi) '
        '<a href="https://twitter.com/kita_hashi/status/{0}">December 30, 2019</a></blockquote>'
    )
    body = f"{embed.format(1211)}\n-----\nEXTENDED BODY:\n{embed.format(1212)}"
    document = read_one(write_entry(body, metadata="CONVERT BREAKS: 0\n"))
    assert document.status_urls == tuple(
        f"https://twitter.com/kita_hashi/status/{number}" for number in (1211, 1212)
    )


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ("STATUS: Draft\n", LeftOutReason.DRAFT),
        ("STATUS: draft\r\n", LeftOutReason.DRAFT),
        ("STATUS: Review\n", LeftOutReason.DRAFT),
        ("STATUS: Future\n", LeftOutReason.DRAFT),
        ("STATUS: Junk\n", LeftOutReason.JUNK),
        ("STATUS: Pending\n", LeftOutReason.DRAFT),
        ("STATUS: Trash\n", LeftOutReason.TRASHED),
        ("STATUS: Unpublish\n", LeftOutReason.PRIVATE),
        ("STATUS: 下書き\n", LeftOutReason.PRIVATE),
        ("TITLE: 題\nNO ENTRY: 1\n", LeftOutReason.NOT_A_POST),
        ("STATUS: Publish\n", None),
        ("STATUS:\n", None),
    ],
)
def test_what_is_not_published_is_only_counted(metadata: str, reason: LeftOutReason | None) -> None:
    (record,) = read(write_entry("本文", metadata=metadata))
    assert record == LeftOut(0, reason) if reason else isinstance(record, Document)


def test_readers_and_their_addresses_leave_no_trace() -> None:
    no_body = TWO_ENTRIES.replace("<p>山野首相は「橋を直す」と述べた。</p>", "").replace(
        "<p>#橋(山野首相)</p>", ""
    )
    reject, _ = read(no_body.replace("AUTHOR: みどり", "AUTHOR EMAIL: midori@example.org"))
    assert isinstance(reject, Reject)
    assert reject.reason is RejectReason.NO_TEXT
    for trace in ("192.0.2", "example.org", "example.net", "通りすがり"):
        assert trace not in repr(read(TWO_ENTRIES))
        assert trace not in reject.excerpt
        assert trace.encode() not in reject.raw


@pytest.mark.parametrize("author", ["midori@example.org", "<midori@example.org>", ""])
def test_an_address_is_no_author(author: str) -> None:
    assert read_one(write_entry("本文", metadata=f"AUTHOR: {author}\n")).author is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("08/08/2007 03:00:00 PM", "2007-08-08T15:00:00"),
        ("08/08/2007 12:00:00 am", "2007-08-08T00:00:00"),
        ("08/08/2007 12:30 PM", "2007-08-08T12:30:00"),
        ("08/08/2007 15:00:01 PM", "2007-08-08T15:00:01"),
        ("8/9/07 5:04:03", "2007-08-09T05:04:03"),
        ("12/31/98 23:59:59", "1998-12-31T23:59:59"),
        ("2007-08-09 05:04:03", "2007-08-09T05:04:03"),
        ("2007/08/09", "2007-08-09"),
        ("13/01/2007 00:00:00", None),
        ("02/30/2007 00:00:00", None),
        ("08/08/2007 25:00:00", None),
        ("00/00/0000 00:00:00 AM", None),
        ("08/08/2007 15:00:00 JST", None),
        ("０８/０８/2007 15:00:00", None),
        ("きのう", None),
        ("", None),
    ],
)
def test_dates_are_month_first_and_have_no_zone(text: str, iso: str | None) -> None:
    assert parse_entry_date(text) == iso


def test_a_date_that_is_none_is_not_kept() -> None:
    document = read_one(write_entry("本文", metadata="DATE: 31/12/2019 00:00:00\n"))
    assert (document.date_text, document.date_basis) == (None, DateBasis.NONE)


@pytest.mark.parametrize(
    ("name", "host", "is_hatena"),
    [
        ("midori.hatenadiary.jp.export.txt", "midori.hatenadiary.jp", True),
        ("in/2024/Midori.HatenaBlog.com.export (1).txt.gz", "midori.hatenablog.com", True),
        ("20240101_midori.hateblo.jp.txt", "midori.hateblo.jp", True),
        ("old.midori.hatenablog.jp.txt", "midori.hatenablog.jp", True),
        ("hashi.example.com.export.txt", "hashi.example.com", True),
        ("midori.blog12.fc2.com.txt", "midori.blog12.fc2.com", False),
        ("midori.livedoor.blog-2024.txt", None, None),
        ("midori.livedoor.blog.txt", "midori.livedoor.blog", False),
        ("my.old.export.txt", None, None),
        ("hatenablog.com.txt", None, None),
        ("export.txt", None, None),
        ("blog.txt", None, None),
    ],
)
def test_a_blogs_host_is_known_from_the_exports_name(
    name: str,
    host: str | None,
    is_hatena: bool | None,  # noqa: FBT001
) -> None:
    blog = find_blog(name)
    assert (blog and blog.host, blog and blog.is_hatena) == (host, is_hatena)


@pytest.mark.parametrize(
    ("name", "metadata", "record_id", "url", "site"),
    [
        ("m.hatenablog.com.export.txt", "BASENAME: 2019/12/30/084231\n", "2019/12/30/084231",
         "https://m.hatenablog.com/entry/2019/12/30/084231", "m.hatenablog.com"),
        ("m.hatenablog.com.export.txt", "TITLE: 題\n", "題", None, "m.hatenablog.com"),
        ("m.seesaa.net.txt", "BASENAME: a_b\n", "a_b", None, "m.seesaa.net"),
        ("m.typepad.jp.txt", "BASENAME: post\nDATE: 12/30/2019 08:42:31\n", "2019-12-30T08:42:31 post", None,
         "m.typepad.jp"),
        ("m.typepad.jp.txt", "BASENAME: a_b\nUNIQUE URL: https://example.org/a_b.html\n", "a_b",
         "https://example.org/a_b.html", "m.typepad.jp"),
        ("d.txt", "BASENAME: a_b\nUNIQUE URL: https://example.org/a_b.html\n", "a_b",
         "https://example.org/a_b.html", None),
        ("d.txt", "UNIQUE URL: https://example.org/a_b.html\n", "https://example.org/a_b.html",
         "https://example.org/a_b.html", None),
        ("d.txt", "UNIQUE URL: a_b.html\nTITLE: 題\n", "題", None, None),
        ("d.txt", "TITLE: 題\nDATE: 12/30/2019 08:42:31\n", "2019-12-30T08:42:31 題", None, None),
        ("m.seesaa.net.txt", "CATEGORY: 橋\n", "1", None, None),
    ],
)  # fmt: skip
def test_an_entry_is_named_by_what_it_says_of_itself(
    name: str, metadata: str, record_id: str, url: str | None, site: str | None
) -> None:
    document = read_one(write_entry("本文", metadata=metadata), name=name)
    assert (document.record_id, document.url, document.site) == (record_id, url, site)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("m.hatenablog.com.export.txt", ["a", "2020-01-02T00:00:00 a", "a"]),
        ("m.typepad.jp.txt", ["2020-01-01T00:00:00 a", "2020-01-02T00:00:00 a", "2020-01-01T00:00:00 a"]),
        ("d.txt", ["a", "a", "a"]),
    ],
)
def test_a_basename_used_twice_is_no_revision_of_another_day(name: str, ids: list[str]) -> None:
    days = ("01/01/2020", "01/02/2020", "01/01/2020")
    entries = (
        write_entry(f"本文{number}", metadata=f"BASENAME: a\nDATE: {day} 00:00:00\n")
        for number, day in enumerate(days)
    )
    documents = [record for record in read("".join(entries), name=name) if isinstance(record, Document)]
    assert [document.record_id for document in documents] == ids
    posts = [
        make_post(document, dump_id="d", source_uri=name, options=DEFAULT_OPTIONS)[0].post_id
        for document in documents
    ]
    assert posts[0] != posts[1]
    assert (posts[0] == posts[2]) == (name != "d.txt")


def test_tags_are_a_list_with_quoted_names() -> None:
    metadata = parse_metadata('TAGS: "Movable Type", 橋 ,\'a, b\',5" の板,,\nCATEGORY: 橋')
    assert metadata.categories == ("橋", "Movable Type", "a, b", '5" の板')


BROKEN = b"\x81\x20"


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_a_damaged_character_is_replaced_and_counted(encoding: str) -> None:
    good = write_entry("首相は「橋を直す」と述べ、議員らは橋を見に行った。").encode(encoding)
    bad = write_entry("首相は「橋を直す」と述べ、議員らは橋を見に行った。!").encode(encoding)
    first, second = read(good + bad.replace(b"!", BROKEN))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.replaced_count, second.replaced_count) == (0, 1)
    assert second.text.replace("\ufffd", "").strip() == first.text


def test_an_export_may_change_its_encoding_on_the_way() -> None:
    ascii_only = write_entry("plain " * 100_000)
    assert [
        record.text[:6]
        for record in read(
            ascii_only.encode()
            + write_entry("ひらがな").encode("euc_jp")
            + write_entry("カタカナ").encode("cp932")
        )
        if isinstance(record, Document)
    ] == ["plain ", "ひらがな", "カタカナ"]


def test_one_stray_byte_does_not_make_ascii_unknown() -> None:
    document = read_one(write_entry("the bridge is open ").encode().replace(b"open", b"\xff"))
    assert (document.text, document.replaced_count) == ("the bridge is \ufffd", 1)


def test_an_unknown_encoding_is_refused() -> None:
    data = write_entry("a").encode() + random.Random(1).randbytes(50_000)
    with pytest.raises(DumpError) as caught:
        read(data)
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


@pytest.mark.parametrize("step", [50, 10**9])
@pytest.mark.parametrize("status", ["Publish", "Draft"])
def test_an_overlong_entry_is_passed_over(status: str, step: int) -> None:
    long = write_entry("長い" * 20_000, metadata=f"STATUS: {status}\n")
    before, record, after = read(
        write_entry("前") + long + write_entry("後"), step=step, max_record_bytes=100_000
    )
    position = len(write_entry("前").encode())
    if status == "Draft":
        assert record == LeftOut(position, LeftOutReason.DRAFT)
    else:
        assert isinstance(record, Reject)
        assert (record.position, record.reason) == (position, RejectReason.TOO_LONG)
        assert record.raw == long.encode()[:4096]
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert (after.text, after.position) == ("後", position + len(long.encode()))


NOTHING = re.compile(rb"(?:--------|\s|\xef\xbb\xbf)*+")
LINES = st.sampled_from(
    (
        "--------", "-----", "BODY:", "COMMENT:", "TITLE: 題", "STATUS: Draft", "", "-----\t", "本文", "-",
        "DATE: 01/01/2020", "\r", "\ufeff",
    )
)  # fmt: skip


@given(st.lists(LINES), st.integers(1, 20))
def test_no_arrangement_of_lines_loses_a_byte_or_depends_on_chunks(lines: list[str], step: int) -> None:
    data = "\n".join(lines).encode()
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    entries = list(split_entries(chunks, max_bytes=MIB))
    assert entries == list(split_entries([data], max_bytes=MIB))
    end = 0
    for entry in entries:
        assert data[entry.position : entry.position + len(entry.data)] == entry.data
        assert NOTHING.fullmatch(data, end, entry.position)
        end = entry.position + len(entry.data)
    assert NOTHING.fullmatch(data, end)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["-" * 8, "-" * 5, "-" * 80, "", "MOOD: 晴", '",'])
def test_long_runs_of_one_line_take_little_time_and_memory(line: str) -> None:
    def make_chunks() -> Iterator[bytes]:
        yield b"TITLE: a\nTAGS: x\n-----\nBODY:\n"
        run = f"{line}\n".encode() * (MIB // (len(line.encode()) + 1))
        for _ in range(12):
            yield run

    tracemalloc.start()
    try:
        stream = ByteStream(make_chunks(), name="d.txt", limits=Limits(max_record_bytes=4 * MIB))
        records = list(read_movable_type(stream).records)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [type(record) for record in records] == [Reject]
    assert peak < 30 * MIB


# Posts as the folder's INDEX.md counts them, with the first date and title.
REAL_POSTS = {
    "aereal_mt_ok.txt": (2, "2007-08-08T15:00:00", "A dummy title"),
    "mtif-rs_example.txt": (2, "2002-01-31T15:31:05", "A dummy title"),
    "soh335_1.txt": (2, "2002-01-31T15:31:05", "A dummy title"),
    "soh335_extra_field_key.txt": (1, "2002-01-31T15:31:05", "A dummy title"),
    "soh335_invalid_field.txt": (1, "2002-01-31T15:31:05", "A dummy title"),
    "hateblo2hugo_movabletype_test.txt": (
        1, "2017-06-08T14:05:00", "Protocol BuffersのIDL（.protoファイル）をvendoringするツールを書いた",
    ),
}  # fmt: skip


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real dumps at {REAL}")
@pytest.mark.parametrize("name", REAL_POSTS)
def test_real_exports_give_the_posts_they_hold(name: str) -> None:
    with read_dump(REAL / name, name=name) as dump:
        records = list(dump.records())
    assert dump.format == "movable_type"
    documents = [record for record in records if isinstance(record, Document)]
    assert len(documents) == len(records)
    assert (len(documents), documents[0].date_text, documents[0].title) == REAL_POSTS[name]
    assert "me@bar.com" not in repr(records)
