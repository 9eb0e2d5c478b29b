"""What a browser was shown on the dashboard: every chart's answer, and every address that was asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

Rows = list[dict[str, Any]]
DASHBOARD = "/superset/dashboard/hatsugen/"
# Tall enough for all charts: Superset draws only what is in sight.
WIDTH, HEIGHT = 1440, 4800
LOWEST = """
Math.max(...[...document.querySelectorAll(".dashboard-component-chart-holder")]
  .map(chart => chart.getBoundingClientRect().bottom))
"""
QUIET_SECONDS = 4


@dataclass
class Seen:
    """One visit.

    Attributes:
        answers: the rows of each answer of each chart, by the chart's number.
        troubles: refused and failed requests, errors of scripts.
        hosts: who sent something.
    """

    answers: dict[int, list[Rows]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def take(self, response: Response) -> None:
        self.hosts.add(response.url.split("/")[2])
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")
        elif "/api/v1/chart/data" in response.url:
            chart = response.request.post_data_json["form_data"].get("slice_id")
            # The lists of the filters have no chart.
            if chart is not None:
                self.answers[chart] = [result["data"] for result in response.json()["result"]]


def visit(
    browser: Browser, served: Served, charts: int, query: str = "", picture: Path | None = None
) -> Seen:
    """Open the dashboard, wait until every chart has its answer, and take a picture if asked to."""
    seen = Seen()
    context = browser.new_context(locale="ja-JP", viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.set_default_timeout(120_000)
    _log_in(page, served)
    page.on("response", seen.take)
    page.on("pageerror", lambda error: seen.troubles.append(f"script error: {error}"))
    page.goto(f"{served.address}{DASHBOARD}{query}")
    for _ in range(120):
        page.wait_for_timeout(1000)
        if len(seen.answers) >= charts:
            break
    page.wait_for_timeout(QUIET_SECONDS * 1000)
    if picture is not None:
        bottom = page.evaluate(LOWEST)
        page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom + 24})
    context.close()
    return seen


def _log_in(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/login/")
    page.fill("#username, input[name=username]", "admin")
    page.fill("input[type=password]", served.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)


def to_day(milliseconds: float) -> dt.date:
    """A day as charts get it."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).date()
