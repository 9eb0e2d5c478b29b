"""Tiny nights for the fault tests; `python nights.py ROOT NIGHT N` publishes one and dies before operation N.

A night has two tables and two new lake files; the next night names one of these again; two snapshots stay.
So night 3 on top of nights 1 and 2 publishes, deletes snapshot 1 and sweeps the lake file that only it named.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from warehouse.durable import Disk, Operation
from warehouse.snapshots import Draft, Snapshot, Warehouse
from warehouse.verify import verify_snapshot

FIRST_NIGHT = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the code under test may catch it."""


def kill(operation: Operation) -> None:
    raise Killed(operation)


class Countdown:
    """A watcher that strikes once, just before operation number `strike_at` (from 0), and counts them all."""

    def __init__(self, strike_at: int, strike: Callable[[Operation], None]) -> None:
        self.count = 0
        self._strike_at = strike_at
        self._strike = strike

    def __call__(self, operation: Operation) -> None:
        if self.count == self._strike_at:
            self._strike(operation)
        self.count += 1


def open_warehouse(root: Path, watch: Callable[[Operation], None] | None = None) -> Warehouse:
    return Warehouse(root, keep_count=2, keep_days=0, disk=Disk(watch) if watch else None)


def posts_of(night: int) -> str:
    return f"lake/posts/d{night}-1/part-0.parquet"


def build(draft: Draft, night: int) -> list[str]:
    """Fill a draft; gives the lake files to name."""
    new = [posts_of(night), f"lake/table{night}/d{night}-1/part-0.parquet"]
    for name in ("analytics.duckdb", "marts/topics.parquet", *new):
        path = draft.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} of night {night}")
    return [posts_of(night - 1), *new] if night > 1 else new


def publish_night(warehouse: Warehouse, night: int) -> Snapshot:
    now = FIRST_NIGHT + dt.timedelta(days=night)
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        names = build(draft, night)
        return warehouse.publish(draft, lake_files=names, facts={"night": night}, now=now, parser_version="1")


def publish_nights(root: Path) -> None:
    """Publish one night after another, and acknowledge each beside the warehouse, until killed."""
    while True:
        current = Warehouse(root).current()
        assert current is not None
        night = publish_night(open_warehouse(root), current.seq + 1)
        partial = root.parent / f"acknowledged.{os.getpid()}"
        partial.write_text(str(night.seq))
        partial.rename(root.parent / "acknowledged")


def read_night(root: Path) -> int:
    """Read everything of the current night; gives its number, or 0 when its files are not of one night."""
    with Warehouse(root).open_current() as snapshot:
        is_whole = verify_snapshot(snapshot, full=True) == []
        texts = {
            path.name: path.read_text()
            for path in (snapshot.analytics, snapshot.path / "marts/topics.parquet")
        }
        night = snapshot.manifest.facts["night"]
        is_one = all(text.endswith(f" of night {night}") for text in texts.values())
        return snapshot.seq if is_whole and is_one and night == snapshot.seq else 0


def keep_reading_nights(root: Path, stop: Path, result: Path) -> None:
    """Read again and again, and count what a reader must never see."""
    seen = {"reads": 0, "torn": 0, "mixed": 0, "backwards": 0, "lost": 0}
    last = 0
    is_over = False
    while not is_over:
        is_over = stop.exists()  # asked first, so that the slowest reader looks once
        acknowledged = root.parent / "acknowledged"
        wanted = int(acknowledged.read_text()) if acknowledged.exists() else 0
        try:
            night = read_night(root)
        except OSError:
            seen["torn"] += 1
            continue
        seen["mixed"] += night == 0
        seen["backwards"] += 0 < night < last
        seen["lost"] += 0 < night < wanted
        seen["reads"] += 1
        last = night
    result.write_text(json.dumps(seen))


def kill_myself(operation: Operation) -> None:
    del operation
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    root, night, strike_at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    publish_night(open_warehouse(root, Countdown(strike_at, kill_myself)), night)
