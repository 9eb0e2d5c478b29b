"""Makes the nights importable, in the tests and in the processes they kill."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from figures import Figures
from nights import open_warehouse, publish_night

FIGURES = pytest.StashKey[Figures]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = Figures(is_full=config.getoption("--full-faults"))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return request.config.stash[FIGURES]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash[FIGURES]
    if found.is_full:
        terminalreporter.section("figures")
        for line in found.draw():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of nights 1 and 2; copy it before you change it."""
    root = tmp_path_factory.mktemp("two-nights") / "warehouse"
    for night in (1, 2):
        publish_night(open_warehouse(root), night)
    return root


@pytest.fixture
def copy_two_nights(two_nights: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str) -> Path:
        return Path(shutil.copytree(two_nights, tmp_path / name, symlinks=True))

    return copy
