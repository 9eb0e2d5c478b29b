from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from transforms.readers import Limits, hash_dump
from warehouse.ingest import DumpResult, ingest_dump

MORNING = {"id": "1", "url": "https://blog.example/entry/1", "text": "#天気(山田市長「晴れます」)"}
EVENING = {"id": "2", "url": "https://blog.example/entry/2", "text": "#天気(山田市長「夜は雨です」)"}


def _ingest(folder: Path, *records: dict[str, Any] | str) -> DumpResult:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path = folder / "day.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return _ingest_file(path, "in/day.jsonl", folder / "lake")


def _ingest_file(path: Path, name: str, lake: Path) -> DumpResult:
    dump_id, _ = hash_dump(path, name=name)
    return ingest_dump(path, name=name, dump_id=dump_id, folder=lake, limits=Limits())


def _read(folder: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = pq.read_table(next((folder / "lake" / table).rglob("*.parquet"))).to_pylist()
    return [tuple(row[column] for column in columns) for row in rows]


def test_every_record_is_a_post_a_duplicate_or_a_reject(tmp_path: Path) -> None:
    edited = MORNING | {"text": "#天気(山田市長「曇ります」)"}
    result = _ingest(tmp_path, MORNING, EVENING, "{half", MORNING, edited, MORNING, {"id": "3"})
    assert (result.records_in, result.posts, result.duplicates, result.rejected) == (7, 3, 2, 2)
    assert len(_read(tmp_path, "posts", "post_id")) == 3
    assert _read(tmp_path, "rejects", "source_uri", "reason") == [
        ("in/day.jsonl", "bad_json"),
        ("in/day.jsonl", "no_text"),
    ]


def test_texts_of_one_post_are_numbered_as_they_come(tmp_path: Path) -> None:
    texts = ["#天気(山田市長「晴れます」)", "#天気(山田市長「曇ります」)", "#天気(山田市長「雨です」)"]
    _ingest(tmp_path, *(MORNING | {"text": text} for text in [texts[1], texts[0], texts[1], texts[2]]))
    assert _read(tmp_path, "posts", "revision", "text") == [(1, texts[1]), (2, texts[0]), (3, texts[2])]
    assert _read(tmp_path, "quotes", "revision", "text") == [(1, "曇ります"), (2, "晴れます"), (3, "雨です")]


def test_the_result_says_what_was_read(tmp_path: Path) -> None:
    result = _ingest(tmp_path, MORNING, EVENING)
    assert (result.dump_id, result.name, result.format, result.encoding) == (
        hash_dump(tmp_path / "day.jsonl", name="day")[0],
        "in/day.jsonl",
        "jsonl",
        "utf-8",
    )
    assert result.bytes == (tmp_path / "day.jsonl").stat().st_size
    assert result.chars == len(MORNING["text"]) + len(EVENING["text"])
    assert result.quotes == 2
    assert result.seconds > 0
    assert (result.quarantine_reason, result.quarantine_detail) == (None, None)


def test_a_rerun_gives_the_same_bytes(tmp_path: Path) -> None:
    runs = []
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        _ingest(tmp_path / run, MORNING, EVENING, "{half")
        lake = tmp_path / run / "lake"
        runs.append({p.relative_to(lake): p.read_bytes() for p in lake.rglob("*.parquet")})
    assert runs[0] == runs[1]
    assert len(runs[0]) == 6


def test_a_dump_cut_in_the_middle_is_put_aside_whole(tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(MORNING | {"id": str(i)}) + "\n" for i in range(3000)).encode())
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    result = _ingest_file(path, "cut.jsonl.gz", tmp_path / "lake")
    assert result.quarantine_reason == "truncated"
    assert result.quarantine_detail is not None
    assert "cut.jsonl.gz" in result.quarantine_detail
    assert (result.records_in, result.posts, result.duplicates, result.rejected) == (0, 0, 0, 0)
    assert [found for found in (tmp_path / "lake").rglob("*") if found.is_file()] == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("empty.txt", b"", "empty"), ("noise.bin", bytes(range(256)) * 40, "unknown_format")],
)
def test_a_file_that_is_no_dump_is_put_aside(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = _ingest_file(tmp_path / name, name, tmp_path / "lake")
    assert result.quarantine_reason == reason
    assert result.bytes == len(content)


def test_a_file_that_went_away_is_put_aside(tmp_path: Path) -> None:
    result = ingest_dump(
        tmp_path / "gone.txt", name="gone.txt", dump_id="d" * 16, folder=tmp_path, limits=Limits()
    )
    assert (result.quarantine_reason, result.bytes, result.format) == ("unreadable", 0, None)


def test_a_file_replaced_after_it_was_hashed_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text("#天気(山田市長「晴れます」)", encoding="utf-8")
    dump_id, _ = hash_dump(path, name="day.txt")
    path.write_text("#天気(山田市長「曇ります」)", encoding="utf-8")
    result = ingest_dump(path, name="day.txt", dump_id=dump_id, folder=tmp_path / "lake", limits=Limits())
    assert (result.quarantine_reason, result.posts) == ("changed_while_read", 0)
    assert [found for found in (tmp_path / "lake").rglob("*") if found.is_file()] == []
