"""A Superset of our own with the project's dashboard, as scripts/superset.sh serves it, and a browser on it.

Takes minutes, so it runs by `make test-superset` alone, which names the environment in SUPERSET_VENV.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from scripts.serving import free_port, launch_chromium
from scripts.superset_import import Superset

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
NOON = dt.datetime(2024, 8, 1, 3, 0, tzinfo=dt.UTC)
START_SECONDS = 600


@dataclass(frozen=True)
class Served:
    """A running Superset: its address, its administrator's session and password, the warehouse it reads."""

    address: str
    session: Superset
    password: str
    warehouse: Path

    @property
    def database(self) -> Path:
        return self.warehouse / "current" / "analytics.duckdb"


@pytest.fixture(scope="session")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a night on samples/ as the current one, and one post more in the night after it."""
    home = tmp_path_factory.mktemp("home")
    _publish(home, ROOT / "samples", NOON)
    more = home / "more"
    more.mkdir()
    post = {
        "url": "https://example.org/later",
        "published_at": "2024-07-30T03:00:00Z",
        "text": "樫宮知事は「橋は秋に開く」と述べた。\n#青浜航路(樫宮知事「橋は秋に開く」)",
    }
    (more / "later.jsonl").write_text(json.dumps(post, ensure_ascii=False) + "\n", "utf-8")
    _publish(home, more, NOON + dt.timedelta(days=1))
    point_to(home / "warehouse", 1)
    return home


def _publish(home: Path, inbox: Path, now: dt.datetime) -> None:
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=1, inbox=(inbox,))
    run_night(settings, PlainSteps(1), now=now)


def point_to(warehouse: Path, sequence: int) -> None:
    """Swap the symlink as a night does when it commits."""
    fresh = warehouse / ".current.test"
    fresh.symlink_to(f"snapshots/{sequence:08d}")
    fresh.replace(warehouse / "current")


@pytest.fixture(scope="session")
def served(two_nights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    port, own, log = free_port(), tmp_path_factory.mktemp("superset"), two_nights / "serve.log"
    environ = os.environ | {
        "HATSUGEN_HOME": str(two_nights),
        "SUPERSET_HOME": str(own),
        "SUPERSET_PORT": str(port),
    }
    with (
        log.open("wb") as out,
        subprocess.Popen(
            ["scripts/superset.sh", "serve"],
            cwd=ROOT,
            env=environ,
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as server,
    ):
        try:
            _await_line(log, f"http://127.0.0.1:{port}/superset/dashboard/", server)
            password = (own / "password").read_text("utf-8").strip()
            address = f"http://127.0.0.1:{port}"
            yield Served(address, Superset(address, password), password, two_nights / "warehouse")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _await_line(log: Path, words: str, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_SECONDS
    while words not in log.read_text("utf-8"):
        assert server.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < give_up, log.read_text("utf-8")
        time.sleep(0.5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="not installed: make dashboard-setup")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium here: scripts/install-browser.sh")
    with playwright.sync_playwright() as started:
        browser = launch_chromium(started, program)
        yield browser
        browser.close()
