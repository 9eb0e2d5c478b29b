"""Which tables are exported, and the rows of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

from warehouse.ddl import quote_name
from warehouse.schema import DIMENSIONS, MARTS, Table, to_arrow_schema

EVERYTHING = tuple(table for table in (*DIMENSIONS, *MARTS) if not table.is_view)
"""What `--all` means: the marts and the names they speak of. Views are computed anew and can be very long."""


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a table are wanted; None narrows nothing.

    Attributes:
        since: first day.
        until: last day.
        where: a condition of the user's own, in SQL.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    where: str | None = None

    @property
    def has_days(self) -> bool:
        """Whether rows are chosen by day."""
        return self.since is not None or self.until is not None


def find_day_column(table: Table) -> str | None:
    """The column that says to which day a row belongs; None where rows belong to none.

    >>> from warehouse.schema import TABLES
    >>> [find_day_column(TABLES[name]) for name in ("quotes", "actor_network", "actor_aliases")]
    ['posted_date', 'window_end_date', None]
    """
    days = [
        column.name
        for column in table.published_columns()
        if column.type == pa.date32()
        and (column.name == "posted_date" or (column.name in table.key and not column.nullable))
    ]
    return days[0] if days else None


def select_rows(table: Table, rows: RowFilter) -> str:
    """The query for the rows of a table, with the columns it has in the snapshot.

    Rows come in the order in which they stand: sorting posts anew would take more memory than a query may.
    A table without days is not narrowed by day.
    """
    conditions = []
    day = find_day_column(table)
    if day is not None:
        if rows.since is not None:
            conditions.append(f"{quote_name(day)} >= date '{rows.since.isoformat()}'")
        if rows.until is not None:
            conditions.append(f"{quote_name(day)} <= date '{rows.until.isoformat()}'")
    if rows.where is not None:
        # On lines of its own: it may end in a comment.
        conditions.append(f"(\n{rows.where}\n)")
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"select * from {quote_name(table.name)}{where}"


def describe_columns(table: Table, found: pa.Schema) -> pa.Schema:
    """The columns of a query with what the schema says of them: nullability and description."""
    known = {field.name: field for field in to_arrow_schema(table.published_columns())}
    fields = [
        known[field.name] if field.name in known and known[field.name].type == field.type else field
        for field in found
    ]
    return pa.schema(fields)
