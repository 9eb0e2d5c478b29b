"""SIGKILL at random moments of whole nights, with readers that look all the time; and two controls."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from figures import Figures
from lanes import READERS, Struck, kill_at, readers, run_whole, strike
from nights import keep_reading_nights, open_warehouse, publish_night, publish_nights, read_night
from other_protocols import count_nights, look_at_two_files, overwrite, publish_forever, replace_one_by_one
from real_nights import find_stage, list_parquet, read_acknowledged, start, write_dump

from warehouse.compact import MOST_SMALL_FILES

pytestmark = pytest.mark.slow

LANES = 4
WRONG = ("torn", "mixed", "backwards", "lost")


def test_whole_nights_killed_at_random_moments(tmp_path: Path, figures: Figures) -> None:
    # Homes side by side: a night spends much of its time waiting for its reading process or the disk.
    lanes = [tmp_path / str(lane) for lane in range(figures.size(small=1, full=LANES))]
    wanted = figures.size(small=3, full=500 // LANES)
    # Processes, not threads: of two threads that wait for children, one may take the other's exit code.
    struck = [start(strike, lane, wanted, seed) for seed, lane in enumerate(lanes)]
    for lane in struck:
        lane.join()
    assert [lane.exitcode for lane in struck] == [0] * len(lanes)
    found = [Struck.read(lane) for lane in lanes]
    stages = sum((lane.stages for lane in found), Counter[str]())
    seen = sum((lane.seen for lane in found), Counter[str]())
    note = ", ".join(f"{count} in {stage}" for stage, count in sorted(stages.items()))
    judge("SIGKILL at random, whole nights", stages.total(), seen, note, figures)


def judge(what: str, kills: int, seen: Counter[str], struck: str, figures: Figures) -> None:
    wrong = sum(seen[each] for each in WRONG)
    found = ", ".join(f"{seen[each]} {each}" for each in WRONG)
    figures.add(what, tried=kills, wrong=wrong, note=f"{struck}; {seen['reads']:,} reads: {found}")
    assert wrong == 0
    assert seen["reads"] >= READERS


def test_publishing_killed_at_random_moments(tmp_path: Path, figures: Figures) -> None:
    root, wanted = tmp_path / "warehouse", figures.size(small=10, full=500)
    chance = random.Random(6)
    publish_night(open_warehouse(root), 1)
    began = time.monotonic()
    publish_night(open_warehouse(root), 2)
    usual = time.monotonic() - began
    stages: Counter[str] = Counter()
    with readers(root, tmp_path, keep_reading_nights) as seen:
        while stages.total() < wanted:
            writer = start(publish_nights, root)
            # Its own start, then up to three nights or so.
            writer.join(chance.uniform(0.05, 0.1 + 4 * usual))
            writer.kill()
            writer.join()
            stages[find_stage(tmp_path)] += 1
    last = read_night(root)
    # A slow machine may have killed every writer before it acknowledged a night.
    assert last >= int(read_acknowledged(tmp_path) or 0)
    publish_night(open_warehouse(root), last + 1)
    assert read_night(root) > last
    struck = ", ".join(f"{count} in {stage}" for stage, count in sorted(stages.items()))
    judge(
        "SIGKILL at random, publishing and garbage collection",
        wanted,
        seen,
        f"{last} nights; {struck}",
        figures,
    )


def test_after_a_kill_a_rerun_gives_the_same_bytes(tmp_path: Path, figures: Figures) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    for home in (undisturbed, killed):
        for number in range(MOST_SMALL_FILES + 1):
            write_dump(home, number)
    usual = run_whole(undisturbed)
    wanted = list_parquet(undisturbed)
    assert any("/merged-" in name for name in wanted)
    tries = figures.size(small=1, full=20)
    kills = sum(kill_at(usual * (number + 0.5) / tries, killed) for number in range(tries))
    run_whole(killed)
    wrong = int(list_parquet(killed) != wanted)
    note = "against an undisturbed night, merged lake files included"
    figures.add("Parquet bytes after kills and a rerun", tried=kills, wrong=wrong, note=note)
    assert wrong == 0


@pytest.mark.parametrize(
    ("publish", "what"), [(overwrite, "overwriting in place"), (replace_one_by_one, "replacing file by file")]
)
def test_the_same_kills_and_readers_find_fault_with_other_protocols(
    publish: Callable[[Path, int], None], what: str, tmp_path: Path, figures: Figures
) -> None:
    folder, chance = tmp_path / "published", random.Random(6)
    folder.mkdir()
    replace_one_by_one(folder, 0)
    kills = figures.size(small=10, full=100)
    after_kills = 0
    with readers(folder, tmp_path, look_at_two_files) as seen:
        for number in range(kills):
            writer = start(publish_forever, publish, folder, number * 10_000)
            writer.join(chance.uniform(0.05, 0.2))
            writer.kill()
            writer.join()
            after_kills += count_nights(folder) > 1
    caught = seen["torn"] + seen["mixed"]
    note = f"{seen['reads']:,} reads: {seen['torn']} torn, {seen['mixed']} mixed; {after_kills} left by kills"
    figures.add(f"– control: {what}", tried=kills, wrong=caught + after_kills, note=note)
    assert caught > 0
    assert after_kills > 0
