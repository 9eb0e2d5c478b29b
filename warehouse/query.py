"""SQL on a published snapshot in this process: read-only, no files, no network, settings locked.

SQL of our own runs here. That of others goes through `warehouse.sandbox`, which does the same in a process
that the kernel holds to its limits: some of DuckDB's functions heed none of its own. The order of the locks
matters: what opens a door is closed at connect, then external access is turned off, then the configuration is
locked, so that no statement can open it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.query_limits import QueryError, QueryLimits

__all__ = [
    "QueryError",
    "QueryLimits",
    "TrustedSession",
    "open_database",
    "open_trusted",
    "run_query",
    "stream_query",
]

_DEFAULT_LIMITS = QueryLimits()

BATCH_ROWS = 10_000
"""Rows in one batch of a streamed result."""

_CLOSED_DOORS: dict[str, str | bool] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "max_temp_directory_size": "0GB",
}


@contextmanager
def open_database(
    database: Path, *, limits: QueryLimits = _DEFAULT_LIMITS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published `analytics.duckdb` so that SQL from anywhere can be run on it.

    One at a time in a process: the locked configuration belongs to the open file, not to the connection.

    Args:
        database: the file; it is opened read-only and its session clock is UTC.
        limits: what each query may use.

    Raises:
        QueryError: the file is missing or is no DuckDB database.
    """
    try:
        con = duckdb.connect(database, read_only=True, config=_CLOSED_DOORS | _to_config(limits))
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    try:
        con.execute("set timezone = 'UTC'")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con
    finally:
        con.close()


class TrustedSession:
    """Runs its owner's statements on a database in this process; made by `open_trusted`."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    @contextmanager
    def stream_query(self, sql: str, *, row_limit: int | None = None) -> Iterator[pa.RecordBatchReader]:
        """As `stream_query` of this module; the rows are computed as they are read, so no limit is needed."""
        del row_limit
        with stream_query(self._con, sql) as rows:
            yield rows


@contextmanager
def open_trusted(database: Path) -> Iterator[TrustedSession]:
    """Open a published `analytics.duckdb` read-only and without any other lock, for its owner's own SQL.

    Statements may read and write every file this process may, and no limit holds but the machine's.

    Raises:
        QueryError: the file is missing or is no DuckDB database.
    """
    try:
        con = duckdb.connect(database, read_only=True)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    try:
        con.execute("set timezone = 'UTC'")
        yield TrustedSession(con)
    finally:
        con.close()


def _to_config(limits: QueryLimits) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "threads": limits.threads,
        "memory_limit": limits.memory,
        "max_execution_time": limits.seconds * 1000,
        "max_expression_depth": limits.expression_depth,
    }


@contextmanager
def stream_query(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[pa.RecordBatchReader]:
    """Run one statement and hand its rows out in batches, so that a long result stays small in memory.

    Column names are made unique (`a, a` becomes `a, a_2`): JSON and Parquet know a column by its name.

    Args:
        con: a connection of `open_database`.
        sql: one statement.

    Yields:
        The rows, to be read before the block ends.

    Raises:
        QueryError: no statement, several, or one that DuckDB refuses; later batches may raise it too.
    """
    with _in_our_words(con):
        relation = con.sql(_the_only_statement(con, sql))
        reader = relation.to_arrow_reader(BATCH_ROWS)
    schema = pa.schema(
        [
            field.with_name(name)
            for field, name in zip(reader.schema, _unique(reader.schema.names), strict=True)
        ]
    )
    # A result that is not read to its end keeps the file open for as long as anything holds it, be it the
    # traceback of an error; DuckDB 2.0 then waits for ever where this process opens the file anew.
    with reader:
        yield pa.RecordBatchReader.from_batches(schema, _renamed(con, reader, schema))


def run_query(database: Path, sql: str, *, limits: QueryLimits = _DEFAULT_LIMITS) -> pa.Table:
    """Run one statement on a published database and return all its rows.

    Raises:
        QueryError: the statement gives no answer.
    """
    with open_database(database, limits=limits) as con, stream_query(con, sql) as rows:
        return rows.read_all()


def _the_only_statement(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    if any("\ud800" <= mark <= "\udfff" for mark in sql):
        raise QueryError("the statement is not valid UTF-8")
    statements = con.extract_statements(sql)
    if len(statements) != 1:
        found = "no statement" if not statements else f"{len(statements)} statements"
        raise QueryError(f"one statement is run at a time; here {found} came")
    return statements[0]


def _renamed(
    con: duckdb.DuckDBPyConnection, reader: pa.RecordBatchReader, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    with _in_our_words(con):
        for batch in reader:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)


@contextmanager
def _in_our_words(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    try:
        yield
    except duckdb.CatalogException as error:
        raise QueryError(str(error), _list_tables(con)) from error
    # An error in a later batch reaches us through Arrow's stream interface, as Arrow's or as an OSError.
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise QueryError(str(error)) from error


def _list_tables(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(
        "select table_name from information_schema.tables where table_schema = 'main' order by table_name"
    ).fetchall()
    return "tables: " + ", ".join(name for (name,) in rows)


def _unique(names: list[str]) -> list[str]:
    """Number repeated names.

    >>> _unique(["a", "b", "a", "a_2"])
    ['a', 'b', 'a_2', 'a_2_2']
    """
    taken: set[str] = set()
    unique = []
    for name in names:
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate)
        unique.append(candidate)
    return unique
