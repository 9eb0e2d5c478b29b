"""Worker processes that die while they read."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from flows.discover import FoundDump, discover_dumps
from flows.pool import ReadingPool
from flows.reading_worker import WorkerStartError
from transforms.options import ParseOptions
from warehouse.ingest import DumpResult

from .conftest import lines

pytestmark = pytest.mark.slow


@pytest.fixture
def dump(tmp_path: Path) -> FoundDump:
    """A dump that takes a while."""
    many = (
        {"id": str(number), "text": f"{number}丁目で市長は「直す」と述べた。"} for number in range(20_000)
    )
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "big.jsonl").write_bytes(lines(*many))
    (found,) = discover_dumps([tmp_path / "inbox"]).dumps
    return found


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    (tmp_path / "lake").mkdir()
    return tmp_path / "lake"


def test_workers_take_times_in_the_zone_they_are_told(tmp_path: Path, lake: Path) -> None:
    (tmp_path / "day.jsonl").write_bytes(lines({"text": "「直す」", "published_at": "2024-06-01T20:00:00"}))
    (dump,) = discover_dumps([tmp_path / "day.jsonl"]).dumps
    with ReadingPool(1, lake, ParseOptions(zone=ZoneInfo("UTC"))) as pool:
        assert pool.read(dump).posts == 1
    (row,) = pq.read_table(next(lake.glob("posts/*/*.parquet"))).to_pylist()
    assert (row["assumed_time_zone"], row["posted_date"]) == ("UTC", dt.date(2024, 6, 2))


@pytest.fixture
def no_more_files() -> Iterator[None]:
    """This process may open nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(each.name) for each in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, hard))
    spare = []
    try:
        with pytest.raises(OSError, match="Too many open files"):
            while True:
                spare.append(os.dup(0))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for handle in spare:
            os.close(handle)


def test_a_process_that_cannot_start_ends_the_night(
    tmp_path: Path, lake: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "day.jsonl").write_bytes(lines({"text": "「直す」"}))
    (dump,) = discover_dumps([tmp_path / "day.jsonl"]).dumps
    request.getfixturevalue("no_more_files")
    with (
        pytest.raises(WorkerStartError, match="no process could be started to read dumps"),
        ReadingPool(1, lake) as pool,
    ):
        pool.read(dump)


def kill_workers(reading: Future[DumpResult], *, times: int | None) -> DumpResult:
    """Kill each worker as it appears, at most so many, until the reading gives its result."""
    killed: set[int] = set()
    while True:
        for process in multiprocessing.active_children():
            if process.pid and process.pid not in killed and (times is None or len(killed) < times):
                killed.add(process.pid)
                os.kill(process.pid, signal.SIGKILL)
        try:
            return reading.result(timeout=0.01)
        except NotYetError:
            continue


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_a_dump_whose_worker_was_killed_is_read_again(
    dump: FoundDump, lake: Path, thread: ThreadPoolExecutor
) -> None:
    with ReadingPool(1, lake) as pool:
        result = kill_workers(thread.submit(pool.read, dump), times=1)
    assert (result.quarantine_reason, result.posts) == (None, 20_000)


def test_a_dump_that_kills_its_worker_twice_is_put_aside_and_the_next_is_read(
    dump: FoundDump, lake: Path, thread: ThreadPoolExecutor
) -> None:
    with ReadingPool(1, lake) as pool:
        result = kill_workers(thread.submit(pool.read, dump), times=None)
        assert result.quarantine_reason == "worker_died"
        assert list(lake.rglob("*.parquet")) == []
        assert pool.read(dump).posts == 20_000
