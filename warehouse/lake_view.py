"""Views over the lake's Parquet files, whichever version of the schema wrote them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.ddl import duckdb_type, quote_name, quote_text, select_nothing
from warehouse.schema import FACTS, STRINGS, Column, Table

_GLOB = "*?["
# What stands in a file that is older than a column which must not be null: nothing was counted or found yet.
_ABSENT = {pa.string(): "''", pa.bool_(): "false", pa.binary(): "''::blob", STRINGS: "[]::varchar[]"}


def view_lake(con: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Make `lake.<fact>` for every fact; one without files has its columns and no rows.

    Args:
        con: a connection with the catalog `lake`.
        files: named `…/<table>/<dump_id>-<parser>/<name>.parquet`.
    """
    by_table: dict[str, list[Path]] = {table.name: [] for table in FACTS}
    for file in files:
        by_table[file.parts[-3]].append(file)
    for table in FACTS:
        con.execute(f"create view lake.{table.name} as {_lake_query(con, table, by_table[table.name])}")


def find_dumps_of_days(
    files: Iterable[Path], *, since: dt.date | None = None, until: dt.date | None = None
) -> set[str]:
    """The dumps with a post of these days (Asia/Tokyo, both ends included), newest revision or not.

    Args:
        files: lake files, as for `view_lake`.
        since: no earlier day counts.
        until: no later day counts.
    """
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as lake")
        view_lake(con, files)
        rows = con.execute(
            "select distinct dump_id from lake.posts "
            "where posted_date between coalesce($1, '-infinity'::date) and coalesce($2, 'infinity'::date)",
            [since, until],
        ).fetchall()
    return {dump_id for (dump_id,) in rows}


def _lake_query(con: duckdb.DuckDBPyConnection, table: Table, files: Iterable[Path]) -> str:
    columns = table.lake_columns()
    # In the order of the dumps, wherever the files stand: a rebuild gives the same rows in the same order.
    ordered = sorted(files, key=lambda file: file.parts[-2:])
    if not ordered:
        return select_nothing(columns)
    paths = f"[{', '.join(quote_text(_escape_glob(str(file))) for file in ordered)}]"
    absent = _find_absent(con, paths, columns, file_count=len(ordered))
    if not absent:
        names = ", ".join(quote_name(column.name) for column in columns)
        return f"select {names} from read_parquet({paths}, hive_partitioning = false)"
    # The empty relation first: it gives every column and its type, the files what they have of them.
    filled = ", ".join(_fill(column, is_absent=column.name in absent) for column in columns)
    rows = f"select * from read_parquet({paths}, hive_partitioning = false, union_by_name = true)"
    return f"select {filled} from ({select_nothing(columns)} union all by name {rows})"


def _find_absent(
    con: duckdb.DuckDBPyConnection, paths: str, columns: Sequence[Column], *, file_count: int
) -> set[str]:
    """The columns that at least one of the files lacks, because it is older than they are."""
    # A list column is followed by its inner fields, whose names are none of ours.
    counts = con.execute(
        f"select name, count(distinct file_name) from parquet_schema({paths}) group by name"
    ).fetchall()
    found = {name for name, count in counts if count == file_count}
    return {column.name for column in columns} - found


def _fill(column: Column, *, is_absent: bool) -> str:
    name = quote_name(column.name)
    if not is_absent or column.nullable:
        return name
    absent = _ABSENT.get(column.type, f"0::{duckdb_type(column.type)}")
    return f"coalesce({name}, {absent}) as {name}"


def _escape_glob(path: str) -> str:
    """DuckDB expands globs in every path it reads: `data[1]` is a folder, not a pattern."""
    return "".join(f"[{char}]" if char in _GLOB else char for char in path)
