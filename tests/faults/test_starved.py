"""Nights without disk or memory, nights that start together, and nights by odd clocks."""

from __future__ import annotations

import datetime as dt
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from figures import Figures
from real_nights import (
    EXIT_BUSY,
    EXIT_TROUBLE,
    list_parquet,
    look,
    run_at,
    run_limited,
    run_one,
    run_together,
    start,
    write_dump,
)

from warehouse.snapshots import Warehouse

pytestmark = pytest.mark.slow

MIB = 1 << 20


@dataclass(frozen=True)
class Nights:
    """A home after its first night, and what its second one gives when nothing disturbs it."""

    home: Path
    undisturbed: dict[str, bytes]

    def copy(self, to: Path) -> Path:
        home = to / "home"
        shutil.copytree(self.home, home, symlinks=True)
        write_dump(home, 1)
        return home


def finish(process: BaseProcess) -> int | None:
    process.join()
    return process.exitcode


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    home = tmp_path_factory.mktemp("nights") / "home"
    write_dump(home, 0)
    assert finish(start(run_one, home)) == 0
    second = tmp_path_factory.mktemp("second") / "home"
    shutil.copytree(home, second, symlinks=True)
    write_dump(second, 1)
    assert finish(start(run_one, second)) == 0
    return Nights(home, list_parquet(second))


def current(home: Path) -> str:
    return str((home / "warehouse" / "current").readlink())


def judge(home: Path, code: int | None, told: Path, nights: Nights) -> str:
    """What is wrong with a starved night and its rerun: nothing, or which promise it broke."""
    if code not in (0, EXIT_TROUBLE):
        return f"ended with {code}"
    if code and not told.read_text():
        return "gave no reason"
    if code and current(home) != "snapshots/00000001":
        return "changed current"
    with Warehouse(home / "warehouse").open_current() as snapshot:
        if look(snapshot, "00000.jsonl").total() and code:
            return "readers see trouble"
    if finish(start(run_one, home)) != 0:
        return "the rerun failed"
    return "" if list_parquet(home) == nights.undisturbed else "the rerun gave other rows"


@pytest.mark.parametrize(
    ("what", "limit_of", "limits"),
    [
        (
            "a file may not grow (RLIMIT_FSIZE)",
            resource.RLIMIT_FSIZE,
            [3_000 + 400 * step**2 for step in range(24)],
        ),
        # Some of these waited for ever for their reading pool (176 MiB), some end by a signal of DuckDB's.
        ("no more memory (RLIMIT_AS)", resource.RLIMIT_AS, [(8 + 24 * step) * MIB for step in range(24)]),
    ],
)
def test_a_starved_night_changes_nothing_and_the_rerun_succeeds(  # noqa: PLR0913
    what: str, limit_of: int, limits: list[int], nights: Nights, tmp_path: Path, figures: Figures
) -> None:
    chosen = limits if figures.is_full else limits[1:8:6]
    broken, starved = [], 0
    for limit in chosen:
        home, told = nights.copy(tmp_path / str(limit)), tmp_path / f"{limit}.txt"
        code = finish(start(run_limited, home, limit_of, limit, told))
        starved += code != 0
        if trouble := judge(home, code, told, nights):
            broken.append((limit, trouble))
    note = f"{starved} of {len(chosen)} limits stopped the night"
    figures.add(what, tried=len(chosen), wrong=len(broken), note=note)
    assert broken == []
    assert starved > 0


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of its own, of so many bytes; skips where this user may not mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_changes_nothing_and_with_room_the_rerun_succeeds(
    nights: Nights, tmp_path: Path, figures: Figures
) -> None:
    used = sum(path.lstat().st_blocks * 512 for path in nights.home.rglob("*"))
    rooms = [step * 300_000 for step in range(1, 21)] if figures.is_full else [300_000]
    broken, starved = [], 0
    for room in rooms:
        with small_disk(tmp_path / str(room), used + room) as disk:
            home, told = nights.copy(disk), tmp_path / f"{room}.txt"
            code = finish(start(run_limited, home, resource.RLIMIT_CORE, 0, told))
            starved += code != 0
            subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
            if trouble := judge(home, code, told, nights):
                broken.append((room, trouble))
    note = f"{starved} of {len(rooms)} sizes stopped the night"
    figures.add("the disk is full (tmpfs)", tried=len(rooms), wrong=len(broken), note=note)
    assert broken == []
    assert starved > 0


def test_of_two_runs_that_start_together_one_wins(nights: Nights, tmp_path: Path, figures: Figures) -> None:
    home = nights.copy(tmp_path)
    pairs = figures.size(small=1, full=50)
    wrong = 0
    for number in range(pairs):
        write_dump(home, 10 + number)
        before = current(home)
        codes = sorted(run_together(home, 2))
        wrong += codes != [0, EXIT_BUSY] or int(current(home)[-8:]) != int(before[-8:]) + 1
    figures.add(
        "pairs of runs started together", tried=pairs, wrong=wrong, note="one publishes, one ends with 75"
    )
    assert wrong == 0


ODD_TIMES = [
    "2024-02-28T23:59:59.999999+09:00",
    "2024-02-29T00:00:00+09:00",
    "2024-02-29T23:30:00+09:00",
    "2024-03-01T00:00:00+09:00",
    "2024-03-31T14:59:59Z",
    "2024-03-31T15:00:00Z",
    "2023-12-31T23:59:60+09:00",
    "2024-12-31T15:00:00+00:00",
    "2024-03-10T02:30:00-05:00",
    "2024-11-03T01:30:00-04:00",
]
"""Leap day, month's and year's end, Tokyo's midnight, a leap second, hours New York skips and repeats."""
ZONES = ("Asia/Tokyo", "America/New_York", "Pacific/Kiritimati")
CLOCKS = (
    "2024-02-29T15:00:00+00:00",
    "2020-01-01T00:00:00+00:00",
    "2024-12-31T15:00:00+00:00",
)
"""Of the run: a leap day, a clock that was set back by years, Tokyo's new year."""


def test_clocks_and_zones_change_no_row(tmp_path: Path, figures: Figures) -> None:
    found = []
    for number, (zone, clock) in enumerate((zone, clock) for zone in ZONES for clock in CLOCKS):
        if not figures.is_full and number not in (0, 4):
            continue
        home = tmp_path / str(number)
        for index, posted in enumerate(ODD_TIMES):
            write_dump(home, index, published_at=posted)
        now = dt.datetime.fromisoformat(clock)
        # Two nights, the second by a clock that was set back.
        for instant in (now, now - dt.timedelta(days=1)):
            assert finish(start(run_at, home, zone, instant)) == 0
            write_dump(home, len(ODD_TIMES), published_at="2024-02-29T12:00:00+09:00")
        assert current(home) == "snapshots/00000002"
        found.append(list_parquet(home))
    wrong = sum(each != found[0] for each in found)
    figures.add(
        "zones of the process × clocks of the run",
        tried=len(found),
        wrong=wrong,
        note="same bytes in Parquet",
    )
    assert wrong == 0
