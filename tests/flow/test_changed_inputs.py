"""A run sees that reviewed names, SQL or a setting changed, although the inbox brought nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.night import run_night
from flows.report import NightReport, describe_outcome, to_json
from flows.settings import DEFAULT_SEEDS, SQL_ROOT, Settings
from flows.steps import PlainSteps
from warehouse.query import run_query

from .conftest import NOON, POSTS, Home, lines

pytestmark = pytest.mark.slow

Change = Callable[[Settings, Path], Settings]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after a night on one dump; copy it before you change it."""
    home = Home(tmp_path_factory.mktemp("night"))
    home.inbox.mkdir()
    (home.inbox / "clips.jsonl").write_bytes(lines(*POSTS))
    home.run()
    return home.path


@pytest.fixture(name="home")
def _home(night: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(night, tmp_path / "home", symlinks=True)))


def run(settings: Settings) -> NightReport:
    return run_night(settings, PlainSteps(1), now=NOON + dt.timedelta(days=1))


def rename_topic(settings: Settings, folder: Path) -> Settings:
    """渇水 gets another name, in a folder of the owner's."""
    seeds = Path(shutil.copytree(DEFAULT_SEEDS, folder / "seeds"))
    with (seeds / "topics.csv").open("a", encoding="utf-8") as topics:
        topics.write("水不足,,,\n")
    with (seeds / "topic_aliases.csv").open("a", encoding="utf-8") as aliases:
        aliases.write("渇水,水不足\n")
    return replace(settings, seeds=seeds)


def change_mart(settings: Settings, folder: Path) -> Settings:
    sql = Path(shutil.copytree(SQL_ROOT, folder / "sql"))
    mart = sql / "marts" / "speaker_pairs.sql"
    mart.write_text(mart.read_text("utf-8") + "-- another wording\n", "utf-8")
    return replace(settings, sql_root=sql)


def widen_window(settings: Settings, folder: Path) -> Settings:
    del folder
    return replace(settings, source_window_days=settings.source_window_days + 1)


@pytest.mark.parametrize(
    ("change", "words", "topic"),
    [
        (rename_topic, "the reviewed names", "水不足"),
        (change_mart, "the SQL", "渇水"),
        (widen_window, "HATSUGEN_SOURCE_WINDOW_DAYS", "渇水"),
    ],
)
def test_a_run_without_new_dumps_publishes_what_changed_beside_them_once(
    home: Home, tmp_path: Path, change: Change, words: str, topic: str
) -> None:
    assert not run(home.settings).is_new
    settings = change(home.settings, tmp_path)

    report = run(settings)
    assert report.snapshot is not None
    assert (report.is_new, report.snapshot.seq, report.changed_inputs) == (True, 2, (words,))
    said = describe_outcome(report)
    assert said.startswith("snapshot 2 is published: ")
    assert said.endswith(f"; changed since the one before: {words}")
    assert to_json(report)["changed_inputs"] == [words]
    labels = run_query(report.snapshot.analytics, "select distinct topic from daily_topic_frequencies")
    assert labels.to_pylist() == [{"topic": topic}]

    again = run(settings)
    assert (again.is_new, again.changed_inputs) == (False, ())


def test_new_dumps_and_changed_names_make_one_snapshot_that_says_both(home: Home, tmp_path: Path) -> None:
    (home.inbox / "late.jsonl").write_bytes(lines(POSTS[0] | {"url": "https://example.org/late"}))
    report = run(rename_topic(home.settings, tmp_path))
    assert report.snapshot is not None
    assert report.snapshot.seq == 2
    assert "read; changed since the one before: the reviewed names" in describe_outcome(report)


def test_a_manifest_that_does_not_say_what_it_was_made_with_counts_as_changed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.publishing.note_inputs", lambda settings: {})
    older = run(widen_window(home.settings, tmp_path))
    assert older.snapshot is not None
    assert "inputs" not in older.snapshot.manifest.facts
    monkeypatch.undo()
    assert len(run(home.settings).changed_inputs) == 4
