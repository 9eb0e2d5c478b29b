"""A home whose nights are killed again and again, with readers; several go side by side, a process each."""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from real_nights import find_stage, keep_reading, look, run_one, start, write_dump

from warehouse.snapshots import Warehouse
from warehouse.verify import verify_snapshot

READERS = 3
KILLS_BETWEEN_NIGHTS = 15


@dataclass(frozen=True)
class Struck:
    """How far killed nights had come, and what the readers saw meanwhile."""

    stages: Counter[str]
    seen: Counter[str]

    def write(self, folder: Path) -> None:
        (folder / "struck.json").write_text(json.dumps({"stages": self.stages, "seen": self.seen}))

    @staticmethod
    def read(folder: Path) -> Struck:
        fields = json.loads((folder / "struck.json").read_text())
        return Struck(Counter(fields["stages"]), Counter(fields["seen"]))


def run_whole(home: Path) -> float:
    """Run one night undisturbed; gives its seconds."""
    began = time.monotonic()
    night = start(run_one, home)
    night.join()
    assert night.exitcode == 0
    return time.monotonic() - began


def kill_at(moment: float, home: Path) -> int:
    night = start(run_one, home)
    night.join(moment)
    night.kill()
    night.join()
    assert night.exitcode in (0, -signal.SIGKILL)
    return 1 if night.exitcode else 0


@contextmanager
def readers(home: Path, work: Path, read: Callable[[Path, Path, Path], None]) -> Iterator[Counter[str]]:
    """Readers in processes of their own for as long as the block runs; then what they saw."""
    seen: Counter[str] = Counter()
    stop = work / "stop"
    results = [work / f"reader-{number}.json" for number in range(READERS)]
    processes = [start(read, home, stop, result) for result in results]
    try:
        yield seen
    finally:
        stop.touch()
        for process in processes:
            process.join()
    for result in results:
        seen.update(json.loads(result.read_text()))


def strike(folder: Path, wanted: int, seed: int) -> None:
    """Kill so many nights, each upon one more dump; some end before they are struck."""
    home, chance = folder / "home", random.Random(seed)
    write_dump(home, 0)
    usual = run_whole(home)
    stages: Counter[str] = Counter()
    number = 0
    with readers(home, folder, keep_reading) as seen:
        while stages.total() < wanted:
            number += 1
            write_dump(home, number)
            if kill_at(chance.uniform(0, 1.2 * usual), home):
                stages[find_stage(home)] += 1
            if number % KILLS_BETWEEN_NIGHTS == 0:
                # Others use the machine, too: what is usual changes.
                usual = run_whole(home)
    run_whole(home)
    with Warehouse(home / "warehouse").open_current() as snapshot:
        assert verify_snapshot(snapshot, full=True) == []
        assert look(snapshot, f"{number:05}.jsonl").total() == 0
    Struck(stages, seen).write(folder)
