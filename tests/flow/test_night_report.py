"""The report that a night leaves: on its newest days, told where it fails, gone with a takedown."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flows.night import run_night
from flows.night_report import drop_reports, leave_report
from flows.report import NightReport
from flows.settings import Settings, SettingsError, load_settings
from flows.steps import PlainSteps
from flows.takedown import run_takedown
from flows.watch import watch_night

from .conftest import NOON, POSTS, Home, lines

pytestmark = pytest.mark.slow


def watch(settings: Settings) -> NightReport:
    return watch_night(settings, lambda: run_night(settings, PlainSteps(1), now=NOON), clock=lambda: NOON)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = Home(tmp_path / "home")
    home.inbox.mkdir(parents=True)
    (home.inbox / "clips.jsonl").write_bytes(lines(*POSTS))
    return replace(home.settings, workers=1, report_folder=tmp_path / "reports" / "weekly", report_days=2)


def test_a_night_that_publishes_leaves_a_report_and_one_that_brings_nothing_none(settings: Settings) -> None:
    watch(settings)
    assert settings.report_folder is not None
    (left,) = settings.report_folder.iterdir()
    assert left.name == "hatsugen-2024-06-02.html"
    assert "2024年6月1日（土）〜6月2日（日）" in left.read_text("utf-8")
    left.unlink()
    assert not watch(settings).is_new
    assert list(settings.report_folder.iterdir()) == []


def test_a_report_that_fails_is_told_and_the_night_stands(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    alarms = tmp_path / "alarms.json"
    teller = f"{sys.executable} -c 'import sys; open(sys.argv[1], \"a\").write(sys.stdin.read())' {alarms}"
    failing = replace(settings, report_folder=tmp_path / "taken" / "below", notify_command=teller)
    assert watch(failing).is_new
    told = [json.loads(line) for line in alarms.read_text("utf-8").splitlines()]
    assert [(each["kind"], each["level"]) for each in told] == [("report", "warn")]
    assert "the night is published, its report was not written" in told[0]["text"]


def test_a_pdf_without_a_browser_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    night = run_night(settings, PlainSteps(1), now=NOON)
    monkeypatch.setenv("PATH", "/nowhere")
    (alarm,) = leave_report(night, replace(settings, report_pdf=True), now=NOON)
    assert "a PDF needs Chromium" in alarm.text


def test_a_takedown_removes_the_reports_of_nights_and_nothing_else(settings: Settings) -> None:
    watch(settings)
    assert settings.report_folder is not None
    others = {"notes.html", "hatsugen-2024.html"}
    for name in (*others, "hatsugen-2024-05-31.pdf", ".hatsugen-2024-05-31.html.77.part"):
        (settings.report_folder / name).write_text("x", "utf-8")
    done = run_takedown(settings, [str(POSTS[0]["url"])], reason="asked", now=NOON + dt.timedelta(hours=1))
    assert done.is_proven
    assert {path.name for path in settings.report_folder.iterdir()} == others


def test_without_a_folder_there_is_nothing_to_remove(settings: Settings) -> None:
    assert drop_reports(replace(settings, report_folder=None)) == []


def test_the_environment_says_what_a_night_leaves() -> None:
    environ = {
        "HATSUGEN_REPORT_FOLDER": "/srv/reports",
        "HATSUGEN_REPORT_DAYS": "28",
        "HATSUGEN_REPORT_LANGUAGE": "en",
        "HATSUGEN_REPORT_PDF": "on",
    }
    chosen = load_settings(environ)
    assert (chosen.report_folder, chosen.report_days) == (Path("/srv/reports"), 28)
    assert (chosen.report_language, chosen.report_pdf) == ("en", True)
    assert load_settings({}).report_folder is None


@pytest.mark.parametrize(
    ("name", "text"),
    [("HATSUGEN_REPORT_DAYS", "0"), ("HATSUGEN_REPORT_LANGUAGE", "fr"), ("HATSUGEN_REPORT_PDF", "yes")],
)
def test_settings_that_make_no_sense_are_told(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: text})
