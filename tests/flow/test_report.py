"""`hatsugen report` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.report import NightReport

from .conftest import Home

pytestmark = pytest.mark.slow


def report(home: Home, *arguments: str | Path) -> Result:
    environ = {"HATSUGEN_HOME": str(home.path)}
    return CliRunner().invoke(main, ["report", *map(str, arguments)], env=environ)


def test_a_period_becomes_a_page(published: tuple[Home, NightReport], tmp_path: Path) -> None:
    out = tmp_path / "報告 1.html"
    done = report(published[0], "--since", "2024-06-01", "--until", "2024-06-02", "--out", out)
    assert done.exit_code == 0, done.output
    assert done.output == f"{out}: 2024-06-01 to 2024-06-02, from snapshot 1\n"
    assert "給水車は足りている" in out.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_without_days_it_is_the_newest_week(published: tuple[Home, NightReport], tmp_path: Path) -> None:
    done = report(published[0], "--out", tmp_path / "a.html", "--lang", "en", "--snapshot", "1", "--json")
    assert json.loads(done.output) == {
        "snapshot": 1,
        "since": "2024-05-27",
        "until": "2024-06-02",
        "out": str(tmp_path / "a.html"),
        "pdf": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--since", "2024-06-02", "--until", "2024-06-01"], 2, "lies before --since"),
        (["--since", "June"], 2, "does not match the format"),
        (["--snapshot", "9"], 1, "these stand: 1"),
        (["--until", "0001-01-03"], 1, "there are no days before"),
        (["--out", "/nowhere/a.html"], 1, "/nowhere/a.html cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_told(
    published: tuple[Home, NightReport], tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    done = report(published[0], "--out", tmp_path / "a.html", *arguments)
    assert (done.exit_code, told in done.output) == (code, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_published_is_told(tmp_path: Path) -> None:
    done = report(Home(tmp_path / "home"), "--out", tmp_path / "a.html")
    assert done.exit_code == 1
    assert "nothing was published yet; run `hatsugen run` first" in done.output


def test_a_pdf_without_a_browser_is_told_before_anything_is_written(
    published: tuple[Home, NightReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = report(published[0], "--out", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf")
    assert done.exit_code == 1
    assert "a PDF needs Chromium" in done.output
    assert list(tmp_path.iterdir()) == []
