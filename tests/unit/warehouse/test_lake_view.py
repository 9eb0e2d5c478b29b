"""Lake files and ledgers that were written before a column of today's schema was thought of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.records import ParsedPost
from warehouse.build import build_analytics
from warehouse.lake import PartitionWriter
from warehouse.lake_view import view_lake
from warehouse.ledger import LedgerRow, read_ledger, to_ledger_table

SQL_ROOT = Path(__file__).parents[3] / "sql"
MakePost = Callable[..., ParsedPost]

OLD, NEW = "a" * 16, "b" * 16


def write_lake(folder: Path, dump_id: str, post: ParsedPost) -> dict[str, Path]:
    with PartitionWriter(folder, dump_id=dump_id, source_uri="day.jsonl") as writer:
        writer.add_post(post._replace(post=post.post._replace(dump_id=dump_id)))
        return writer.close()


def drop_columns(path: Path, *names: str) -> None:
    """Make a file what an older version of the schema would have written."""
    pq.write_table(pq.ParquetFile(path).read().drop_columns(names), path)


def look(files: list[Path], sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as lake")
        view_lake(con, files)
        return con.execute(sql).fetchall()


@pytest.fixture(name="mixed")
def _mixed(tmp_path: Path, make_post: MakePost) -> list[Path]:
    """The old dump's posts know no title, no replaced characters and no categories; the new dump's do."""
    old = write_lake(tmp_path, OLD, make_post("朝"))
    new = write_lake(tmp_path, NEW, make_post("夕"))
    drop_columns(old["posts"], "title", "replaced_count", "categories")
    return [*old.values(), *new.values()]


def test_an_older_file_gives_null_or_nothing_for_what_it_does_not_have(mixed: list[Path]) -> None:
    rows = look(mixed, "select record_id, title, replaced_count, categories from lake.posts order by dump_id")
    assert rows == [("朝", None, 0, []), ("夕", None, 0, [])]


def test_the_columns_and_types_are_those_of_the_schema_whatever_the_files_have(mixed: list[Path]) -> None:
    described = "select column_name, data_type from duckdb_columns() where table_name = 'posts'"
    newest = [path for path in mixed if NEW in path.as_posix()]
    oldest = [path for path in mixed if OLD in path.as_posix()]
    assert look(mixed, described) == look(newest, described) == look(oldest, described)
    assert ("categories", "VARCHAR[]") in look(oldest, described)


def test_a_column_that_no_file_has_is_there(tmp_path: Path, make_post: MakePost) -> None:
    files = write_lake(tmp_path, OLD, make_post("朝"))
    drop_columns(files["quotes"], "co_speakers", "speaker_full")
    assert look(list(files.values()), "select co_speakers, speaker_full from lake.quotes") == [([], None)]


def ledger_row(dump_id: str) -> LedgerRow:
    none = dict.fromkeys(LedgerRow._fields)
    counts = dict.fromkeys(("bytes", "duplicates", "rejected", "left_out"), 0) | {"records_in": 1, "posts": 1}
    names = {"dump_id": dump_id, "path": f"{dump_id}.jsonl", "format": "jsonl", "parser_version": "1"}
    return LedgerRow(**none | counts | names | {"snapshot_id": 1})


def test_older_files_and_an_older_ledger_are_published(tmp_path: Path, mixed: list[Path]) -> None:
    ledger = {dump_id: ledger_row(dump_id) for dump_id in (OLD, NEW)}
    path = tmp_path / "dumps.parquet"
    pq.write_table(to_ledger_table(ledger).drop_columns(["left_out", "quarantine_detail"]), path)
    report = build_analytics(
        tmp_path / "out", lake_files=mixed, ledger=to_ledger_table(read_ledger(path)), sql_root=SQL_ROOT
    )
    assert (report.rows["posts"], report.rows["dumps"]) == (2, 2)


def test_a_ledger_without_a_column_reads_as_nothing_known_and_nothing_counted(tmp_path: Path) -> None:
    path = tmp_path / "dumps.parquet"
    table: pa.Table = to_ledger_table({OLD: ledger_row(OLD)})
    pq.write_table(table.drop_columns(["left_out", "licence", "parser_version"]), path)
    row = read_ledger(path)[OLD]
    assert (row.left_out, row.licence, row.parser_version) == (0, None, "")
