"""The table macros of `sql/macros`: questions with an argument, shipped inside `analytics.duckdb`.

A file is one query over published tables that uses the arguments its header names as if they were columns:

    -- purpose:   what it answers
    -- arguments: person

`from quotes_of('…')` then answers in any DuckDB client that opens the file.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from warehouse.ddl import quote_name, quote_text
from warehouse.model_file import ModelError, read_header, read_references
from warehouse.schema import TABLES

_ARGUMENTS = re.compile(r"[a-z_]+(, [a-z_]+)*")


def create_macros(con: duckdb.DuckDBPyConnection, sql_root: Path) -> None:
    """Make every macro below a folder, in the default catalog; all published tables must stand.

    Raises:
        ModelError: a file that cannot be read as a macro, names no published table, or that DuckDB refuses.
    """
    for path in sorted((sql_root / "macros").glob("*.sql")):
        create_macro(con, path)


def create_macro(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make one macro, named as its file; the tables it names must stand.

    Raises:
        ModelError: as for `create_macros`.
    """
    sql = path.read_text(encoding="utf-8")
    header = read_header(path, sql, ("purpose", "arguments"))
    if not _ARGUMENTS.fullmatch(header.arguments):
        raise ModelError(path, 1, "arguments are names with commas between them")
    for table, line in read_references(path, sql):
        if table not in TABLES:
            raise ModelError(path, line, f"names {table}, which is no published table")
    name = quote_name(path.stem)
    try:
        con.execute(f"create or replace macro {name}({header.arguments}) as table\n{sql}")
    except duckdb.Error as error:
        raise ModelError.from_duckdb(path, error, lines_before=1) from error
    con.execute(f"comment on macro table {name} is {quote_text(header.purpose)}")
