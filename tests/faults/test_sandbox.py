"""Nobody leaves the sandbox, and nothing in it outgrows its limits."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb
import pytest
from figures import Figures

from warehouse.durable import take_fingerprint
from warehouse.query_limits import QueryError, QueryLimits
from warehouse.sandbox import Sandbox

HERE = Path(__file__).parent
TOKEN = "kept-from-everybody"
LIMITS = QueryLimits(memory="200MB", seconds=2)
STOPPED_WITHIN = LIMITS.seconds + 10
"""By the clock, since a stuck statement may use no processor; other work on the machine counts, too."""
PEAK_BYTES = 200_000_000 + (500 << 20)
"""What DuckDB may take, and what Python, Arrow, DuckDB's code and the headroom take beside it."""

CONTROL = """
import json, sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
leaked = []
for sql in json.loads(sys.stdin.read()):
    try:
        leaked.append(sys.argv[2] in str(con.execute(sql).fetchall()))
    except duckdb.Error:
        leaked.append(False)
print(sum(leaked))
"""


def read_statements(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("--")]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "analytics.duckdb"
    with duckdb.connect(path) as con:
        con.execute(
            "create table quotes as select '会長' || i as speaker, '検討' as text from range(3000) as t (i)"
        )
    path.chmod(0o444)
    return path


@pytest.fixture
def canaries(tmp_path: Path) -> Path:
    """A folder of files of every kind that DuckDB reads, each with the token."""
    (tmp_path / "secret.txt").write_text(TOKEN)
    (tmp_path / "secret.csv").write_text(f"t\n{TOKEN}\n")
    (tmp_path / "secret.json").write_text(json.dumps({"t": TOKEN}))
    (tmp_path / "secret.sql").write_text(f"select '{TOKEN}'")
    with duckdb.connect(tmp_path / "secret.duckdb") as con:
        con.execute(f"create table t as select '{TOKEN}' as t")
        con.execute(f"copy t to '{tmp_path / 'secret.parquet'}'")
    return tmp_path


@contextmanager
def count_calls() -> Iterator[tuple[str, list[object]]]:
    """An address on this machine, and what has called there."""
    calls: list[object] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def listen() -> None:
            while True:
                try:
                    caller, address = listener.accept()
                except OSError:
                    return
                calls.append(address)
                caller.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", calls
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def list_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nobody_leaves_the_sandbox(
    database: Path, canaries: Path, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    monkeypatch.setenv("HATSUGEN_CANARY", TOKEN)
    canary = canary_table = [TOKEN]  # for replacement scans, which look through Python's frames
    before, stamp = list_files(canaries), take_fingerprint(database)
    with count_calls() as (url, calls), Sandbox(database, LIMITS) as sandbox:
        attempts = fill_in("escapes.sql", database, canaries, url)
        escaped = [sql for sql in attempts if TOKEN in ask(sandbox, sql)]
        assert ask(sandbox, "select count(*) as n from quotes") == "[{'n': 3000}]"
    assert (escaped, calls) == ([], [])
    assert list_files(canaries) == before
    assert take_fingerprint(database) == stamp
    assert canary == canary_table
    figures.add(
        "escapes from the sandbox", tried=len(attempts), wrong=len(escaped), note="no file, no call, no token"
    )
    assert len(attempts) >= 100


def fill_in(name: str, database: Path, folder: Path, url: str) -> list[str]:
    places = {"@DIR@": str(folder), "@DB@": str(database), "@URL@": url}
    statements = read_statements(name)
    for place, value in places.items():
        statements = [sql.replace(place, value) for sql in statements]
    return statements


def ask(sandbox: Sandbox, sql: str) -> str:
    """Everything that comes out, be it rows or an error; the statement itself is not news."""
    try:
        with sandbox.stream_query(sql) as rows:
            return str(rows.read_all().to_pylist())
    except QueryError as error:
        return str(error)


def test_the_same_attempts_escape_where_no_sandbox_is(
    database: Path, canaries: Path, figures: Figures
) -> None:
    before = set(list_files(canaries))
    attempts = [sql for sql in fill_in("escapes.sql", database, canaries, "") if str(canaries) in sql]
    done = subprocess.run(
        [sys.executable, "-c", CONTROL, str(database), TOKEN],
        input=json.dumps(attempts),
        env={},
        cwd=canaries,
        capture_output=True,
        text=True,
        check=True,
    )
    written = set(list_files(canaries)) - before
    figures.add(
        "– control: read-only DuckDB",
        tried=len(attempts),
        wrong=int(done.stdout),
        note=f"and {len(written)} files written",
    )
    assert int(done.stdout) > 20
    assert len(written) > 5


def few(statements: list[str]) -> list[str]:
    """One for each way of being stopped: DuckDB's memory and time, the kernel's memory, the alarm."""
    marks = ("len(range(", "count(distinct", "sum(a.i * b.i)", "select levenshtein")
    return [sql for sql in statements if any(mark in sql for mark in marks)]


@pytest.mark.slow
def test_whatever_takes_too_much_is_stopped(database: Path, figures: Figures) -> None:
    statements = read_statements("attacks.sql")
    slowest, peak, late = 0.0, 0, []
    for sql in statements if figures.is_full else few(statements):
        with Sandbox(database, LIMITS) as sandbox, watch_memory() as peaks:
            ask(sandbox, "select 1")
            began = time.monotonic()
            exhaust(sandbox, sql)
            seconds = time.monotonic() - began
        slowest, peak = max(slowest, seconds), max(peak, *peaks)
        if seconds > STOPPED_WITHIN or peak > PEAK_BYTES:
            late.append((sql, seconds, peak))
    figures.add(
        "attacks on time and memory",
        tried=len(statements),
        wrong=len(late),
        note=f"limit {LIMITS.seconds} s, {LIMITS.memory}: at most {slowest:.1f} s, {peak / 1e6:.0f} MB",
    )
    assert late == []


def exhaust(sandbox: Sandbox, sql: str) -> None:
    """Read a result to its end, be it an error, without keeping it."""
    with suppress(QueryError), sandbox.stream_query(sql) as rows:
        for _ in rows:
            pass


@contextmanager
def watch_memory() -> Iterator[list[int]]:
    """The peaks of resident memory of this process's children, in bytes, as they are seen."""
    peaks = [0]
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            peaks.extend(read_peak(pid) for pid in list_children())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        is_over.set()
        thread.join()


def list_children() -> list[str]:
    return [
        pid
        for task in Path(f"/proc/{os.getpid()}/task").iterdir()
        for pid in (task / "children").read_text().split()
    ]


def read_peak(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    sizes = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(sizes[0]) * 1024 if sizes else 0
