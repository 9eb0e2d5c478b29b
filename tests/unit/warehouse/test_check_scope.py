"""A check that found nothing is run again on what may be otherwise, and on nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from warehouse.check_scope import Scopes
from warehouse.checks import CheckResult, run_checks
from warehouse.ddl import create_table
from warehouse.fingerprints import Fingerprints
from warehouse.model_file import ModelError
from warehouse.schema import TABLES

_EARLY, _LATE = dt.date(2024, 3, 31), dt.date(2024, 4, 1)
_STATE = Fingerprints(
    "source", "code", {}, {"202403": "a", "202404": "b"}, dict.fromkeys(("posts", "actors"), "1")
)
_LONG = "-- purpose: no title is long\n{}select posted_date from posts where title = 'long' order by all"
_BY_MONTH = "-- partition: month\n"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Posts of two months, each with a title that the check below finds."""
    with duckdb.connect() as con:
        create_table(con, TABLES["actors"])
        con.execute("create table posts (posted_date date, title varchar)")
        con.executemany("insert into posts values ($1, 'long')", [[_EARLY], [_LATE]])
        yield con


def _run(
    con: duckdb.DuckDBPyConnection, root: Path, sql: str, now: Fingerprints, before: Fingerprints | None
) -> CheckResult:
    (root / "checks").mkdir(exist_ok=True)
    (root / "checks" / "fail_titles.sql").write_text(sql, encoding="utf-8")
    return run_checks(con, root, Scopes(now, before, {}))[0]


def _remember(
    con: duckdb.DuckDBPyConnection, root: Path, sql: str, state: Fingerprints = _STATE
) -> Fingerprints:
    """As a night would that found nothing."""
    return replace(state, checks={"fail_titles": _run(con, root, sql, state, None).fingerprint})


@pytest.mark.parametrize(("changed", "rows"), [({}, 0), ({"actors": "2"}, 0), ({"posts": "2"}, 2)])
def test_a_check_is_taken_over_while_the_tables_it_names_are_the_same(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, changed: dict[str, str], rows: int
) -> None:
    before = _remember(con, tmp_path, _LONG.format(""))
    now = replace(_STATE, contents={**_STATE.contents, **changed})
    result = _run(con, tmp_path, _LONG.format(""), now, before)
    assert (result.is_taken_over, result.rows) == (rows == 0, rows)


def test_a_check_whose_sql_changed_is_run_on_everything(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for part in ("", _BY_MONTH):
        before = _remember(con, tmp_path, _LONG.format(part))
        assert _run(con, tmp_path, _LONG.format(part) + " desc", _STATE, before).rows == 2


def test_a_check_that_found_something_is_run_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert _run(con, tmp_path, _LONG.format(""), _STATE, _STATE).rows == 2


def test_a_check_by_month_looks_at_the_months_that_changed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sql = _LONG.format(_BY_MONTH)
    before = _remember(con, tmp_path, sql)
    now = replace(_STATE, months={"202403": "a", "202404": "c"}, contents={"posts": "2"})
    result = _run(con, tmp_path, sql, now, before)
    assert (result.rows, result.sample) == (1, ("posted_date=2024-04-01",))
    assert con.execute("select count(*) from posts").fetchall() == [(2,)]


def test_a_check_by_month_sees_the_blocks_of_the_posts_of_the_months_that_changed(tmp_path: Path) -> None:
    sql = "-- purpose: no block is long\n-- partition: month\nselect post_id from blocks where kind = 'long'"
    with duckdb.connect() as con:
        con.execute(
            "create table posts as from (values ('p', $1::date), ('q', $2::date)) as _(post_id, posted_date)",
            [_EARLY, _LATE],
        )
        con.execute("create table blocks as select post_id, 'long' as kind from posts")
        before = _remember(con, tmp_path, sql)
        now = replace(_STATE, months={"202403": "a", "202404": "c"})
        assert _run(con, tmp_path, sql, now, before).sample == ("post_id=q",)


def test_a_check_by_month_may_not_name_what_has_no_months(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sql = "-- purpose: p\n-- partition: month\nselect actor_id from actors"
    with pytest.raises(ModelError, match="names actors, which a check by month may not"):
        _run(con, tmp_path, sql, _STATE, None)


def test_a_check_that_only_warns_is_never_run_by_month(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "warn_titles.sql").write_text("-- purpose: p\n-- partition: month\nselect 1 as a")
    with pytest.raises(ModelError, match="begins with fail_"):
        run_checks(con, tmp_path)
