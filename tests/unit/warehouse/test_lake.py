from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import PARSER_VERSION
from transforms.records import ParsedPost, Reject, RejectReason
from warehouse import lake
from warehouse.lake import PartitionWriter, sort_key
from warehouse.parquet import write_parquet
from warehouse.schema import FACTS, TABLES, to_arrow_schema
from warehouse.sorting import RowSorter

DUMP = "d" * 16
TWO_SPEAKERS = ("天気", (("山田市長", "晴れます"), ("気象台", "雨の心配はありません")))
REJECT = Reject(70, RejectReason.BAD_JSON, "{「晴れ", b"{\xe3\x80\x8c\xff")


def _write(folder: Path, posts: Iterable[ParsedPost], rejects: Iterable[Reject] = ()) -> dict[str, bytes]:
    """Write one dump; returns each file's bytes by its path below the folder."""
    with PartitionWriter(folder, dump_id=DUMP, source_uri="day.jsonl") as writer:
        for post in posts:
            writer.add_post(post)
        for reject in rejects:
            writer.add_reject(reject)
        files = writer.close()
    assert {path for path in folder.rglob("*") if path.is_file()} == set(files.values())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files.values()}


def test_one_post_gives_a_file_per_table_that_has_rows(
    tmp_path: Path, make_post: Callable[..., ParsedPost]
) -> None:
    files = _write(tmp_path, [make_post("朝の記事")])
    tables = ["posts", "blocks", "quotes", "topic_mentions", "actor_mentions"]
    folders = [f"{table}/{DUMP}-{PARSER_VERSION}" for table in tables]
    assert list(files) == [
        f"{folder}/part-{hashlib.sha256(data).hexdigest()[:16]}.parquet"
        for folder, data in zip(folders, files.values(), strict=True)
    ]


def test_rows_come_back_as_they_were_with_dump_and_revision(
    tmp_path: Path, make_post: Callable[..., ParsedPost]
) -> None:
    parsed = make_post("朝の記事", TWO_SPEAKERS, revision=3)
    _write(tmp_path, [parsed], [REJECT])
    rows = {
        table.name: pq.read_table(tmp_path / table.name / f"{DUMP}-{PARSER_VERSION}").to_pylist()
        for table in FACTS
    }
    assert rows["posts"] == [parsed.post._asdict() | {"categories": []}]
    lake_only = {"dump_id": DUMP, "revision": 3}
    assert rows["blocks"] == [block._asdict() | lake_only | {"hashtags": []} for block in parsed.blocks]
    assert rows["quotes"] == [quote._asdict() | lake_only | {"co_speakers": []} for quote in parsed.quotes]
    assert rows["topic_mentions"] == [topic._asdict() | lake_only for topic in parsed.topic_mentions]
    assert rows["actor_mentions"] == [actor._asdict() | lake_only for actor in parsed.actor_mentions]
    assert rows["rejects"] == [
        REJECT._asdict() | {"dump_id": DUMP, "source_uri": "day.jsonl", "parser_version": PARSER_VERSION}
    ]


def test_files_have_the_schema_of_the_lake_and_nothing_of_the_clock(
    tmp_path: Path, make_post: Callable[..., ParsedPost]
) -> None:
    _write(tmp_path, [make_post("朝の記事")], [REJECT])
    for table in FACTS:
        file = pq.ParquetFile(next((tmp_path / table.name).rglob("*.parquet")))
        assert file.schema_arrow.equals(to_arrow_schema(table.lake_columns()))
        described = [field.metadata[b"description"].decode() for field in file.schema_arrow]
        assert described == [column.description for column in table.lake_columns()]
        assert set(file.metadata.metadata) == {b"ARROW:schema"}
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize(("rows", "chars"), [(1, 10**9), (7, 10**9), (10**9, 60), (40, 500)])
def test_spilling_gives_the_same_bytes_as_memory(
    tmp_path: Path,
    make_post: Callable[..., ParsedPost],
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
    chars: int,
) -> None:
    posts = [make_post(f"記事{i}", TWO_SPEAKERS, revision=1 + i % 3) for i in range(25)]
    rejects = [REJECT._replace(position=i * 10) for i in range(25)]
    in_memory = _write(tmp_path / "memory", posts, rejects)
    monkeypatch.setattr(lake, "_MAX_HELD_ROWS", rows)
    monkeypatch.setattr(lake, "_MAX_HELD_CHARS", chars)
    assert _write(tmp_path / "spilled", posts, rejects) == in_memory


def test_the_order_of_arrival_does_not_matter(tmp_path: Path, make_post: Callable[..., ParsedPost]) -> None:
    posts = [make_post(f"記事{i}", TWO_SPEAKERS, revision=1 + i % 3) for i in range(25)]
    forwards = _write(tmp_path / "forwards", posts)
    assert _write(tmp_path / "shuffled", random.Random(7).sample(posts, 25)) == forwards


def test_rows_are_sorted_by_their_key(tmp_path: Path, make_post: Callable[..., ParsedPost]) -> None:
    _write(tmp_path, [make_post(f"記事{i}", TWO_SPEAKERS, revision=2 - i % 2) for i in range(25)])
    for table in FACTS[:-1]:
        rows = pq.read_table(next((tmp_path / table.name).rglob("*.parquet"))).to_pylist()
        keys = [tuple(row[name] for name in sort_key(table)) for row in rows]
        assert len(keys) >= 25
        assert keys == sorted(keys)


def test_leaving_by_an_error_leaves_nothing(
    tmp_path: Path, make_post: Callable[..., ParsedPost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "_MAX_HELD_ROWS", 1)
    with (
        pytest.raises(ValueError, match="cut"),
        PartitionWriter(tmp_path, dump_id=DUMP, source_uri="day.jsonl") as writer,
    ):
        writer.add_post(make_post("朝の記事"))
        writer.close()
        raise ValueError("cut")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_discarding_takes_the_runs_too_and_spares_other_dumps(
    tmp_path: Path, make_post: Callable[..., ParsedPost], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = PartitionWriter(tmp_path, dump_id="e" * 16, source_uri="other.jsonl")
    other.add_post(make_post("夕方の記事"))
    kept = other.close()
    monkeypatch.setattr(lake, "_MAX_HELD_ROWS", 1)
    writer = PartitionWriter(tmp_path, dump_id=DUMP, source_uri="day.jsonl")
    writer.add_post(make_post("朝の記事"))
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".arrow", ".parquet"}
    writer.discard()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(kept.values())


def test_a_null_where_the_schema_forbids_it_is_refused(
    tmp_path: Path, make_post: Callable[..., ParsedPost]
) -> None:
    parsed = make_post("朝の記事")
    broken = parsed._replace(post=parsed.post._replace(language=None))
    with pytest.raises(ValueError, match="'language' with null values to non-nullable"):
        _write(tmp_path, [broken])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@given(cuts=st.lists(st.integers(0, 40), max_size=6), group_rows=st.integers(1, 15))
def test_parquet_bytes_do_not_depend_on_how_rows_arrive(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], group_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("cuts")
    schema = pa.schema(
        [pa.field("text", pa.string(), nullable=False), pa.field("tags", pa.list_(pa.string()))]
    )
    rows = pa.table(
        {"text": [f"文{i % 7}" for i in range(40)], "tags": [["朝"] * (i % 3) for i in range(40)]}
    )
    edges = [0, *sorted(cuts), 40]
    parts = [rows.slice(a, b - a) for a, b in itertools.pairwise(edges)]
    write_parquet(folder / "cut.parquet", parts, schema, group_rows=group_rows)
    write_parquet(folder / "whole.parquet", [rows], schema, group_rows=group_rows)
    assert (folder / "cut.parquet").read_bytes() == (folder / "whole.parquet").read_bytes()
    file = pq.ParquetFile(folder / "cut.parquet")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)][:-1] == [group_rows] * (
        file.num_row_groups - 1
    )
    assert file.read().equals(rows.cast(schema))


def test_a_file_without_rows_has_the_schema(tmp_path: Path) -> None:
    schema = to_arrow_schema(TABLES["topics"].published_columns())
    assert write_parquet(tmp_path / "topics.parquet", [], schema, group_rows=10) == 0
    assert pq.read_table(tmp_path / "topics.parquet").schema.equals(schema)


@given(
    runs=st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=30), max_size=6),
    last=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=10),
)
def test_sorted_runs_merge_into_a_stable_sort(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[int, int]]], last: list[tuple[int, int]]
) -> None:
    """Equal keys keep the order of arrival, whichever run they stand in."""
    sorter = RowSorter(tmp_path_factory.mktemp("runs"), ("first", "second"))
    rows = [(*key, number) for number, key in enumerate([key for run in [*runs, last] for key in run])]
    tables, at = [], 0
    for run in [*runs, last]:
        part = rows[at : at + len(run)]
        at += len(run)
        columns = zip(*part, strict=True) if part else ((), (), ())
        tables.append(
            pa.Table.from_arrays(
                [pa.array(column, pa.int64()) for column in columns], ["first", "second", "number"]
            )
        )
    for table in tables[:-1]:
        sorter.spill(table)
    found = pa.concat_tables(sorter.ordered(tables[-1])).to_pylist()
    assert [tuple(row.values()) for row in found] == sorted(rows, key=lambda row: row[:2])


def test_a_merge_holds_about_one_run_at_a_time(tmp_path: Path) -> None:
    sorter = RowSorter(tmp_path, ("key",))
    numbers = random.Random(3).sample(range(10**6), 8_000)
    for at in range(0, 8_000, 1_000):
        sorter.spill(pa.table({"key": [f"{number:06}" for number in numbers[at : at + 1_000]]}))
    sizes = [table.num_rows for table in sorter.ordered(pa.table({"key": pa.array([], pa.string())}))]
    assert sum(sizes) == 8_000
    assert max(sizes) < 2_000
