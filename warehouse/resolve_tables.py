"""Create the dimension tables as warehouse.schema describes them, and move rows between Arrow and DuckDB."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from warehouse.schema import TABLES, to_arrow_schema

_DUCKDB_TYPES = {
    pa.string(): "varchar",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.int64(): "bigint",
    pa.float64(): "double",
}


def create_dimension(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """Create (or replace) a dimension and fill it, sorted by its key.

    Args:
        con: connection whose default catalog is the file being built.
        name: a dimension of warehouse.schema.
        select: query that gives the published columns, in any order, by name.
    """
    table = TABLES[name]
    columns = table.published_columns()
    declared = ", ".join(
        f"{c.name} {_DUCKDB_TYPES[c.type]}{'' if c.nullable else ' not null'}" for c in columns
    )
    con.execute(f"create or replace table {name} ({declared})")
    fill_dimension(con, name, select)


def fill_dimension(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """Add rows to a dimension, sorted by its key.

    Args:
        con: connection whose default catalog is the file being built.
        name: a dimension of warehouse.schema, which stands.
        select: query that gives the published columns, in any order, by name.
    """
    table = TABLES[name]
    names = ", ".join(c.name for c in table.published_columns())
    order = ", ".join(f"{key} nulls first" for key in table.key)
    con.execute(f"insert into {name} select {names} from ({select}) order by {order}")


def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a dimension's published columns."""
    return to_arrow_schema(TABLES[name].published_columns())


def store_scratch(con: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Create (or replace) `scratch.<name>` from an Arrow table."""
    con.register("resolved_rows", rows)
    try:
        con.execute(f"create or replace table scratch.{name} as from resolved_rows")
    finally:
        con.unregister("resolved_rows")


def to_arrow(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """An Arrow table of rows whose fields are in the order of the schema."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
