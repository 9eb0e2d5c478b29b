"""Takes the pictures of the docs, dashboard and report: `python -m scripts.take_screenshots docs/images`.

What they show is a night on samples/, the same every time; only the fonts of the machine may differ.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from flows.night import run_night
from flows.report_command import Wish, write_report
from flows.settings import Settings, load_settings
from flows.steps import PlainSteps
from scripts.serving import ROOT, STANDS, launch_chromium, serve

NOON = dt.datetime(2024, 8, 1, 3, 0, tzinfo=dt.UTC)
DESK, PHONE = (1280, 1040), (390, 844)

PICTURES = {
    "today": ("/?day=2024-06-16", "ja-JP", DESK),
    "today-en": ("/?day=2024-06-16", "en-GB", DESK),
    "topics": ("/topics", "ja-JP", DESK),
    "speakers": ("/speakers", "ja-JP", DESK),
    "network": ("/network?unit=post&weight=6", "ja-JP", DESK),
    "quotes": ("/quotes?words=%E8%88%AA%E8%B7%AF", "ja-JP", DESK),
    "pipeline": ("/pipeline", "ja-JP", DESK),
    "phone": ("/quotes?words=%E8%88%AA%E8%B7%AF", "ja-JP", PHONE),
}
"""Every picture: the address, the browser's language, the window's width and height in pixels."""


def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"HATSUGEN_HOME": home}, workers=2, inbox=(ROOT / "samples",))
        run_night(settings, PlainSteps(2), now=NOON)
        with serve(settings.warehouse) as address, sync_playwright() as playwright:
            browser = launch_chromium(playwright, shutil.which("chromium") or "chromium")
            for name in PICTURES:
                _take(browser, address, folder, name)
            _take_report(browser, settings, folder)
            browser.close()


def _take(browser: Browser, address: str, folder: Path, name: str) -> None:
    path, locale, (width, height) = PICTURES[name]
    page = browser.new_page(locale=locale, viewport={"width": width, "height": height})
    page.goto(f"{address}{path}")
    page.wait_for_function(STANDS)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{name}.png", animations="disabled")
    page.close()


def _take_report(browser: Browser, settings: Settings, folder: Path) -> None:
    """Two screens of the report on the week of the ferry: its beginning, and who spoke on what."""
    out = settings.home / "report.html"
    write_report(settings, Wish(out, since=dt.date(2024, 6, 10), until=dt.date(2024, 6, 16)))
    page = browser.new_page(viewport={"width": 1180, "height": 1240})
    page.goto(out.as_uri())
    page.screenshot(path=folder / "report.png")
    top = page.locator("#speakers").bounding_box() or {"y": 0}
    clip = {"x": 0, "y": top["y"], "width": 1180, "height": 1180}
    page.screenshot(path=folder / "report-speakers.png", full_page=True, clip=clip)
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
