from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.checks import ChecksFailedError, require_passed, run_checks
from warehouse.ddl import create_table
from warehouse.model_file import ModelError
from warehouse.schema import TABLES

SQL_ROOT = Path(__file__).parents[3] / "sql"


def _write(root: Path, **checks: str) -> Path:
    (root / "checks").mkdir()
    for name, sql in checks.items():
        (root / "checks" / f"{name}.sql").write_text(sql, encoding="utf-8")
    return root


def test_a_check_reports_its_rows_and_a_sample(tmp_path: Path) -> None:
    root = _write(
        tmp_path,
        fail_none="-- purpose: nothing to find\nselect 1 as a where false",
        warn_many="-- purpose: more than\n--          a batch\n"
        "select range as n, repeat('あ', 200) as t from range(10007)",
    )
    with duckdb.connect() as con:
        none, many = run_checks(con, root)
    assert (none.name, none.is_blocking, none.rows, none.sample) == ("fail_none", True, 0, ())
    assert (many.name, many.is_blocking, many.rows) == ("warn_many", False, 10_007)
    assert many.sample == tuple(f"n={n}, t={'あ' * 80}" for n in range(5))
    assert many.purpose == "more than a batch"
    require_passed((none, many))


def test_a_blocking_check_with_rows_stops_and_carries_all_results(tmp_path: Path) -> None:
    root = _write(
        tmp_path,
        fail_lost="-- purpose: lost records\nselect 'd1' as dump_id",
        warn_few="-- purpose: few\nselect 1 as a",
    )
    with duckdb.connect() as con:
        results = run_checks(con, root)
    with pytest.raises(ChecksFailedError, match="fail_lost: 1 rows") as caught:
        require_passed(results)
    assert caught.value.results == results
    assert str(caught.value) == "fail_lost: 1 rows (lost records), first dump_id=d1"


@pytest.mark.parametrize(
    ("name", "sql", "line", "words"),
    [
        ("maybe_x", "-- purpose: p\nselect 1 as a", 1, "begins with fail_ or warn_"),
        ("fail_x", "select 1 as a", 1, "lacks purpose"),
        ("fail_x", "-- purpose: p\n\nselect\n    a\nfrom nowhere", 5, "nowhere"),
    ],
)
def test_a_check_that_cannot_run_is_named_with_its_line(
    tmp_path: Path, name: str, sql: str, line: int, words: str
) -> None:
    with duckdb.connect() as con, pytest.raises(ModelError, match=words) as caught:
        run_checks(con, _write(tmp_path, **{name: sql}))
    assert (caught.value.path.stem, caught.value.line) == (name, line)


def test_nothing_published_is_nothing_wrong() -> None:
    with duckdb.connect() as con:
        for table in TABLES.values():
            create_table(con, table)
        found = [result.name for result in run_checks(con, SQL_ROOT) if result.rows]
    assert found == []


@pytest.mark.parametrize("name", [table.name for table in TABLES.values() if not table.is_view])
def test_a_doubled_key_of_any_table_is_found(name: str) -> None:
    """The checks name every table's key by hand; the schema must not run away from them.

    Views are left out: days times topics are too many to count every night, and grouping makes their keys.
    """
    table = TABLES[name]
    with duckdb.connect() as con:
        for other in TABLES.values():
            create_table(con, other)
        for column in table.published_columns():
            if not column.nullable and column.name not in table.key:
                con.execute(f"alter table {name} alter {column.name} drop not null")
        keys = ", ".join(table.key)
        same = ", ".join(_value(con, name, key) for key in table.key)
        con.execute(f"insert into {name} ({keys}) values ({same}), ({same})")
        paths = (SQL_ROOT / "checks").glob("fail_keys_unique*.sql")
        found = [row for path in paths for row in con.execute(path.read_text("utf-8")).fetchall()]
    assert [(row[0], row[2]) for row in found] == [(name, 2)]


def _value(con: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    types = dict(row[:2] for row in con.execute(f"describe {table}").fetchall())
    return {"VARCHAR": "'x'", "DATE": "date '2024-04-01'"}.get(types[column], "1")
