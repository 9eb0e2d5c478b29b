from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from warehouse.query_limits import QueryError, QueryLimits, parse_size
from warehouse.sandbox import Sandbox

LIMITS = QueryLimits(memory="200MB", seconds=60)
ONE_SECOND = QueryLimits(memory="200MB", seconds=1)
STUCK = "select levenshtein(repeat('a', 300000), repeat('b', 300000))"
"""Heeds no time limit of DuckDB's."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "analytics.duckdb"
    with duckdb.connect(path) as con:
        con.execute("create table quotes as select '会長' as speaker, '前向きに検討する' as text")
    return path


@pytest.fixture
def sandbox(database: Path) -> Iterator[Sandbox]:
    with Sandbox(database, LIMITS) as opened:
        yield opened


def fetch(sandbox: Sandbox, sql: str, row_limit: int | None = None) -> pa.Table:
    with sandbox.stream_query(sql, row_limit=row_limit) as rows:
        return rows.read_all()


def read_proc(sandbox: Sandbox, name: str) -> bytes:
    fetch(sandbox, "select 1")
    return Path(f"/proc/{sandbox._process.pid}/{name}").read_bytes()


def test_statements_give_their_rows_one_after_another(sandbox: Sandbox) -> None:
    assert fetch(sandbox, "select speaker, text from quotes").to_pylist() == [
        {"speaker": "会長", "text": "前向きに検討する"}
    ]
    assert fetch(sandbox, "select 1 as a, 2 as a").to_pylist() == [{"a": 1, "a_2": 2}]


@pytest.mark.parametrize(
    "sql",
    [
        "select 'a'::enum ('a', 'b') as e from range(3)",
        "select uuid() is not null as u, interval '1 day' as i, 1::hugeint as h",
        "select [1, null] as l, {'a': {'b': date '2024-04-01'}} as s, map {'k': 1.5} as m",
        "select null as n, '\\xE3'::blob as b, timestamptz '2024-04-01 00:00Z' as t",
        "select * from quotes where false",
    ],
)
def test_every_type_comes_through_the_pipe(database: Path, sandbox: Sandbox, sql: str) -> None:
    with duckdb.connect(database, read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        expected = con.sql(sql).to_arrow_table()
    assert fetch(sandbox, sql).to_pylist() == expected.to_pylist()


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("selec 1", "syntax error"),
        ("select 1; select 2", "one statement is run at a time; here 2 statements came"),
        ("", "no statement"),
        ("select '\udcff'", "not valid UTF-8"),
        ("select a from nowhere", "nowhere.*\n(.*\n)*tables: quotes"),
        ("delete from quotes", "read-only"),
        ("select case when i = 99999 then error('late') else i end from range(100000) as t (i)", "late"),
        ("select error(repeat('x', 1000000))", "x{100}"),
        ("select len(range(2000000000))", "(?i)out of memory"),
    ],
)
def test_a_failed_statement_is_told_and_the_next_one_runs(sandbox: Sandbox, sql: str, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint) as caught:
        fetch(sandbox, sql)
    assert len(str(caught.value)) < 10_000
    assert fetch(sandbox, "select 1 as a").to_pylist() == [{"a": 1}]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select max(a.i * b.i) from range(10000000) as a (i), range(10000000) as b (i)", "execution time"),
        (STUCK, "stopped after 1 s\nallow more with --timeout"),
    ],
)
def test_a_statement_is_stopped_in_time_and_the_next_one_runs(
    database: Path, sql: str, complaint: str
) -> None:
    with Sandbox(database, ONE_SECOND) as sandbox:
        with pytest.raises(QueryError, match=complaint):
            fetch(sandbox, sql)
        assert fetch(sandbox, "select 1 as a").to_pylist() == [{"a": 1}]


def test_only_the_rows_that_are_wanted_come(sandbox: Sandbox) -> None:
    assert fetch(sandbox, "from range(1000000000000)", row_limit=3).column(0).to_pylist() == [0, 1, 2]
    assert fetch(sandbox, "from range(2)", row_limit=3).num_rows == 2


def test_a_result_that_nobody_reads_is_left_behind(sandbox: Sandbox) -> None:
    for row_limit in (None, 2):
        with sandbox.stream_query("from range(100000000)", row_limit=row_limit):
            pass
        assert fetch(sandbox, "select 1 as a").to_pylist() == [{"a": 1}]


def test_a_long_result_takes_little_memory(sandbox: Sandbox) -> None:
    rows = peak = 0
    before = pa.total_allocated_bytes()
    with sandbox.stream_query("select i, repeat('x', 100) as x from range(1000000) as t (i)") as batches:
        for batch in batches:
            rows += batch.num_rows
            peak = max(peak, pa.total_allocated_bytes() - before)
    assert rows == 1_000_000
    assert peak < 32 << 20


def test_the_process_has_no_environment_and_may_write_no_file(sandbox: Sandbox) -> None:
    assert read_proc(sandbox, "environ") == b""
    limits = {
        line[:26].strip(): line[26:].split()[0] for line in read_proc(sandbox, "limits").decode().splitlines()
    }
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert int(limits["Max address space"]) < 4 << 30


def test_the_process_ends_with_its_block(database: Path) -> None:
    with Sandbox(database, LIMITS) as sandbox:
        fetch(sandbox, "select 1")
    assert sandbox._process.poll() is not None


def test_a_database_that_is_none_is_a_query_error(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "nowhere.duckdb") as sandbox, pytest.raises(QueryError, match="does not exist"):
        fetch(sandbox, "select 1")


@pytest.mark.parametrize("text", ["", "1", "many GB", "80%", "-1GB", "1 XB"])
def test_a_size_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="such as 500MB or 2GiB"):
        parse_size(text)
