"""What holds for the readers whatever the bytes are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import DumpError
from transforms.readers import Limits, read_dump
from transforms.readers.decoding import decode_text, detect_encoding
from transforms.readers.json_records import RecordError, parse_record
from transforms.readers.lines import split_lines
from transforms.records import Document, Reject, RejectReason

Record = Document | Reject

POST = "11月8日の記録\n\n#NATO(山野首相「対話を続ける」)\n"
LINES = "".join(
    json.dumps({"id": n, "text": "首相は「合意した」と述べた。" * n, "m": [{"k": n}]}, ensure_ascii=False)
    + "\n"
    for n in range(1, 8)
)
DUMPS = {
    "text": POST.encode(),
    "text, cp932": POST.encode("cp932"),
    "text, UTF-16": POST.encode("utf-16"),
    "jsonl": LINES.encode(),
    "jsonl, gzip": gzip.compress(LINES[:200].encode()) + gzip.compress(LINES[200:].encode()),
    "jsonl, zstd": zstandard.compress(LINES[:200].encode()) + zstandard.compress(LINES[200:].encode()),
}

edits = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=4)),
    min_size=1,
    max_size=5,
)
pieces = st.lists(st.binary(max_size=40), max_size=8)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readers") / "2023-11-08.txt"


def read(path: Path, data: bytes) -> list[Record]:
    path.write_bytes(data)
    with read_dump(path, name=path.name, limits=Limits(max_record_bytes=600, max_bytes=10_000)) as dump:
        return list(dump.records())


def check_reading(path: Path, data: bytes) -> None:
    try:
        records = read(path, data)
    except DumpError as error:
        assert error.advice
        return
    positions = [record.position for record in records]
    assert positions == sorted(set(positions))
    for record in records:
        if isinstance(record, Reject):
            assert len(record.excerpt) <= 200
            assert len(record.raw) <= 4096
            assert record.excerpt == record.excerpt.encode("utf-8", "ignore").decode()
        else:
            assert record.text.strip()
            assert record.text.encode()
            assert record.record_id


def mutate(data: bytes, changes: Iterable[tuple[float, int, bytes]]) -> bytes:
    """Put other bytes in place of 0 to 3 bytes at each place, given as a share of the length."""
    for place, removed, added in changes:
        start = int(place * len(data))
        data = data[:start] + added + data[start + removed :]
    return data


@pytest.mark.parametrize("kind", DUMPS)
@given(changes=edits)
def test_a_damaged_dump_gives_records_or_one_error(scratch: Path, kind: str, changes: list) -> None:
    check_reading(scratch, mutate(DUMPS[kind], changes))


@pytest.mark.parametrize("kind", DUMPS)
@given(kept=st.floats(0, 1))
def test_a_cut_dump_gives_records_or_one_error(scratch: Path, kind: str, kept: float) -> None:
    check_reading(scratch, DUMPS[kind][: int(kept * len(DUMPS[kind]))])


@given(
    start=st.sampled_from([b"", b"{", b'{"text":', b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe"]),
    rest=st.binary(),
)
def test_any_bytes_give_records_or_one_error(scratch: Path, start: bytes, rest: bytes) -> None:
    check_reading(scratch, start + rest)


def pack_apart(data: bytes, cuts: list[int], pack: Callable[[bytes], bytes]) -> bytes:
    bounds = [0, *sorted(cut % len(data) for cut in cuts), len(data)]
    return b"".join(pack(data[start:end]) for start, end in pairwise(bounds))


@given(
    texts=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=10),
    cuts=st.lists(st.integers(0), max_size=4),
)
def test_the_same_records_come_out_of_every_packing(scratch: Path, texts: list[str], cuts: list[int]) -> None:
    data = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    plain = read(scratch, data)
    assert len(plain) == len(texts)
    assert [record.text for record in plain if isinstance(record, Document)] == [
        text for text in texts if text.strip()
    ]
    assert read(scratch, pack_apart(data, cuts, gzip.compress)) == plain
    assert read(scratch, pack_apart(data, cuts, zstandard.compress)) == plain


@given(chunks=pieces)
def test_lines_joined_are_the_stream_however_it_is_cut(chunks: list[bytes]) -> None:
    data = b"".join(chunks)
    lines = list(split_lines(chunks, max_bytes=1000))
    assert b"".join(line.data + b"\n" * line.is_ended for line in lines) == data
    assert all(data[line.position :].startswith(line.data) for line in lines)


keys = st.text('ab"\\:', max_size=2)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text('a:"\\')
    | st.sampled_from(['":', '"a" : 1'])
)


def objects_of(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Objects as tuples of pairs, so that a key may come twice."""
    return st.lists(st.tuples(keys, inner), max_size=4).map(tuple)


values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | objects_of(inner), max_leaves=12)


def render(value: object, gap: str) -> str:
    """JSON of a value whose objects are tuples of pairs, equal keys kept."""
    if isinstance(value, tuple):
        inside = ",".join(f"{gap}{json.dumps(key)}{gap}:{gap}{render(item, gap)}" for key, item in value)
        return f"{{{inside}{gap}}}"
    if isinstance(value, list):
        return f"[{','.join(render(item, gap) for item in value)}]"
    return json.dumps(value)


def repeats_key(value: object) -> bool:
    if isinstance(value, tuple):
        keys = [key for key, _ in value]
        return len(set(keys)) < len(keys) or any(repeats_key(item) for _, item in value)
    return isinstance(value, list) and any(map(repeats_key, value))


@given(pairs=objects_of(values), gap=st.sampled_from(["", " ", "\t \r"]))
def test_equal_keys_are_found_wherever_they_stand_and_nowhere_else(pairs: tuple, gap: str) -> None:
    line = render(pairs, gap)
    try:
        fields = parse_record(line.encode(), max_depth=64, is_ended=True)
    except RecordError as error:
        assert (error.reason, repeats_key(pairs)) == (RejectReason.DUPLICATE_KEY, True)
    else:
        assert not repeats_key(pairs)
        assert fields == json.loads(line)


@given(
    text=st.text("あいうアイウ会談首相「」。、\n abc019", min_size=1).map(lambda tail: "は" + tail),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"]),
)
def test_japanese_text_is_decoded_as_it_was_encoded(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    told = detect_encoding(data, is_whole=True)
    assert told is not None
    assert decode_text(data, told) == (text, 0)
