"""Rows that differ have different sums, and the same rows have one sum, whatever their order."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from warehouse.fingerprints import read_fingerprints, sum_rows
from warehouse.schema import STRINGS, Column

COLUMNS = (Column("given", STRINGS, "", nullable=True), Column("word", pa.string(), "", nullable=True))


def _sum(*rows: str) -> str:
    values = ", ".join(f"({row})" for row in rows)
    query = f"select {sum_rows(COLUMNS)} from (values {values}) as said(given, word)"
    return str(duckdb.sql(query).fetchall()[0][0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["[]::varchar[], 'a'"], ["null::varchar[], 'a'"]),
        (["['a', 'b'], null"], ["['a'], 'b'"]),
        (["['a', 'b'], 'c'"], ["['b', 'a'], 'c'"]),
        (["['a'], ''"], ["['a'], null"]),
        (["['a'], 'b'", "['c'], 'd'"], ["['a'], 'd'", "['c'], 'b'"]),
        (["['a'], 'b'"], ["['a'], 'b'", "['a'], 'b'"]),
        (["['a'], 'b'", "['a'], 'b'"], ["['c'], 'd'", "['c'], 'd'"]),
    ],
)
def test_other_rows_have_another_sum(one: list[str], other: list[str]) -> None:
    assert _sum(*one) != _sum(*other)


def test_the_order_of_rows_does_not_count() -> None:
    assert _sum("['a'], 'b'", "['c'], 'd'") == _sum("['c'], 'd'", "['a'], 'b'")


@pytest.mark.parametrize(
    "value", [None, {}, {"source": "x"}, {"source": 1, "models": {}, "months": {}, "contents": {}}]
)
def test_what_an_older_snapshot_noted_is_nothing_to_build_upon(value: object) -> None:
    assert read_fingerprints(value) is None
