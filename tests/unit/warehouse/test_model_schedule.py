from __future__ import annotations

from pathlib import Path
from threading import Barrier, Event

import duckdb
import pytest

from warehouse.model_schedule import run_models
from warehouse.models import AnyModel, load_models

HEADER = "-- purpose: p\n-- grain:   g\n-- counts:  c\n-- days:    d\n"


def _load(root: Path, **reads: str) -> list[AnyModel]:
    """Marts by name, each with the tables it reads."""
    (root / "core").mkdir()
    (root / "core" / "posts.sql").write_text(HEADER + "select 1 as one from lake.posts", encoding="utf-8")
    (root / "marts").mkdir()
    for name, tables in reads.items():
        sql = f"select 1 as one from {' cross join '.join(tables.split())}"
        (root / "marts" / f"{name}.sql").write_text(HEADER + sql, encoding="utf-8")
    return [model for model in load_models(root) if model.name != "posts"]


def _open() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("attach ':memory:' as analytics")
    con.execute("use analytics")
    con.execute("set TimeZone = 'Asia/Tokyo'")
    con.execute("set variable source_window_days = 7")
    return con


def test_a_model_runs_after_those_it_reads_and_the_one_others_wait_for_first(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="posts", c="b", d="c a")
    done: list[str] = []
    with _open() as con:
        run_models(con, models, lambda _, model: done.append(model.name), at_once=1)
    assert done == ["b", "a", "c", "d"]


def test_two_models_that_do_not_wait_for_each_other_run_at_a_time(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="posts")
    both = Barrier(2, timeout=20)
    with _open() as con:
        run_models(con, models, lambda _, __: both.wait() and None)
    assert not both.broken


def test_each_runs_in_a_session_like_the_one_it_was_opened_beside(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="a")
    seen: list[object] = []

    def look(session: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
        session.execute(f"create table {model.name} as select 1 as one")
        seen.extend(
            session.execute(
                "select current_catalog(), current_setting('TimeZone'), getvariable('source_window_days')"
            ).fetchall()
        )

    with _open() as con:
        run_models(con, models, look)
        stands = con.execute("select a.one from analytics.a cross join analytics.b").fetchall()
    assert seen == [("analytics", "Asia/Tokyo", 7)] * 2
    assert stands == [(1,)]


def test_a_failure_stops_what_runs_beside_it_and_begins_nothing_more(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="posts", c="b")
    began: list[str] = []
    b_runs = Event()

    def run(session: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
        began.append(model.name)
        if model.name == "a":
            assert b_runs.wait(20)
            raise ValueError("a cannot be computed")

        def mark(number: int) -> int:
            b_runs.set()
            return number

        session.create_function("mark", mark)
        with pytest.raises(duckdb.InterruptException):
            session.execute("select sum(mark(range::integer)) from range(1000000000)").fetchall()

    with _open() as con, pytest.raises(ValueError, match="a cannot be computed"):
        run_models(con, models, run)
    assert sorted(began) == ["a", "b"]


def test_a_model_that_lacked_memory_beside_another_runs_alone(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="posts", c="b")
    both = Barrier(2, timeout=20)
    told: list[str] = []

    def run(_: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
        is_first = not any(model.name in words for words in told)
        told.append(f"{model.name} begins")
        if is_first and model.name in "ab":
            both.wait()
        if is_first and model.name == "b":
            raise duckdb.OutOfMemoryException("too little beside a")
        told.append(f"{model.name} ends")

    with _open() as con:
        run_models(con, models, run)
    assert told.index("a ends") < len(told) - 4
    assert told[-4:] == ["b begins", "b ends", "c begins", "c ends"]


def test_a_model_that_lacks_memory_alone_fails(tmp_path: Path) -> None:
    models = _load(tmp_path, a="posts", b="a")
    began: list[str] = []

    def run(_: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
        began.append(model.name)
        raise duckdb.OutOfMemoryException("too little")

    with _open() as con, pytest.raises(duckdb.OutOfMemoryException, match="too little"):
        run_models(con, models, run)
    assert began == ["a", "a"]
