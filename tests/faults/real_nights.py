"""Whole nights in processes of their own, to be killed, starved and raced; readers that never stop looking.

Processes are forked from a server that has imported everything, so that a night costs what it does, not what
Python's start does.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from flows.guard import NightDiedError, split_night
from flows.night import run_night
from flows.reading_worker import WorkerStartError
from flows.settings import Settings, load_settings
from flows.shortage import ShortageError
from flows.steps import PlainSteps
from warehouse.snapshots import Snapshot, SnapshotError, Warehouse, WarehouseBusyError

SEEDS = Path(__file__).with_name("seeds")
REST = 15
"""How much longer than a look a reader rests, or the readers would starve the nights."""
EXIT_BUSY = 75
EXIT_TROUBLE = 70
"""Not 1, with which Python ends on a bug."""

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["lanes", "real_nights", "nights", "other_protocols", "models_read"])


def settings_of(home: Path) -> Settings:
    """Old snapshots go at once, so that every night collects garbage, too.

    With few reviewed names: reading thousands of them is a third of a small night, and the dullest one.
    """
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=1)
    return replace(settings, keep_count=2, keep_days=0, seeds=SEEDS)


def write_dump(home: Path, number: int, *, published_at: str | None = None) -> None:
    """One more dump for the inbox; it appears whole."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    post = {
        "id": str(number),
        "published_at": published_at or f"2024-06-{number % 28 + 1:02}T12:00:00+09:00",
        "text": f"鳥羽瀬市長は「{number}番の橋を直す」と述べた。\n#航路(鳥羽瀬市長「{number}便を出す」)",
    }
    partial = home / "partial"
    partial.write_text(json.dumps(post, ensure_ascii=False) + "\n", "utf-8")
    partial.rename(inbox / f"{number:05}.jsonl")


def acknowledge(home: Path, dump: str) -> None:
    partial = home / f"acknowledged.{multiprocessing.current_process().pid}"
    partial.write_text(dump)
    partial.rename(home / "acknowledged")


def start(function: Callable[..., None], *arguments: object) -> BaseProcess:
    process = FORKS.Process(target=function, args=arguments)
    process.start()
    return process


def run_one(home: Path) -> None:
    """Run a night; what it had in its inbox is acknowledged when it reports success."""
    dumps = sorted(path.name for path in (home / "inbox").iterdir())
    try:
        run_night(settings_of(home), PlainSteps(1), now=dt.datetime.now(dt.UTC))
    except WarehouseBusyError:
        sys.exit(EXIT_BUSY)
    if dumps:
        acknowledge(home, dumps[-1])


def run_at(home: Path, zone: str, now: dt.datetime) -> None:
    """Run a night in a zone of the process's own and by a clock that shows `now`."""
    os.environ["TZ"] = zone
    time.tzset()
    run_night(settings_of(home), PlainSteps(1), now=now)


def run_together(home: Path, count: int) -> list[int | None]:
    """Start nights at the same moment; gives their exit codes."""
    gate = FORKS.Barrier(count)
    processes = [start(run_behind, gate, home) for _ in range(count)]
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def run_behind(gate: Barrier, home: Path) -> None:
    gate.wait()
    run_one(home)


def run_limited(home: Path, what: int, limit: int, told: Path) -> None:
    """Run a night as the program does, but refused something by the kernel; what it says goes to a file.

    Args:
        home: of the night.
        what: a resource of `resource.setrlimit`.
        limit: how much of it; of memory, beyond what the process has.
        told: where the reason goes.
    """
    hard = resource.getrlimit(what)[1]
    if what == resource.RLIMIT_AS:
        limit += int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(what, (limit, hard))
    try:
        split_night()
        run_one(home)
    except (NightDiedError, OSError, ShortageError, SnapshotError, WorkerStartError) as error:
        resource.setrlimit(what, (hard, hard))
        told.write_text(f"{type(error).__name__}: {error}")
        sys.exit(EXIT_TROUBLE)


def keep_reading(home: Path, stop: Path, result: Path) -> None:
    """Read the published snapshot again and again, and count what a reader must never see."""
    seen: Counter[str] = Counter()
    last = 0
    is_over = False
    while not is_over:
        is_over = stop.exists()  # asked first, so that the slowest reader looks once
        began = time.monotonic()
        acknowledged = read_acknowledged(home)
        with Warehouse(home / "warehouse").open_current() as snapshot:
            seen.update(look(snapshot, acknowledged))
            seen["backwards"] += snapshot.seq < last
            seen["reads"] += 1
            last = snapshot.seq
        time.sleep(REST * (time.monotonic() - began))
    result.write_text(json.dumps(seen))


def read_acknowledged(home: Path) -> str:
    try:
        return (home / "acknowledged").read_text()
    except FileNotFoundError:
        return ""


def look(snapshot: Snapshot, acknowledged: str) -> Counter[str]:
    """What is wrong with a snapshot that a reader holds."""
    try:
        with duckdb.connect(snapshot.analytics, read_only=True) as con:
            dumps, newest = con.execute("select count(*), max(path) from dumps").fetchall()[0]
            posts = con.execute("select count(*) from posts").fetchall()[0][0]
        beside = pq.read_table(snapshot.path / "dumps.parquet").num_rows
    except (OSError, duckdb.Error):
        return Counter(torn=1)
    rows = snapshot.manifest.facts["rows"]
    is_mixed = {"dumps": dumps, "posts": posts} != {name: rows[name] for name in ("dumps", "posts")}
    return Counter(mixed=is_mixed or beside != dumps or posts != dumps, lost=newest < acknowledged)


def find_stage(home: Path) -> str:
    """How far a killed night had come."""
    drafts = [*(home / "warehouse" / "staging").iterdir()]
    if not drafts:
        return "before or after"
    for name, stage in (("MANIFEST.json", "publish"), ("analytics.duckdb", "build")):
        if (drafts[0] / name).exists():
            return stage
    return "read"


def list_parquet(home: Path) -> dict[str, bytes]:
    """The bytes of every Parquet file of the published snapshot and the lake."""
    root = home / "warehouse"
    files = [*root.glob("current/*.parquet"), *root.glob("lake/**/*.parquet")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
