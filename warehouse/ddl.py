"""DuckDB tables from the schema: types, NOT NULL, comments, and what is wrong with columns that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from warehouse.model_file import Header
from warehouse.schema import INSTANT, STRINGS, Column, Table

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.binary(): "BLOB",
    INSTANT: "TIMESTAMP WITH TIME ZONE",
    STRINGS: "VARCHAR[]",
}


def duckdb_type(type_: pa.DataType) -> str:
    """DuckDB's name of a type the schema uses.

    Raises:
        KeyError: the schema uses a type that nobody has mapped yet.

    >>> duckdb_type(pa.int32())
    'INTEGER'
    """
    return _TYPES[type_]


def create_table(con: duckdb.DuckDBPyConnection, table: Table, notes: Header | None = None) -> None:
    """Make an empty published table in the default catalog, with NOT NULL and comments; replace one there.

    Args:
        con: where the default catalog is the one being built.
        table: what to make.
        notes: the header of the model that fills it, if one does; what it counts goes into the comment.
    """
    columns = ", ".join(_column_sql(table, column) for column in table.published_columns())
    con.execute(f"create or replace table {quote_name(table.name)} ({columns})")
    comment_table(con, table, notes)


def comment_table(con: duckdb.DuckDBPyConnection, table: Table, notes: Header | None = None) -> None:
    """Say what a published table and its columns mean where DuckDB and BI tools show it."""
    name, what = quote_name(table.name), "view" if table.is_view else "table"
    comment = f"{table.description} Grain: {table.grain}."
    if notes:
        comment += f" Counts: {notes.counts}. Days: {notes.days}."
    con.execute(f"comment on {what} {name} is {quote_text(comment)}")
    for column in table.published_columns():
        con.execute(f"comment on column {name}.{quote_name(column.name)} is {quote_text(column.comment)}")


def select_nothing(columns: Iterable[Column]) -> str:
    """A query with the given columns and no row."""
    typed = ", ".join(f"null::{duckdb_type(c.type)} as {quote_name(c.name)}" for c in columns)
    return f"select {typed} where false"


def describe_query(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[tuple[str, str], ...]:
    """Name and type of each column a query gives, without running it."""
    return tuple((row[0], row[1]) for row in con.execute(f"describe\n{sql}").fetchall())


def column_differences(table: Table, found: Sequence[tuple[str, str]]) -> list[str]:
    """What keeps columns from being the published columns of a table; empty when nothing does."""
    wanted = {column.name: duckdb_type(column.type) for column in table.published_columns()}
    given = dict(found)
    differences = [f"{name} is missing" for name in wanted if name not in given]
    differences += [f"{name} is not in the schema" for name in given if name not in wanted]
    differences += [
        f"{name} is {given[name]}, the schema says {type_}"
        for name, type_ in wanted.items()
        if name in given and given[name] != type_
    ]
    if not differences and [name for name, _ in found] != list(wanted):
        differences.append(f"the order must be {', '.join(wanted)}")
    return differences


def quote_name(name: str) -> str:
    """An SQL identifier.

    >>> quote_name('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """An SQL string literal, for the statements that take no parameters.

    >>> quote_text("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _column_sql(table: Table, column: Column) -> str:
    null = "" if column.nullable else " not null"
    # DuckDB's own choice (dict_fsst) writes whole texts at 35 MB/s, zstd five times as fast and smaller.
    packing = " using compression zstd" if (table.name, column.name) == ("posts", "text") else ""
    return f"{quote_name(column.name)} {duckdb_type(column.type)}{null}{packing}"
