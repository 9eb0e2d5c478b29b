"""The report on the samples: its questions run on any snapshot, its page shows what the script writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.report_sections import SECTIONS
from benchmarks.sample_report import render_report
from flows.report import NightReport

from .conftest import Home

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "sample_report.md"


def outline(page: str) -> list[str]:
    """Headings, table heads and queries: what the page asks, without what the parser answers."""
    heads = re.findall(r"^(?:## .*|\| [a-z_]+ (?:\| [a-z_]+ )*\|\n(?=\|---))", page, re.MULTILINE)
    return heads + re.findall(r"```sql\n(.*?)```", page, re.DOTALL)


def test_the_page_asks_what_the_script_asks(published: tuple[Home, NightReport]) -> None:
    snapshot = published[1].snapshot
    assert snapshot is not None
    rendered = render_report(snapshot.analytics)
    assert rendered.count("\n## ") == len(SECTIONS)
    assert outline(PAGE.read_text("utf-8")) == outline(rendered), "run `make report`"


def test_the_sums_on_the_page_agree() -> None:
    answers = re.findall(r"\| (yes|NO) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert answers == ["yes"] * 5
