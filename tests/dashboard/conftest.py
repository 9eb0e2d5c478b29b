"""A night on samples/ for the dashboard to show, and SQL on a copy of it."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.night import run_night
from flows.settings import Settings, load_settings
from flows.steps import PlainSteps

ROOT = Path(__file__).parents[2]
NOON = dt.datetime(2024, 8, 1, 3, 0, tzinfo=dt.UTC)

Ask = Callable[..., Any]


# AppTest leaves its script behind as the main module, which a reading process would then import.
_MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _main_module_as_it_was() -> Iterator[None]:
    """For the tests of other folders, too."""
    yield
    sys.modules["__main__"] = _MAIN


def publish_night(settings: Settings, now: dt.datetime = NOON) -> None:
    """Run the nightly job as it runs outside of AppTest."""
    sys.modules["__main__"] = _MAIN
    run_night(settings, PlainSteps(1), now=now)


def run_samples(home: Path, inbox: Path = ROOT / "samples") -> Settings:
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=1, inbox=(inbox,))
    publish_night(settings)
    return settings


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a night on samples/; do not change it."""
    return run_samples(tmp_path_factory.mktemp("samples")).warehouse


@pytest.fixture(scope="session")
def ask(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """One value by SQL; on a copy, since a process opens a file with one set of locks only."""
    copy = tmp_path_factory.mktemp("copy") / "analytics.duckdb"
    shutil.copy(samples / "current" / "analytics.duckdb", copy)
    with duckdb.connect(str(copy), read_only=True) as con:

        def ask_one(sql: str, *values: object) -> Any:
            row = con.execute(sql, list(values)).fetchone()
            assert row is not None
            return row[0]

        yield ask_one
