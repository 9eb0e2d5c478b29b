"""The report opened from its file in Chromium: nothing is asked of anybody, nothing in the data is run."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.report_command import Wish, write_report
from flows.settings import load_settings
from tests.dashboard.injections import INJECTIONS

from .conftest import publish, write_posts
from .test_injections import MARKS, poisoned_post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WEEK = (dt.date(2024, 6, 10), dt.date(2024, 6, 16))


@dataclass
class Opened:
    """A page opened from its file, and everything it asked for or complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))


@contextmanager
def open_file(browser: Browser, path: Path, *, width: int = 1280) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri())
        opened.page.wait_for_load_state("networkidle")
        yield opened
    finally:
        context.close()


def report_on(warehouse: Path, folder: Path, *, language: str = "ja", since: dt.date = WEEK[0]) -> Path:
    settings = load_settings({"HATSUGEN_WAREHOUSE": str(warehouse), "HATSUGEN_HOME": str(folder)})
    out = folder / "report.html"
    write_report(settings, Wish(out, since=since, until=since + dt.timedelta(days=6), language=language))
    return out


@pytest.fixture(scope="module")
def report(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_on(warehouse, tmp_path_factory.mktemp("report"))


@pytest.mark.parametrize("width", [1280, 390])
def test_a_report_opens_from_its_file_and_asks_nobody_for_anything(
    chromium: Browser, report: Path, width: int
) -> None:
    with open_file(chromium, report, width=width) as opened:
        assert opened.asked == [report.as_uri()]
        assert opened.troubles == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.page.locator("h1").inner_text() == "2024年6月10日（月）〜6月16日（日）"
        # Its styles hold: the policy has not refused them.
        ground = "getComputedStyle(document.querySelector('mark')).backgroundColor"
        assert opened.page.evaluate(ground) == "rgb(255, 233, 168)"


def test_an_empty_period_opens_too(chromium: Browser, warehouse: Path, tmp_path: Path) -> None:
    with open_file(
        chromium, report_on(warehouse, tmp_path, language="en", since=dt.date(2020, 1, 1))
    ) as opened:
        assert (opened.asked, opened.troubles) == ([(tmp_path / "report.html").as_uri()], [])
        assert "No post has a day within this period." in opened.page.locator("main").inner_text()


def test_nothing_that_stands_in_the_data_is_run_and_all_of_it_is_shown(
    chromium: Browser, tmp_path: Path
) -> None:
    posts = [
        # All in one week, and each statement twice, so that every list of the report shows some.
        {**poisoned_post(number, words), "published_at": f"2024-06-{10 + number % 7}T12:00:00+09:00"}
        for number, words in enumerate(INJECTIONS)
    ]
    write_posts(tmp_path / "inbox", "<img src=x onerror=window.injected=1>", posts)
    out = report_on(publish(tmp_path, tmp_path / "inbox").warehouse, tmp_path)
    assert len(INJECTIONS) >= 50
    with open_file(chromium, out) as opened:
        page = opened.page
        assert not page.evaluate("Boolean(window.injected)")
        assert not page.locator(MARKS).count()
        assert not page.locator("script, iframe, object, embed, form, img, link, base").count()
        assert (opened.asked, opened.troubles) == ([out.as_uri()], [])
        shown = page.locator("main").inner_text()
        assert "<img src=x onerror=window.injected=1>" in shown
        assert sum(words in shown for words in INJECTIONS) >= 10


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here: scripts/install-browser.sh")
def test_the_pdf_is_the_same_every_time(warehouse: Path, tmp_path: Path) -> None:
    settings = load_settings({"HATSUGEN_WAREHOUSE": str(warehouse), "HATSUGEN_HOME": str(tmp_path)})
    prints = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pdf = tmp_path / name / "report.pdf"
        write_report(settings, Wish(tmp_path / name / "report.html", pdf, *WEEK))
        prints.append(pdf.read_bytes())
    assert prints[0].startswith(b"%PDF-")
    assert b"/CreationDate (D:20240801030000+00'00')" in prints[0]
    assert prints[0] == prints[1]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here: scripts/install-browser.sh")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here: apt install poppler-utils")
def test_the_pdf_has_the_text(warehouse: Path, tmp_path: Path) -> None:
    settings = load_settings({"HATSUGEN_WAREHOUSE": str(warehouse), "HATSUGEN_HOME": str(tmp_path)})
    pdf = tmp_path / "report.pdf"
    write_report(settings, Wish(tmp_path / "report.html", pdf, *WEEK))
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "青浜航路" in text
    assert "安全が確認されれば秋を待たずに許可を出す" in text
