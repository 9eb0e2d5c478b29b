"""What changed between two snapshots: rows added, removed and changed per table, with examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from warehouse.ddl import quote_name, quote_text
from warehouse.leases import Snapshot
from warehouse.schema import TABLES, Table

EXAMPLES = 3
"""Examples of a table and kind of change."""
_EXAMPLE_CHARS = 80


@dataclass(frozen=True)
class Example:
    """One row that differs.

    Attributes:
        kind: added, removed or changed.
        key: the row's key, as text.
        columns: of a changed row, each column that differs with its text before and after.
    """

    kind: str
    key: dict[str, str]
    columns: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class TableDiff:
    """How one table differs.

    Attributes:
        table: its name.
        added: rows whose key only the second snapshot has.
        removed: rows whose key only the first one has.
        changed: rows that both have, with another value in some column.
        columns: rows in which a column differs, by column; those without difference are left out.
        examples: a few of each kind, in the order of their keys.
    """

    table: str
    added: int
    removed: int
    changed: int
    columns: dict[str, int]
    examples: tuple[Example, ...]


def diff_snapshots(first: Snapshot, second: Snapshot, *, memory_limit: str = "4GB") -> list[TableDiff]:
    """Compare the tables of two snapshots, whose leases are held.

    Tables and columns that only one of them has, because the schema has grown, are left out.

    Returns:
        The tables that differ, in the order of the schema; none when all rows are equal.

    Raises:
        duckdb.Error: a database cannot be read, or does not fit into memory.
    """
    with duckdb.connect(config={"memory_limit": memory_limit}) as con:
        con.execute("set TimeZone = 'UTC'")
        for name, snapshot in (("first", first), ("second", second)):
            con.execute(f"attach {quote_text(str(snapshot.analytics))} as {name}_night (read_only)")
        diffs = [_Comparison(con, table).diff() for table in TABLES.values() if _stands_in_both(con, table)]
    return [diff for diff in diffs if diff.added or diff.removed or diff.changed]


def _list_columns(con: duckdb.DuckDBPyConnection, night: str, table: Table) -> set[str]:
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = ? and table_name = ?",
        [f"{night}_night", table.name],
    ).fetchall()
    return {name for (name,) in found}


def _stands_in_both(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    return set(table.key) <= _list_columns(con, "first", table) & _list_columns(con, "second", table)


class _Comparison:
    """One table of both nights, joined by its key."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: Table) -> None:
        both = _list_columns(con, "first", table) & _list_columns(con, "second", table)
        names = [column.name for column in table.published_columns() if column.name in both]
        self._con = con
        self._table = table
        self._columns = [name for name in names if name not in table.key]
        table_name = quote_name(table.name)
        on = " and ".join(f"a.{key} is not distinct from b.{key}" for key in map(quote_name, table.key))
        sides = (
            f"(select {', '.join(map(quote_name, names))}, true as stands from {night}_night.{table_name})"
            for night in ("first", "second")
        )
        self._joined = f"{next(sides)} as a full outer join {next(sides)} as b on {on}"
        self._is_changed = " or ".join(map(_differs, self._columns)) or "false"

    def diff(self) -> TableDiff:
        per_column = "".join(f", count(*) filter (where {_differs(name)})" for name in self._columns)
        row = self._con.execute(
            "select count(*) filter (where a.stands is null), count(*) filter (where b.stands is null), "
            f"count(*) filter (where a.stands and b.stands and ({self._is_changed})){per_column} "
            f"from {self._joined} where a.stands is null or b.stands is null or {self._is_changed}"
        ).fetchall()[0]
        added, removed, changed, *counts = row
        return TableDiff(
            self._table.name,
            added,
            removed,
            changed,
            {name: count for name, count in zip(self._columns, counts, strict=True) if count},
            (
                *self._find("added", "a.stands is null", added),
                *self._find("removed", "b.stands is null", removed),
                *self._find("changed", f"a.stands and b.stands and ({self._is_changed})", changed),
            ),
        )

    def _find(self, kind: str, condition: str, count: int) -> list[Example]:
        if not count:
            return []
        keys = [_as_text(f"coalesce(a.{key}, b.{key})") for key in map(quote_name, self._table.key)]
        values = [
            f"{_as_text(f'{side}.{quote_name(name)}')}, {_differs(name)}"
            for name in self._columns
            for side in "ab"
        ]
        rows = self._con.execute(
            f"select {', '.join(keys + values)} from {self._joined} where {condition} "
            f"order by {', '.join(keys)} limit {EXAMPLES}"
        ).fetchall()
        return [self._to_example(kind, row) for row in rows]

    def _to_example(self, kind: str, row: Sequence[str | None]) -> Example:
        key_count = len(self._table.key)
        key = {name: str(value) for name, value in zip(self._table.key, row, strict=False)}
        columns: dict[str, tuple[str | None, str | None]] = {}
        for number, name in enumerate(self._columns):
            before, differs, after, _ = row[key_count + 4 * number : key_count + 4 * number + 4]
            if differs and kind == "changed":
                columns[name] = (before, after)
        return Example(kind, key, columns)


def _differs(column: str) -> str:
    """Whether a column of a row that both have differs."""
    name = quote_name(column)
    return f"(a.stands and b.stands and a.{name} is distinct from b.{name})"


def _as_text(expression: str) -> str:
    return f"left({expression}::varchar, {_EXAMPLE_CHARS})"
