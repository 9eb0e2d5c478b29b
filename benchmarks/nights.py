"""Measure one more night on top of years of nights, beside that night alone.

    python -m benchmarks.nights                      (5 years, 2 posts a day)
    python -m benchmarks.nights --years 1 --posts-a-day 10

Posts are generated; the history comes in as one dump a year. Each figure is the processor time of this
process, so that other work beside does not count: the reading process of a night is left out, since it reads
the same day either way, and so are Prefect and the start of Python.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.dumps import write_dump
from benchmarks.pages import Plan, compose
from flows.backfill import run_rebuild
from flows.night import run_night
from flows.settings import Settings, load_settings
from flows.steps import PlainSteps

_FIRST_DAY = dt.date(2019, 1, 1)
_YEAR_DAYS = 365
_NOW = dt.datetime(2024, 6, 2, 3, 0, tzinfo=dt.UTC)


class Night(NamedTuple):
    """What one build cost: processor seconds, all and by stage."""

    what: str
    seconds: float
    stages: dict[str, float]


def measure(folder: Path, *, years: int, posts_a_day: int) -> list[Night]:
    """Build the history, one day more upon it, everything again, and the day alone."""
    day = _FIRST_DAY + dt.timedelta(days=years * _YEAR_DAYS)
    history = _load(folder / "history")
    for year in range(years):
        plan = Plan(_YEAR_DAYS * posts_a_day, _YEAR_DAYS, _FIRST_DAY + dt.timedelta(days=year * _YEAR_DAYS))
        write_dump(compose(plan._replace(seed=year)), history.inbox[0] / f"{year}.jsonl")
    run_night(history, PlainSteps(1), now=_NOW)
    alone = _load(folder / "alone")
    for settings in (history, alone):
        write_dump(compose(Plan(posts_a_day, 1, day, seed=years)), settings.inbox[0] / "day.jsonl")
    return [
        _run("the day alone", alone),
        _run(f"the day upon {years} years", history),
        _rebuild("nothing changed (rebuild)", history, is_full=False),
        _rebuild("everything computed (rebuild --full)", history, is_full=True),
    ]


def _load(home: Path) -> Settings:
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=1)
    settings.inbox[0].mkdir(parents=True)
    return settings


def _run(what: str, settings: Settings) -> Night:
    started = time.process_time()
    report = run_night(settings, PlainSteps(1), now=_NOW)
    seconds = time.process_time() - started
    facts = report.snapshot.manifest.facts if report.snapshot else {}
    return Night(what, seconds, _read_stages(facts.get("build_seconds")))


def _rebuild(what: str, settings: Settings, *, is_full: bool) -> Night:
    started = time.process_time()
    snapshot = run_rebuild(settings, now=_NOW, is_full=is_full)
    seconds = time.process_time() - started
    return Night(what, seconds, _read_stages(snapshot.manifest.facts.get("build_seconds")))


def _read_stages(value: object) -> dict[str, float]:
    return dict(value) if isinstance(value, dict) else {}


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.nights"
    )
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--posts-a-day", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nights = measure(Path(folder), years=arguments.years, posts_a_day=arguments.posts_a_day)
    print("| what | processor time | stages of the build, wall time |\n|---|---|---|")
    for night in nights:
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in night.stages.items())
        print(f"| {night.what} | {night.seconds:.1f} s | {stages} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
