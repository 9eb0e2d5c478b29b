"""Write the Parquet files that stand beside `analytics.duckdb`: the ledger, the dimensions and the marts."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.carry import Previous
from warehouse.ddl import quote_name
from warehouse.fingerprints import Fingerprints
from warehouse.parquet import row_group_rows, write_parquet
from warehouse.schema import DIMENSIONS, DUMPS, MARTS, Table, to_arrow_schema

_WRITTEN = tuple(table for table in (DUMPS, *DIMENSIONS, *MARTS) if not table.is_view)


def write_companions(
    con: duckdb.DuckDBPyConnection, target: Path, fingerprints: Fingerprints, previous: Previous | None
) -> None:
    """Write the tables that are small enough to stand beside the database; copy those that are the same.

    Args:
        con: reads the finished database.
        target: the folder for `<table>.parquet`.
        fingerprints: of what was built.
        previous: the snapshot before, with its own.

    Raises:
        OSError: a file cannot be written.
    """
    for table in _WRITTEN:
        if not _copy(table, target, fingerprints, previous):
            _write_table(con, table, target / f"{table.name}.parquet")


def _copy(table: Table, target: Path, fingerprints: Fingerprints, previous: Previous | None) -> bool:
    if (
        previous is None
        or previous.fingerprints.contents.get(table.name) != fingerprints.contents[table.name]
    ):
        return False
    return previous.copy_parquet(table, target / f"{table.name}.parquet")


def _write_table(con: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Write a table's rows sorted by its key."""
    columns = table.published_columns()
    names = ", ".join(quote_name(column.name) for column in columns)
    keys = ", ".join(f"{quote_name(key)} asc nulls last" for key in table.key)
    rows = con.sql(f"select {names} from {quote_name(table.name)} order by {keys}").to_arrow_reader()
    write_parquet(
        file,
        (pa.Table.from_batches([batch]) for batch in rows),
        to_arrow_schema(columns),
        group_rows=row_group_rows(table),
    )
