"""Questions to an open snapshot: the files in `sql/`, and those of the dashboard where both ask the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb

Value = str | int | dt.date | Sequence[str]
"""What a question may be asked with."""
Row = Mapping[str, object]
"""A row of an answer, by column."""

_OWN = Path(__file__).with_name("sql")
_DASHBOARD = Path(__file__).parents[1] / "app" / "sql"


class Asker:
    """Asks an open database.

    Args:
        con: a connection of `warehouse.query.open_database`.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def ask(self, question: str, **values: Value) -> list[Row]:
        """The rows that answer a question.

        Args:
            question: the file's name without its ending.
            values: its parameters.

        Raises:
            duckdb.Error: the question does not fit the snapshot: it was made by another version.
        """
        with self._con.cursor() as cursor:
            answer = cursor.sql(_read_question(question), params=dict(values))
            rows: list[Row] = answer.to_arrow_table().to_pylist()
            return rows

    def ask_row(self, question: str, **values: Value) -> Row:
        """As `ask`, of a question that has exactly one row."""
        (row,) = self.ask(question, **values)
        return row


@cache
def _read_question(question: str) -> str:
    folder = _OWN if question.startswith("report_") else _DASHBOARD
    return (folder / f"{question}.sql").read_text(encoding="utf-8")
