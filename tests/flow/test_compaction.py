"""Nights of many small dumps: lake files are merged, and what goes over the lake still works."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.backfill import Selection, run_backfill, run_rebuild
from flows.cli import main
from flows.diff_command import run_diff
from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from flows.takedown import run_takedown
from transforms import PARSER_VERSION
from warehouse.query import run_query

from .conftest import NOON, Home, lines
from .test_nightly import read_parquet_files

pytestmark = pytest.mark.slow

DUMPS = 40
"""More than stand beside each other unmerged."""


def post(number: int, words: str = "橋を直す") -> dict[str, str]:
    return {
        "url": f"https://example.org/{number}",
        "published_at": f"2024-06-{number % 28 + 1:02}T12:00:00+09:00",
        "text": f"鳥羽瀬市長は「{number}番の{words}」と述べた。\n#航路(鳥羽瀬市長「{number}便を出す」)",
    }


def deliver(home: Home, number: int, words: str = "橋を直す") -> None:
    (home.inbox / f"{number:02}.jsonl").write_bytes(lines(post(number, words)))


@pytest.fixture(name="nights", scope="module")
def _nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights: 30 dumps, whose files stay as they are, and ten more, that are merged with them."""
    home = Home(tmp_path_factory.mktemp("nights"))
    home.inbox.mkdir()
    for numbers in (range(30), range(30, DUMPS)):
        for number in numbers:
            deliver(home, number)
        home.run()
    return home.path


@pytest.fixture(name="home")
def _home(nights: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(nights, tmp_path / "home", symlinks=True)))


def hatsugen(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HATSUGEN_HOME": str(home.path)})


def list_lake(home: Home) -> list[str]:
    manifest = json.loads((home.settings.warehouse / "current" / "MANIFEST.json").read_text())
    return [name.rpartition("/")[0] for name in manifest["lake"]]


def list_published(home: Home) -> dict[str, bytes]:
    return {name: data for name, data in read_parquet_files(home).items() if name.startswith("current/")}


def ask(home: Home, sql: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = run_query(
        home.settings.warehouse / "current" / "analytics.duckdb", sql
    ).to_pylist()
    return rows


def test_small_files_are_merged_and_the_tables_are_those_of_the_single_files(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list_lake(home) == [
        f"lake/{table}/merged-{PARSER_VERSION}"
        for table in ("actor_mentions", "blocks", "posts", "quotes", "topic_mentions")
    ]
    assert hatsugen(home, "verify", "--full").stdout == "snapshot 2: no problems\n"

    monkeypatch.setattr("warehouse.compact.MOST_SMALL_FILES", DUMPS)
    other = Home(tmp_path / "other")
    shutil.copytree(home.inbox, other.inbox)
    for number in range(30, DUMPS):
        (other.inbox / f"{number:02}.jsonl").rename(tmp_path / f"{number:02}.jsonl")
    other.run()
    for number in range(30, DUMPS):
        (tmp_path / f"{number:02}.jsonl").rename(other.inbox / f"{number:02}.jsonl")
    other.run()
    assert len(list_lake(other)) == 5 * DUMPS
    assert list_published(home) == list_published(other)


def test_a_full_rebuild_gives_the_same_tables(home: Home) -> None:
    before = list_published(home)
    run_rebuild(home.settings, now=NOON, is_full=True)
    assert list_published(home) == before


def test_the_single_files_go_when_no_snapshot_names_them(home: Home) -> None:
    def count() -> int:
        return len([*home.settings.warehouse.glob("lake/*/*/*.parquet")])

    assert count() == 5 * 30 + 5
    deliver(home, DUMPS)
    settings = replace(home.settings, keep_count=1, keep_days=0)
    run_night(settings, PlainSteps(1), now=NOON)
    assert count() == 5 + 5


def test_back_to_the_single_files_and_forth_again(home: Home) -> None:
    merged = list_lake(home)
    assert hatsugen(home, "rollback", "1").exit_code == 0
    assert ask(home, "select count(*) as n from posts") == [{"n": 30}]
    assert len(list_lake(home)) == 5 * 30
    report = home.run()
    assert report.snapshot is not None
    assert report.snapshot.seq == 3
    assert list_lake(home) == merged
    assert {diff.table: set(diff.columns) for diff in run_diff(home.settings, 2, 3)} == {
        "dumps": {"snapshot_id"}
    }


def test_a_takedown_takes_one_post_out_of_a_merged_file_and_its_dump_alone(home: Home) -> None:
    before = {row["path"]: row for row in ask(home, "select * from dumps")}
    (home.inbox / "07.jsonl").unlink()
    report = run_takedown(home.settings, ["https://example.org/7"], reason="asked for", now=NOON)
    assert report.is_proven
    assert report.dropped_dumps == (before["07.jsonl"]["dump_id"],)
    after = {row["path"]: row for row in ask(home, "select * from dumps")}
    changed = [path for path in after if after[path] != before[path]]
    assert changed == ["07.jsonl"]
    assert (after["07.jsonl"]["posts"], after["07.jsonl"]["left_out"]) == (0, 1)
    assert ask(home, "select count(*) as n from posts") == [{"n": DUMPS - 1}]
    assert hatsugen(home, "verify", "--full").stdout.endswith(": no problems\n")


def test_a_dump_of_a_merged_file_is_read_again(home: Home) -> None:
    same = run_backfill(home.settings, Selection(("07.jsonl",)), now=NOON)
    assert (len(same.report.results), same.report.is_new) == (1, False)

    lake = list_lake(home)
    settings = load_settings({"HATSUGEN_HOME": str(home.path)}, workers=1, time_zone="UTC")
    done = run_backfill(settings, Selection(("07.jsonl",)), now=NOON)
    assert done.report.is_new
    assert list_lake(home) == lake
    assert {diff.table for diff in run_diff(settings, 2, 3)} == {"dumps"}


def test_an_edited_post_is_a_revision_across_merged_files(home: Home) -> None:
    deliver(home, 7, "橋は直さない")
    (home.inbox / "07.jsonl").rename(home.inbox / "later.jsonl")
    home.run()
    texts = ask(home, "select text from posts where url = 'https://example.org/7'")
    assert ["橋は直さない" in str(row["text"]) for row in texts] == [True]
