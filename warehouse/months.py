"""Marts that are built month by month: which months changed, and the tables cut down to those.

A model whose header says `partition: month` gives for each month what it would give if there were no other
days; its SQL does not know of it. Of the facts it may read those with a posted_date, of the dimensions all
but the days when something was first and last met, which change with every night.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import duckdb

from warehouse.ddl import quote_name
from warehouse.fingerprints import hash_schema, hash_texts, sum_rows
from warehouse.schema import TABLES, Column, Table

MONTH = "coalesce(year(posted_date) * 100 + month(posted_date), 0)"
"""The month of a row as a number, 202406; 0 for what has no day."""

TOUCHED = "touched"
"""The catalog that has the tables of MONTH_INPUTS cut down to the months that changed."""

FACTS_BY_MONTH = ("posts", "quotes", "topic_mentions", "actor_mentions")
_SPAN_COLUMNS = {"first_date", "last_date"}

_USED_ACTORS = f"""
    select {MONTH} as month_no, actor_id from quotes
    union
    select {MONTH} as month_no, unnest(co_actor_ids) as actor_id from quotes
    union
    select {MONTH} as month_no, via_actor_id as actor_id from quotes
    union
    select {MONTH} as month_no, actor_id from actor_mentions
"""
_USED_TOPICS = f"""
    select {MONTH} as month_no, topic_id from quotes
    union
    select {MONTH} as month_no, topic_id from topic_mentions
"""
_USED = {"actors": ("actor_id", _USED_ACTORS), "topics": ("topic_id", _USED_TOPICS)}

MONTH_INPUTS = frozenset({*FACTS_BY_MONTH, *_USED})
"""What a model that is built month by month may read, beside other such models."""


def hash_months(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By month that any post is of, what a model could find in it: its facts, and whom and what they name."""
    parts: dict[int, list[str]] = {}
    for name in (*FACTS_BY_MONTH, *_USED):
        table = TABLES[name]
        for month, count, rows in con.execute(_sum_by_month(table)).fetchall():
            parts.setdefault(month, []).extend((name, hash_schema(table), str(count), rows))
    return {str(month): hash_texts(*texts) for month, texts in sorted(parts.items())}


def open_months(con: duckdb.DuckDBPyConnection, months: Collection[int]) -> None:
    """Make the catalog TOUCHED of some months; of the dimensions it has what those months name."""
    con.execute(f"attach ':memory:' as {TOUCHED}")
    chosen = in_months(months)
    for name in FACTS_BY_MONTH:
        _view(con, name, f"{MONTH} {chosen}")
    for name, (key, used) in _USED.items():
        wanted = f"{key} in (select {key} from ({used}) where month_no {chosen})"
        _view(con, name, wanted)


@contextmanager
def searching_touched(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let the names of tables mean those of TOUCHED where it has them."""
    con.execute(f"set search_path = '{TOUCHED}.main,analytics.main'")
    try:
        yield
    finally:
        con.execute("use analytics")


def view_model(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """Make a view of a model in TOUCHED, over the tables there."""
    with searching_touched(con):
        con.execute(f"create view {TOUCHED}.{quote_name(name)} as\n{sql}")


def in_months(months: Iterable[int]) -> str:
    """The end of a condition on a month's number.

    >>> in_months([202406, 0])
    'in (0, 202406)'
    """
    return f"in ({', '.join(str(month) for month in sorted(months)) or 'null'})"


def _view(con: duckdb.DuckDBPyConnection, name: str, condition: str) -> None:
    columns = ", ".join(quote_name(column.name) for column in _month_columns(TABLES[name]))
    con.execute(f"create view {TOUCHED}.{name} as select {columns} from analytics.{name} where {condition}")


def _sum_by_month(table: Table) -> str:
    rows = sum_rows(_month_columns(table), table.name)
    if table.name in FACTS_BY_MONTH:
        return f"select {MONTH} as month_no, count(*), {rows} from {table.name} group by month_no"
    key, used = _USED[table.name]
    return f"""
        select used.month_no, count(*), {rows}
        from ({used}) as used
        inner join {table.name} on used.{key} = {table.name}.{key}
        group by used.month_no
    """


def _month_columns(table: Table) -> list[Column]:
    return [column for column in table.published_columns() if column.name not in _SPAN_COLUMNS]
