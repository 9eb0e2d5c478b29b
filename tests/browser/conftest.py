"""The dashboard as `hatsugen dashboard` serves it, and a headless Chromium that looks at it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.night import run_night
from flows.settings import Settings, load_settings
from flows.steps import PlainSteps
from scripts.serving import STANDS, launch_chromium, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Request, Response

ROOT = Path(__file__).parents[2]
NOON = dt.datetime(2024, 8, 1, 3, 0, tzinfo=dt.UTC)
PAGE_SECONDS = 180
"""How long a page may take on a machine with other work; no test waits that long but one that fails."""
TRY_AGAIN_SECONDS = 30


def publish(home: Path, inbox: Path, now: dt.datetime = NOON) -> Settings:
    """A night on an inbox, without Prefect."""
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=1, inbox=(inbox,))
    run_night(settings, PlainSteps(1), now=now)
    return settings


def write_posts(inbox: Path, name: str, posts: list[dict[str, str]]) -> None:
    inbox.mkdir(exist_ok=True)
    lines = "".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts)
    (inbox / f"{name}.jsonl").write_text(lines, "utf-8")


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a night on samples/."""
    return publish(tmp_path_factory.mktemp("samples"), ROOT / "samples").warehouse


@pytest.fixture(scope="session")
def served(warehouse: Path) -> Iterator[str]:
    with serve(warehouse) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="not installed: make dashboard-setup")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium here: scripts/install-browser.sh")
    playwright.expect.set_options(timeout=PAGE_SECONDS * 1000)
    with playwright.sync_playwright() as started:
        browser = launch_chromium(started, program)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser window on a dashboard, and all that went wrong in it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PAGE_SECONDS * 1000)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("response", self._note_response)
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _note_failure(self, request: Request) -> None:
        # A page that is left cancels what it still asks for.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url}: {request.failure}")

    def _note_response(self, response: Response) -> None:
        # Streamlit finds out where its server's root is by asking below the page's own path first.
        is_probe = response.url.endswith(("/_stcore/health", "/_stcore/host-config"))
        if response.status >= 400 and not is_probe:
            self.troubles.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the page stands; after an action, wait for what it changes first."""
        self.page.wait_for_function(STANDS)

    @property
    def title(self) -> Locator:
        return self.page.locator("h1")

    @property
    def total(self) -> Locator:
        """The number of quotes that the Quotes page says it found, and its unit."""
        return self.page.locator("h3", has_text=re.compile("件の発言$"))

    @property
    def chosen(self) -> Locator:
        """The topic or speaker that a page is about."""
        return self.page.locator("[data-testid=stSelectbox] input").first

    def metric(self, label: str) -> Locator:
        boxes = self.page.locator("[data-testid=stMetric]").filter(has_text=label)
        return boxes.first.locator("[data-testid=stMetricValue]")

    def leave(self, act: Callable[[], None], title: str) -> None:
        """Act until another page stands: a chart is drawn a moment before it listens."""
        from playwright.sync_api import TimeoutError as WaitedTooLong

        arrived = self.page.locator("h1", has_text=title)
        for _ in range(PAGE_SECONDS // TRY_AGAIN_SECONDS):
            act()
            with suppress(WaitedTooLong):
                arrived.wait_for(timeout=TRY_AGAIN_SECONDS * 1000)
                break
        arrived.wait_for()
        self.settle()


@contextmanager
def look(browser: Browser, address: str, *, locale: str = "ja-JP", width: int = 1360) -> Iterator[Visit]:
    """A window of its own: no cookies, no cache of others."""
    context = browser.new_context(
        locale=locale, viewport={"width": width, "height": 900}, accept_downloads=True
    )
    try:
        yield Visit(context.new_page(), address)
    finally:
        context.close()


@pytest.fixture
def visit(chromium: Browser, served: str) -> Iterator[Visit]:
    with look(chromium, served) as opened:
        yield opened
