from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.readers import Limits, read_dump
from transforms.readers.json_array_elements import Element, read_elements
from transforms.records import Document, Reject, RejectReason

GOOD = '{"text": "首相は「合意した」と述べた。"}'.encode()
LIMITS = Limits(max_record_bytes=5000)


def read(folder: Path, data: bytes) -> list[Document | Reject]:
    path = folder / "d.json"
    path.write_bytes(data)
    with read_dump(path, name="d.json", limits=LIMITS) as dump:
        assert (dump.format, dump.encoding) == ("json_array", "utf-8")
        return [record for record in dump.records() if isinstance(record, Document | Reject)]


def show(records: list[Document | Reject]) -> list[object]:
    return [record.reason if isinstance(record, Reject) else record.text for record in records]


ARTICLES = [
    {"id": 7, "url": "https://example.org/1", "text": "一\n「二」", "tags": ["外交", "[]"]},
    {"text": 'say "x", [y]: {z} \\', "meta": {"url": "https://example.org/2"}},
    {"body": "会談", "published_at": "2023-11-08", "x": [[], {}, [{"text": "内側"}]]},
]


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_elements_are_read_like_json_lines(tmp_path: Path, indent: int | None, *, ensure_ascii: bool) -> None:
    data = json.dumps(ARTICLES, indent=indent, ensure_ascii=ensure_ascii).encode()
    records = read(tmp_path, data)
    assert show(records) == ["一\n「二」", 'say "x", [y]: {z} \\', "会談"]
    documents = [record for record in records if isinstance(record, Document)]
    assert [document.record_id for document in documents] == ["7", "2", "3"]
    assert [document.url for document in documents] == [
        "https://example.org/1",
        "https://example.org/2",
        None,
    ]
    for document, article in zip(documents, ARTICLES, strict=True):
        assert json.JSONDecoder().raw_decode(data[document.position :].decode())[0] == article


BAD_ELEMENTS = [
    (RejectReason.BAD_JSON, b'{"text": "a" "b"}'),
    (RejectReason.BAD_JSON, b"{'text': 1}"),
    (RejectReason.NOT_AN_OBJECT, b'"text, [and] more"'),
    (RejectReason.NOT_AN_OBJECT, b'[{"text": "a"}, {"text": "b"}]'),
    (RejectReason.NOT_AN_OBJECT, b"null"),
    (RejectReason.DUPLICATE_KEY, b'{"text": "a", "text": "b"}'),
    (RejectReason.NON_FINITE_NUMBER, b'{"text": "a", "n": NaN}'),
    (RejectReason.LONE_SURROGATE, b'{"text": "\\ud83d"}'),
    (RejectReason.TOO_DEEP, b'{"text": "a", "x": ' + b"[" * 64 + b"]" * 64 + b"}"),
    (RejectReason.TOO_LONG, b'{"text": "' + b"a, " * 2000 + b'"}'),
    (RejectReason.BAD_ENCODING, '{"text": "会談"}'.encode("cp932")),
    (RejectReason.NO_TEXT, b'{"message": "a"}'),
]


@pytest.mark.parametrize(("reason", "element"), BAD_ELEMENTS)
def test_a_bad_element_is_rejected_and_the_others_go_on(
    tmp_path: Path, reason: RejectReason, element: bytes
) -> None:
    before, reject, after = read(tmp_path, b"[" + GOOD + b",\n " + element + b" ,\n" + GOOD + b"]\n")
    assert isinstance(before, Document)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (reason, len(GOOD) + 4)
    assert element.startswith(reject.raw)
    assert isinstance(after, Document)
    assert after.record_id == "3"


def test_an_array_cut_anywhere_keeps_what_was_whole(tmp_path: Path) -> None:
    data = b"[" + GOOD + b', {"text": "\\ud83d\\ude00 \\"x\\"", "n": [1, {}]} ]'
    for end in range(len(GOOD) + 1, len(data)):
        *whole, cut = read(tmp_path, data[:end])
        is_second_whole = end >= len(data) - 2
        assert [type(record) for record in whole] == [Document] * (2 if is_second_whole else 1)
        assert isinstance(cut, Reject)
        assert (cut.reason, end) == (RejectReason.CUT, end)
    assert show(read(tmp_path, data)) == ["首相は「合意した」と述べた。", '😀 "x"']


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"[]", []),
        (b"\xef\xbb\xbf [ ]\n", []),
        (b'[{"text": "a"},\n]', ["a"]),
        (b'[{"text": "a"}]\n[{"text": "b"}]\n', ["a", "b"]),
        (b'[{"text": "a"}]]', ["a"]),
        (b'[{"text": "a"}] {"text": "b"}', ["a", RejectReason.BAD_JSON]),
        (b'[{"text": "a"}] more', ["a", RejectReason.BAD_JSON]),
    ],
)
def test_what_stands_around_the_elements(tmp_path: Path, data: bytes, shown: list[object]) -> None:
    assert show(read(tmp_path, data)) == shown


def test_an_array_of_one_element_a_line_is_no_json_lines(tmp_path: Path) -> None:
    data = b"[\n" + b",\n".join([GOOD] * 30) + b"\n]\n"
    assert show(read(tmp_path, data)) == ["首相は「合意した」と述べた。"] * 30


def test_a_packed_array_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.json.gz"
    path.write_bytes(gzip.compress(b"[" + GOOD) + gzip.compress(b"," + GOOD + b"]"))
    with read_dump(path, name="d.json.gz") as dump:
        assert len(list(dump.records())) == 2
        assert dump.encoding == "gzip+utf-8"


JSON_VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | st.text('a"\\[]{},: 会\n', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('a"\\,]', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    objects=st.lists(st.dictionaries(st.text('k"\\{', max_size=3), JSON_VALUES, max_size=3), max_size=4),
    indent=st.sampled_from([None, 1]),
    chunk=st.integers(1, 9),
)
def test_any_array_comes_back_however_the_chunks_fall(
    objects: list[dict[str, object]], indent: int | None, chunk: int
) -> None:
    data = json.dumps(objects, indent=indent, ensure_ascii=False).encode()
    chunks = [data[start : start + chunk] for start in range(0, len(data), chunk)]
    elements = [item for item in read_elements(chunks, Limits()) if isinstance(item, Element)]
    assert [element.fields for element in elements] == objects
    assert all(data.startswith(element.data, element.position) for element in elements)


@given(data=st.text('a"\\[]{},: 1', max_size=40), chunk=st.integers(1, 5))
def test_no_text_is_too_broken(data: str, chunk: int) -> None:
    encoded = b"[" + data.encode()
    chunks = [encoded[start : start + chunk] for start in range(0, len(encoded), chunk)]
    found = list(read_elements(chunks, Limits()))
    positions = [item.position for item in found]
    assert positions == sorted(positions)
    assert found == list(read_elements([encoded], Limits()))
