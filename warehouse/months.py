"""Marts that are built month by month: which months changed, and the tables cut down to some of them.

A model whose header says `partition: month` gives for each month what it would give if there were no other
days, or none out of its reach (warehouse.partition); its SQL does not know of it. Of the facts it may read
those with a posted_date and blocks, of the dimensions all but the days when something was first and last
met, which change with every night.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import duckdb

from warehouse.ddl import quote_name
from warehouse.fingerprints import hash_schema, hash_texts, sum_rows
from warehouse.partition import in_numbers, month_in, month_of
from warehouse.schema import TABLES, Column, Table

MONTH = month_of("posted_date")
"""The month of a row as a number, 202406; 0 for what has no day."""

FACTS_BY_MONTH = ("posts", "quotes", "topic_mentions", "actor_mentions")
_SPAN_COLUMNS = {"first_date", "last_date"}
# So many months of facts are kept in memory; a night has one or two, and three times that in reach.
MOST_KEPT = 6

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

_WITHOUT_DAY = ("blocks",)

MONTH_FACTS = frozenset({*FACTS_BY_MONTH, *_WITHOUT_DAY})
"""The facts whose rows `hash_months` tells."""

MONTH_INPUTS = frozenset({*MONTH_FACTS, *_USED})
"""What a model that is built month by month may read, beside other such models."""


def hash_months(con: duckdb.DuckDBPyConnection, months: Collection[int] | None = None) -> dict[str, str]:
    """By month that any post is of, what a model could find in it: its facts, and whom and what they name.

    Args:
        con: the build connection.
        months: no others are looked at; None for all.
    """
    parts: dict[int, list[str]] = {}
    chosen = "true" if months is None else f"month_no {in_numbers(months)}"
    for name in (*FACTS_BY_MONTH, *_WITHOUT_DAY, *_USED):
        table = TABLES[name]
        for month, count, rows in con.execute(_sum_by_month(table, chosen)).fetchall():
            parts.setdefault(month, []).extend((name, hash_schema(table), str(count), rows))
    return {str(month): hash_texts(*texts) for month, texts in sorted(parts.items())}


def list_months_of(con: duckdb.DuckDBPyConnection, post_ids: str) -> set[int]:
    """The months of some posts.

    Args:
        con: the build connection.
        post_ids: a query that gives their ids.
    """
    rows = con.execute(f"select distinct {MONTH} from posts where post_id in ({post_ids})").fetchall()
    return {month for (month,) in rows}


def list_months_naming_changed(con: duckdb.DuckDBPyConnection, name: str) -> set[int]:
    """The months that name an actor or topic that is not described as in the previous snapshot.

    Args:
        con: the build connection; the previous snapshot is attached.
        name: actors or topics.
    """
    key, used = _USED[name]
    columns = ", ".join(quote_name(column.name) for column in _month_columns(TABLES[name]))
    changed = f"select {columns} from analytics.{name} except select {columns} from previous.{name}"
    rows = con.execute(
        f"select distinct month_no from ({used}) where {key} in (select {key} from ({changed}))"
    ).fetchall()
    return {month for (month,) in rows}


def show_input(
    con: duckdb.DuckDBPyConnection,
    catalog: str,
    name: str,
    months: Collection[int],
    ends: Iterable[dt.date] = (),
) -> None:
    """Let a catalog have one of the tables of MONTH_INPUTS, cut down to some months.

    Facts are kept by post, not by day, so that rows of a month are found by reading all days: a few months
    are read once and kept, more are read again by each model, with all actors and topics.

    Args:
        con: the build connection.
        catalog: where.
        name: the table.
        months: of the dimensions it has at least what those months name.
        ends: days whose posts it has too, though nothing else of them.
    """
    kind = "table" if len(months) <= MOST_KEPT else "view"
    columns = ", ".join(quote_name(column.name) for column in _month_columns(TABLES[name]))
    is_all = kind == "view" and name in _USED
    condition = "true" if is_all else _tell_input(name, months, ends)
    con.execute(f"create {kind} {catalog}.{name} as select {columns} from analytics.{name} where {condition}")


def tell_rows(name: str, months: Collection[int], catalog: str) -> str:
    """An SQL condition on rows of a fact, or of a mart with a posted_date: they are of some months.

    Args:
        name: of the table.
        months: as numbers.
        catalog: where the posts stand that a row without a day is told by, quoted as SQL wants it.
    """
    chosen = month_in(months)
    return (
        f"post_id in (select post_id from {catalog}.posts where {chosen})" if name in _WITHOUT_DAY else chosen
    )


def find_ends(con: duckdb.DuckDBPyConnection, catalog: str = "analytics") -> tuple[dt.date, ...]:
    """The first and the last day that a dated post is of; nothing where there is none."""
    ends = con.execute(
        f"select min(posted_date), max(posted_date) from {catalog}.posts "
        "where date_basis not in ('crawl', 'none')"
    ).fetchall()[0]
    return tuple(day for day in ends if day)


@contextmanager
def searching(con: duckdb.DuckDBPyConnection, catalog: str) -> Iterator[None]:
    """Let the names of tables mean those of a catalog where it has them."""
    con.execute(f"set search_path = '{catalog}.main,analytics.main'")
    try:
        yield
    finally:
        con.execute("use analytics")


def view_model(con: duckdb.DuckDBPyConnection, catalog: str, name: str, sql: str) -> None:
    """Make a view of a model in a catalog, over the tables there."""
    with searching(con, catalog):
        con.execute(f"create view {catalog}.{quote_name(name)} as\n{sql}")


def view_months(con: duckdb.DuckDBPyConnection, catalog: str, name: str, condition: str) -> None:
    """Make a view of a built mart in a catalog, cut down to a condition."""
    con.execute(
        f"create view {catalog}.{quote_name(name)} as "
        f"select * from analytics.{quote_name(name)} where {condition}"
    )


def _tell_input(name: str, months: Collection[int], ends: Iterable[dt.date]) -> str:
    """An SQL condition on rows of a table of MONTH_INPUTS: those months have or name them."""
    if name in _USED:
        key, used = _USED[name]
        return f"{key} in (select {key} from ({used}) where month_no {in_numbers(months)})"
    days = "".join(f" or posted_date = date '{day}'" for day in ends if name == "posts")
    return tell_rows(name, months, "analytics") + days


def _sum_by_month(table: Table, chosen: str) -> str:
    rows = sum_rows(_month_columns(table), table.name)
    if table.name in FACTS_BY_MONTH:
        return (
            f"select {MONTH} as month_no, count(*), {rows} from {table.name} where {chosen} group by month_no"
        )
    if table.name in _WITHOUT_DAY:
        return f"""
            select {MONTH} as month_no, count(*), {rows}
            from posts
            inner join {table.name} on posts.post_id = {table.name}.post_id
            where {chosen}
            group by month_no
        """
    key, used = _USED[table.name]
    return f"""
        select used.month_no, count(*), {rows}
        from (select month_no, {key} from ({used}) where {chosen}) as used
        inner join {table.name} on used.{key} = {table.name}.{key}
        group by used.month_no
    """


def _month_columns(table: Table) -> list[Column]:
    return [column for column in table.published_columns() if column.name not in _SPAN_COLUMNS]
