from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import zstandard

from transforms.readers import Limits, read_dump
from transforms.records import Document, Reject, RejectReason

GOOD = '{"text": "首相は「合意した」と述べた。"}'.encode()
LIMITS = Limits(max_record_bytes=5000)


def read(folder: Path, data: bytes, *, limits: Limits = LIMITS) -> list[Document | Reject]:
    path = folder / "d.jsonl"
    path.write_bytes(data)
    with read_dump(path, name="d.jsonl", limits=limits) as dump:
        assert dump.format == "jsonl"
        return list(dump.records())


def nest(depth: int) -> bytes:
    """An object of that many levels, itself the first."""
    return b'{"text": "a", "x": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


BAD_LINES = [
    (RejectReason.BAD_JSON, b'{"text": "a" "b"}'),
    (RejectReason.BAD_JSON, b"{'text': 'a'}"),
    (RejectReason.BAD_JSON, b'{"text": "a"} {"text": "b"}'),
    (RejectReason.BAD_JSON, b'{"text": "a",}'),
    (RejectReason.BAD_JSON, b'{"text": "a'),
    (RejectReason.BAD_JSON, b'{"text": "a\tb"}'),
    (RejectReason.BAD_JSON, b'{"text": "a\0b"}'),
    (RejectReason.BAD_JSON, b"cut off at the front}"),
    (RejectReason.BAD_JSON, b"-"),
    (RejectReason.NOT_AN_OBJECT, b'["text"]'),
    (RejectReason.NOT_AN_OBJECT, b'"text"'),
    (RejectReason.NOT_AN_OBJECT, b"null"),
    (RejectReason.NOT_AN_OBJECT, b"7"),
    (RejectReason.DUPLICATE_KEY, b'{"text": "a", "text": "b"}'),
    (RejectReason.DUPLICATE_KEY, b'{"text" : "a", "text"\t: "a"}'),
    (RejectReason.DUPLICATE_KEY, b'{"text": "a", "te\\u0078t": "b"}'),
    (RejectReason.DUPLICATE_KEY, b'{"text": "a", "m": [{"k": 1, "k": 1}]}'),
    (RejectReason.NON_FINITE_NUMBER, b'{"text": "a", "n": NaN}'),
    (RejectReason.NON_FINITE_NUMBER, b'{"text": "a", "n": -Infinity}'),
    (RejectReason.NON_FINITE_NUMBER, b'{"text": "a", "n": 1e999}'),
    (RejectReason.NON_FINITE_NUMBER, b'{"text": "a", "n": ' + b"9" * 4400 + b"}"),
    (RejectReason.LONE_SURROGATE, b'{"text": "\\ud83d"}'),
    (RejectReason.LONE_SURROGATE, b'{"text": "\\uDE00 a"}'),
    (RejectReason.LONE_SURROGATE, b'{"text": "a", "\\ud800": 1}'),
    (RejectReason.TOO_DEEP, nest(65)),
    (RejectReason.TOO_DEEP, nest(1025)),
    (RejectReason.TOO_DEEP, b'{"a":' * 400 + b"1" + b"}" * 400),
    (RejectReason.TOO_DEEP, b"[" * 4900),
    (RejectReason.TOO_LONG, b'{"text": "' + b"a" * 5000 + b'"}'),
    (RejectReason.BAD_ENCODING, '{"text": "会談"}'.encode("cp932")),
    (RejectReason.BAD_ENCODING, '{"text": "会談"}'.encode("euc_jp")),
    (RejectReason.BAD_ENCODING, b'{"text": "\xed\xa0\x80"}'),
    (RejectReason.BAD_ENCODING, b'{"text": "\xc0\xaf"}'),
    (RejectReason.NO_TEXT, b'{"message": "a"}'),
    (RejectReason.NO_TEXT, b"{}"),
    (RejectReason.NO_TEXT, b'{"text": ""}'),
    (RejectReason.NO_TEXT, '{"text": " \\n\u3000"}'.encode()),
    (RejectReason.NO_TEXT, b'{"text": null}'),
    (RejectReason.NO_TEXT, b'{"text": 7, "body": ["a"]}'),
]


@pytest.mark.parametrize(("reason", "line"), BAD_LINES)
def test_a_bad_line_is_rejected_and_the_others_go_on(
    tmp_path: Path, reason: RejectReason, line: bytes
) -> None:
    before, reject, after = read(tmp_path, GOOD + b"\n" + line + b"\r\n" + GOOD + b"\n")
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (reason, len(GOOD) + 1)
    assert reject.raw == line[:4096]
    assert len(reject.excerpt) <= 200
    assert reject.excerpt.replace("\u3000", "").isprintable()
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert (before.record_id, after.record_id) == ("1", "3")
    assert after.position == len(GOOD) + 1 + len(line) + 2


GOOD_LINES = [
    b'{"text": "a\\ud83d\\ude00"}',
    b'{"text": "say \\"x\\": \\"y\\", again \\"x\\": \\"z\\""}',
    b'{"text": "\\\\", "a": ":", "b": "\\":", "c": {"text": "other level"}}',
    b'{"text": "a", "n": 1e308, "m": 12345678901234567890123}',
    b'{"text": "a\\u0000b"}',
    b' \t{"text" : "a"} ',
    nest(64),
]


@pytest.mark.parametrize("line", GOOD_LINES)
def test_unusual_but_sound_lines_are_read(tmp_path: Path, line: bytes) -> None:
    (document,) = read(tmp_path, line + b"\n")
    assert isinstance(document, Document)
    assert document.text == json.loads(line)["text"]


def test_a_last_line_cut_anywhere_is_told_from_a_bad_one(tmp_path: Path) -> None:
    line = '{"id": -1.5e3, "ok": true, "text": "会談\\n\\ud83d\\ude00は\\"続く\\"", "m": [null, {}]}'.encode()
    for end in range(1, len(line)):
        before, cut = read(tmp_path, GOOD + b"\n" + line[:end])
        assert isinstance(before, Document)
        assert isinstance(cut, Reject)
        assert (cut.reason, line[:end]) == (RejectReason.CUT, line[:end])
    assert [type(record) for record in read(tmp_path, line)] == [Document]
    (bad,) = read(tmp_path, line + b"}")
    assert isinstance(bad, Reject)
    assert bad.reason is RejectReason.BAD_JSON


def test_blank_lines_are_no_records_but_are_counted(tmp_path: Path) -> None:
    records = read(tmp_path, b"\n\r\n" + GOOD + b"\n \t\n" + GOOD + b"\n\n")
    assert [(record.position, record.record_id) for record in records if isinstance(record, Document)] == [
        (3, "3"),
        (3 + len(GOOD) + 4, "5"),
    ]


def test_lines_end_at_line_feeds_only(tmp_path: Path) -> None:
    text = "一\u2028二\u0085三\u2029四"
    (document,) = read(tmp_path, json.dumps({"text": text}, ensure_ascii=False).encode() + b"\r\n")
    assert isinstance(document, Document)
    assert document.text == text


def test_a_byte_order_mark_is_dropped_from_the_first_line_only(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    first, second = read(tmp_path, mark + GOOD + b"\n" + mark + GOOD + b"\n")
    assert isinstance(first, Document)
    assert first.position == 0
    assert isinstance(second, Reject)
    assert second.reason is RejectReason.BAD_JSON


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("utf-8", b"".join),
        ("gzip+utf-8", lambda parts: b"".join(map(gzip.compress, parts))),
        ("zstd+utf-8", lambda parts: b"".join(map(zstandard.compress, parts))),
    ],
)
def test_members_and_frames_may_end_inside_a_line(tmp_path: Path, encoding: str, pack) -> None:
    data = b"".join(b'{"id": %d, "text": "%s"}\n' % (n, "会談".encode() * n) for n in range(1, 50))
    path = tmp_path / "d"
    path.write_bytes(pack([data[:1000], data[1000:1001], data[1001:]]))
    with read_dump(path, name="d") as dump:
        assert dump.encoding == encoding
        records = list(dump.records())
    assert [record.text for record in records] == ["会談" * n for n in range(1, 50)]
    assert [
        data[record.position :].startswith(b'{"id": %s,' % record.record_id.encode()) for record in records
    ] == [True] * 49
