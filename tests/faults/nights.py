"""Tiny nights for the fault tests; `python nights.py ROOT NIGHT N` publishes one and dies before operation N.

A night has two tables and two new lake files; the next night names one of these again; two snapshots stay.
So night 3 on top of nights 1 and 2 publishes, deletes snapshot 1 and sweeps the lake file that only it named.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from warehouse.durable import Disk, Operation
from warehouse.snapshots import Draft, Snapshot, Warehouse

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


def kill_myself(operation: Operation) -> None:
    del operation
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    root, night, strike_at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    publish_night(open_warehouse(root, Countdown(strike_at, kill_myself)), night)
