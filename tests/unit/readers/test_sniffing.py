from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
from pathlib import Path

import pytest
import zstandard

from transforms.errors import DumpError, DumpReason
from transforms.readers import read_dump
from transforms.records import Document

LINE = '{"text": "首相は会談した。"}\n'
PRETTY = json.dumps({"text": "首相は会談した。", "id": 1}, ensure_ascii=False, indent=2)
MT_EXPORT = (
    "AUTHOR: 山野\nTITLE: 日記\nDATE: 11/08/2023 21:30:00\n-----\nBODY:\n会談した。\n-----\n--------\n"
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LINE, "jsonl"),
        ("\ufeff" + LINE, "jsonl"),
        ("\n\n \n" + LINE, "jsonl"),
        ("{}\n" * 3, "jsonl"),
        ('{"text": "首相は会', "jsonl"),
        ('cut off at the front"}\n' + LINE * 2, "jsonl"),
        (f"[\n{PRETTY}\n]", "json_array"),
        ('[{"text": "a"}]', "json_array"),
        ("\ufeff[\n" + LINE.strip() + ",\n" + LINE + "]", "json_array"),
        ("[ ]\n", "json_array"),
        ("window.YTD.tweets.part0 = [ ]", "x_archive"),
        ("<?xml version='1.0'?>\n<!-- 例 -->\n<rss version='0.91'>", "feed"),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "feed"),
        (MT_EXPORT, "movable_type"),
        (MT_EXPORT.replace("DATE", "CATEGORY: 橋\n" * 5000 + "DATE"), "movable_type"),
        ("\ufeff--------\n\n" + MT_EXPORT, "movable_type"),
        ("MOOD: 晴\n" + MT_EXPORT, "movable_type"),
        ("<?xml version='1.0'?>\n<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel/></rss>", "wxr"),
        ("\ufeff\n<!DOCTYPE html><p>会談</p>", "html"),
        ("<!-- saved from url=(0019)https://example.org/ -->\n<HTML><p>会談</p>", "html"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' ''><html>", "html"),
        ("<p>会談</p>\n<p>#外交</p>", "html"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n", "warc"),
        ("\0" * 9 + "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n", "warc"),
        ("落書きWARC/1.0\r\nContent-Length: 0\r\nWARC-Type: warcinfo\r\n\r\n", "warc"),
        ("filedesc://a.arc 0.0.0.0 20231108000000 text/plain 0\n", "arc"),
        ("x" * 100_000, "text"),
        ("#NATO(山野首相「対話を」)\n", "text"),
        ("次の行は例である\n" + LINE + "以上\n", "text"),
        ("[追記] 会談は続く。\n", "text"),
        ("<3 会談は続く。\n", "text"),
        ("TITLE: 区切りのない記事\n", "text"),
        ("NATO: 会談\n-----\n終わり\n", "text"),
        ("TITLE: 見出しのある記事\n-----\n終わり\n", "text"),
        ("出力の例\n-----\nCOMMENT:\n以上\n", "text"),
        ("頭に WARC/1.0\r\nと書いてある。\n", "text"),
        ("From: 南の町から\n会談は続く。\n", "text"),
        ("title, date\n会談は続く。\n", "text"),
        ("Date: 2023-11-08\nFrom: 南の町\n会談は続く。\n", "text"),
        ("From Minami to the north: 会談は続く。\n", "text"),
        ("会談,拒否,合意\n首相は会談した。\n", "text"),
        ("PK は勝敗を決める\n", "text"),
        ("PAR1 は区間の名である\n", "text"),
    ],
)
def test_formats_are_told_by_content(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "misnamed.jpg"
    path.write_text(content, encoding="utf-8")
    with read_dump(path, name="misnamed.jpg") as dump:
        assert dump.format == told


UNKNOWN = [
    ("XML of another kind", b"<?xml version='1.0'?><rss/>"),
    ("XML of another kind", b'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">'),
    ("JSON with record separators", b'\x1e{"text": "a"}\n\x1e{"text": "b"}\n'),
    ("one JSON document over several lines", PRETTY.encode()),
    ("a part of an X archive", b'window.__THAR_CONFIG = {"a": 1}'),
    ("mail, or a page", b"From taro@example.org Wed Nov  8 21:30:00 2023\nFrom: taro@example.org\n\nx\n"),
    ("mail, or a page", b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\n"),
    ("mail, or a page", b"Subject: a\r\n b\r\nFrom: taro@example.org\r\nMIME-Version: 1.0\r\n\r\nx"),
    ("a table of separated", "id,url,title,text\n1,https://example.org/,会談,首相は会談した。\n".encode()),
    ("a table of separated", "\ufeffdate\ttitle\tbody\n2023-11-08\t会談\t首相は会談した。\n".encode()),
    ("a database's dump", b"-- MySQL dump 10.13\n\nINSERT INTO wp_users VALUES (1,'a@example.org');\n"),
    ("an index of a crawl", b'org,example)/a 20231108123000 {"url": "https://example.org/a"}\n'),
    ("an index of a crawl", b'!meta 0 {"format": "cdxj-gzip-1.0"}\norg,example)/ 0\n'),
    ("an index of a crawl", b" CDX N b a m s k r M S V g\norg,example)/ 20231108123000\n"),
    ("a calendar or address book", b"BEGIN:VCARD\r\nEMAIL:taro@example.org\r\nEND:VCARD\r\n"),
    ("a text in RTF", b"{\\rtf1\\ansi kaidan}"),
    ("a 7-Zip archive", b"7z\xbc\xaf\x27\x1c\0\4"),
    ("a RAR archive", b"Rar!\x1a\x07\1\0"),
    ("packed with lzma", lzma.compress(b"text", lzma.FORMAT_ALONE)),
    ("packed with compress", b"\x1f\x9d\x90te\xf0\xc4"),
    ("packed with an old lz4", b"\x02\x21\x4c\x18\x05\0\0\0@text"),
    ("gzip inside another compression", lzma.compress(gzip.compress(b"text", mtime=0))),
    ("bzip2 inside another compression", gzip.compress(bz2.compress(b"text"), mtime=0)),
    ("gzip inside another compression", gzip.compress(gzip.compress(b"text", mtime=0), mtime=0)),
    ("gzip inside another compression", zstandard.compress(gzip.compress(b"text", mtime=0))),
    ("export without its beginning", f"終わった。\n-----\n--------\n{MT_EXPORT}".encode()),
    (
        "export without its beginning",
        "終わった。\n-----\nCOMMENT:\nIP: 192.0.2.7\nよかった。\n-----\n".encode(),
    ),
    ("no text in any encoding tried", random.Random(1).randbytes(3000)),
]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("jsonl", LINE),
        ("json_array", f"[{LINE.strip()}]"),
        ("movable_type", MT_EXPORT),
        ("html", "<html><body><p>首相は会談した。</p></body></html>"),
    ],
)
def test_every_form_is_read_in_utf16_marked_or_not(
    tmp_path: Path, name: str, data: str, encoding: str
) -> None:
    texts = []
    for codec in ("utf-8", encoding):
        path = tmp_path / "d.txt"
        path.write_bytes(data.encode(codec))
        with read_dump(path, name="d.txt") as dump:
            records = list(dump.records())
            assert (dump.format, dump.encoding) == (name, codec)
        texts.append([record.text for record in records if isinstance(record, Document)])
    assert texts[0] == texts[1] != []


@pytest.mark.parametrize(("words", "data"), UNKNOWN)
def test_what_is_not_read_is_refused_by_name(tmp_path: Path, words: str, data: bytes) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(data)
    with pytest.raises(DumpError, match=words) as caught:
        read_dump(path, name="d.txt")
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


@pytest.mark.parametrize(
    "data", [b"", gzip.compress(b"", mtime=0), gzip.compress(b"", mtime=0) * 2, zstandard.compress(b"")]
)
def test_a_dump_with_nothing_in_it_is_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(data)
    with pytest.raises(DumpError) as caught:
        read_dump(path, name="d.txt")
    assert caught.value.reason is DumpReason.EMPTY
