from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.records import BlockKind, DateBasis, ParsedPost, Reject, RejectReason
from warehouse.build import BuildReport, build_analytics
from warehouse.checks import ChecksFailedError
from warehouse.lake import PartitionWriter
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS, PythonModel
from warehouse.schema import DIMENSIONS, DUMPS, FACTS, MARTS, TABLES, to_arrow_schema

SQL_ROOT = Path(__file__).parents[3] / "sql"
MODELS = {model.name: model for model in load_models(SQL_ROOT, PYTHON_MODELS)}
MakePost = Callable[..., ParsedPost]

FIRST, SECOND = "a" * 16, "b" * 16
RAIN = ("天気", (("山田市長", "雨です"), ("緑川議長", "傘を忘れずに")))
SUN = ("天気", (("山田市長", "晴れます"),))
REJECT = Reject(7, RejectReason.BAD_JSON, "{half", b"{half")


def _write(folder: Path, dump_id: str, posts: Iterable[ParsedPost], *rejects: Reject) -> list[Path]:
    with PartitionWriter(folder, dump_id=dump_id, source_uri="day.jsonl") as writer:
        for parsed in posts:
            writer.add_post(parsed._replace(post=parsed.post._replace(dump_id=dump_id)))
        for reject in rejects:
            writer.add_reject(reject)
        return list(writer.close().values())


def _ledger(**counts: tuple[int, int]) -> pa.Table:
    """Ledger rows from (posts, rejected) by dump_id, one snapshot a dump."""
    rows = [
        {
            "dump_id": dump_id,
            "path": "day.jsonl",
            "bytes": 1,
            "format": "jsonl",
            "encoding": "utf-8",
            "records_in": posts + rejected,
            "posts": posts,
            "duplicates": 0,
            "rejected": rejected,
            "left_out": 0,
            "parser_version": "1",
            "snapshot_id": number,
        }
        for number, (dump_id, (posts, rejected)) in enumerate(counts.items(), start=1)
    ]
    return pa.Table.from_pylist(rows, schema=to_arrow_schema(DUMPS.published_columns()))


def _build(target: Path, files: list[Path], ledger: pa.Table, **options: Any) -> BuildReport:
    return build_analytics(target, lake_files=files, ledger=ledger, sql_root=SQL_ROOT, **options)


def _query(target: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(target / "analytics.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@dataclass(frozen=True)
class Built:
    """A morning and an evening post; the evening one comes again, edited, in a later dump."""

    lake: Path
    files: list[Path]
    ledger: pa.Table
    folder: Path
    report: BuildReport


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory, make_post: MakePost) -> Built:
    root = tmp_path_factory.mktemp("built")
    files = _write(root / "lake", FIRST, [make_post("朝", RAIN), make_post("夕", RAIN)], REJECT)
    files += _write(root / "lake", SECOND, [make_post("夕", SUN)])
    ledger = _ledger(**{FIRST: (2, 1), SECOND: (1, 0)})
    return Built(root / "lake", files, ledger, root / "out", _build(root / "out", files, ledger))


def test_the_newest_revisions_are_published_with_names_resolved(built: Built) -> None:
    report = built.report
    assert _query(
        built.folder,
        "select record_id, speaker, actor is not null, text from quotes order by record_id, char_start",
    ) == [
        ("夕", "山田市長", True, "晴れます"),
        ("朝", "山田市長", True, "雨です"),
        ("朝", "緑川議長", True, "傘を忘れずに"),
    ]
    assert _query(built.folder, "select record_id, dump_id, revision from posts order by record_id") == [
        ("夕", SECOND, 2),
        ("朝", FIRST, 1),
    ]
    assert (report.rows["posts"], report.rows["quotes"], report.rows["rejects"]) == (2, 3, 1)
    assert list(report.rows) == [table.name for table in TABLES.values() if not table.is_view]
    assert [check.name for check in report.checks if check.is_blocking and check.rows] == []
    assert list(report.seconds) == [
        "lake", "staging", "resolve", "core", "marts", "close", "checks", "parquet",
    ]  # fmt: skip


def test_the_folder_holds_the_database_and_a_file_per_small_table(built: Built) -> None:
    small = [table for table in (DUMPS, *DIMENSIONS, *MARTS) if not table.is_view]
    assert {path.name for path in (built.folder).iterdir()} == {
        "analytics.duckdb",
        *(f"{table.name}.parquet" for table in small),
    }
    for table in small:
        found = pq.read_table(built.folder / f"{table.name}.parquet")
        assert found.schema.equals(to_arrow_schema(table.published_columns())), table.name
        names = ", ".join(found.schema.names)
        order = ", ".join(f"{key} nulls last" for key in table.key)
        rows = _query(built.folder, f"select {names} from {table.name} order by {order}")
        assert [tuple(row.values()) for row in found.to_pylist()] == rows, table.name


def test_every_table_says_what_it_and_its_columns_mean(built: Built) -> None:
    tables = _query(
        built.folder,
        "select table_name, comment from duckdb_tables() where schema_name = 'main' union all "
        "select view_name, comment from duckdb_views() where not internal",
    )
    assert {name for name, _ in tables} == set(TABLES)
    assert all(comment.startswith(TABLES[name].description) for name, comment in tables)
    columns = _query(
        built.folder,
        "select table_name, column_name, is_nullable, comment from duckdb_columns() "
        "where not internal and schema_name = 'main' order by table_name, column_index",
    )
    assert columns == [
        (name, column.name, column.nullable or TABLES[name].is_view, column.comment)
        for name in sorted(TABLES)
        for column in TABLES[name].published_columns()
    ]


def test_older_clients_can_open_the_file(built: Built) -> None:
    ((tags,),) = _query(built.folder, "select tags from duckdb_databases() where not internal")
    assert tags["storage_version"] == "v1.4.0+"


def test_rows_and_files_do_not_depend_on_threads_place_order_of_files_or_time_zone(
    tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "it's [moved]"
    shutil.copytree(built.lake, moved)
    files = [moved / file.relative_to(built.lake) for file in reversed(built.files)]
    monkeypatch.setenv("TZ", "America/New_York")
    _build(tmp_path / "out", files, built.ledger, threads=1, memory_limit="1GB")
    for path in built.folder.glob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes(), path.name
    for name in TABLES:
        rows = f"from {name} order by all"
        assert _query(tmp_path / "out", rows) == _query(built.folder, rows), name


def test_nothing_in_gives_every_table_empty_but_the_reviewed_names(tmp_path: Path) -> None:
    report = _build(tmp_path / "out", [], _ledger())
    reviewed = {table.name for table in DIMENSIONS} | {"dim_actor", "dim_topic"}
    assert {name for name, rows in report.rows.items() if rows} <= reviewed
    assert pq.read_table(tmp_path / "out" / "dumps.parquet").num_rows == 0


def test_undated_posts_are_published_but_not_counted_by_day(tmp_path: Path, make_post: MakePost) -> None:
    posts = [
        make_post("日付なし", RAIN, day=None, basis=DateBasis.NONE),
        make_post("収集日", RAIN, day=dt.date(2024, 4, 2), basis=DateBasis.CRAWL),
        make_post("日付あり", RAIN),
    ]
    report = _build(tmp_path / "out", _write(tmp_path / "lake", FIRST, posts), _ledger(**{FIRST: (3, 0)}))
    days = "select distinct posted_date from {} order by posted_date"
    assert report.rows["posts"] == 3
    for mart in ("daily_topic_frequencies", "speaker_co_mentions"):
        assert _query(tmp_path / "out", days.format(mart)) == [(dt.date(2024, 4, 1),)]
    (left_out,) = [check for check in report.checks if check.name == "warn_undated_posts"]
    assert left_out.rows == 2


def test_a_quote_that_its_offsets_do_not_give_stops_the_build(tmp_path: Path, make_post: MakePost) -> None:
    parsed = make_post("朝", SUN)
    shifted = parsed._replace(quotes=(parsed.quotes[0]._replace(char_start=0, char_end=4),))
    files = _write(tmp_path / "lake", FIRST, [shifted])
    with pytest.raises(ChecksFailedError, match="fail_quotes_offsets: 1 rows") as caught:
        _build(tmp_path / "out", files, _ledger(**{FIRST: (1, 0)}))
    assert {check.name for check in caught.value.results if check.rows and check.is_blocking} == {
        "fail_quotes_offsets"
    }


def test_a_ledger_that_does_not_add_up_stops_the_build(tmp_path: Path, make_post: MakePost) -> None:
    files = _write(tmp_path / "lake", FIRST, [make_post("朝", SUN)], REJECT)
    with pytest.raises(ChecksFailedError, match="fail_dumps_balance: 1 rows"):
        _build(tmp_path / "out", files, _ledger(**{FIRST: (1, 0)}))


@pytest.mark.parametrize("mart", [table.name for table in MARTS])
def test_a_mart_can_be_computed_on_the_snapshot_and_gives_the_same_rows(built: Built, mart: str) -> None:
    model = MODELS[mart]
    with duckdb.connect(str(built.folder / "analytics.duckdb"), read_only=True) as con:
        if isinstance(model, PythonModel):
            con.register("again", model.compute(con))
        found = con.execute("from again" if isinstance(model, PythonModel) else model.sql).fetchall()
    wanted = _query(built.folder, f"from {mart}")
    if TABLES[mart].is_view:  # it has no order: DuckDB's threads decide it each time
        found, wanted = sorted(found, key=repr), sorted(wanted, key=repr)
    assert found == wanted


def test_the_source_of_a_note_is_looked_for_in_a_window_of_days(tmp_path: Path, make_post: MakePost) -> None:
    words = "明日は朝から雨になるでしょう"
    posts = [
        make_post("朝", ("天気", (("山田市長", words),))),
        make_post("晩", ("天気", ()), day=dt.date(2024, 4, 11)),
    ]
    # The later post becomes an article that has the words.
    text = f"山田市長は「{words}」と述べた"
    later = posts[1].post._replace(
        text=text, char_count=len(text), text_sha256=sha256(text.encode()).hexdigest()
    )
    block = posts[1].blocks[0]._replace(kind=BlockKind.ARTICLE, char_end=len(text))
    posts[1] = posts[1]._replace(post=later, blocks=(block,), topic_mentions=())
    files = _write(tmp_path / "lake", FIRST, posts)
    for days, fidelity in ((7, "none"), (10, "exact")):
        target = tmp_path / str(days)
        _build(target, files, _ledger(**{FIRST: (2, 0)}), source_window_days=days)
        assert _query(target, "select fidelity from quote_sources") == [(fidelity,)]


def test_facts_are_not_written_twice(built: Built) -> None:
    """They stand in the lake and in the database; a third copy would only cost."""
    assert not any((built.folder / f"{table.name}.parquet").exists() for table in FACTS)
