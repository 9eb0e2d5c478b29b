"""Kept dumps read again, tables rebuilt, snapshots compared and gone back to."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.backfill import Selection, UnknownDumpError, run_backfill, run_rebuild
from flows.cli import main
from flows.diff_command import run_diff
from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from warehouse.query import run_query

from .conftest import NOON, POSTS, Home, lines
from .test_nightly import read_parquet_files

pytestmark = pytest.mark.slow

ZONELESS = {"url": "https://example.org/late", "published_at": "2024-06-03T20:00:00", "text": "「橋を直す」"}


def hatsugen(home: Home, *arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HATSUGEN_HOME": str(home.path)} | environ)


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    rows = run_query(home.settings.warehouse / "current" / "analytics.duckdb", sql).to_pylist()
    return [tuple(row.values()) for row in rows]


def deliver(home: Home, name: str, *records: object) -> None:
    (home.inbox / name).write_bytes(lines(*records))


@pytest.fixture(name="two_nights", scope="session")
def _two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("two-nights"))
    home.inbox.mkdir()
    for name, records in (("one.jsonl", POSTS), ("two.jsonl", [ZONELESS])):
        deliver(home, name, *records)
        home.run()
        (home.inbox / name).unlink()
    return home.path


@pytest.fixture(name="two")
def _two(two_nights: Path, tmp_path: Path) -> Home:
    """Two nights; what was delivered is gone from the inbox, and kept."""
    return Home(Path(shutil.copytree(two_nights, tmp_path / "home", symlinks=True)))


def test_dumps_are_read_again_with_other_settings_and_no_other_row_changes(two: Home) -> None:
    day = "select posted_date from posts where url like '%/late'"
    assert ask(two, day) == [(dt.date(2024, 6, 3),)]
    settings = load_settings({"HATSUGEN_HOME": str(two.path)}, workers=1, time_zone="UTC")
    done = run_backfill(settings, Selection(), now=NOON)
    assert (done.before, done.missing, len(done.report.results)) == (2, (), 2)
    assert ask(two, day) == [(dt.date(2024, 6, 4),)]
    changed = {diff.table: (diff.added, diff.removed, diff.changed) for diff in run_diff(settings, 2, 3)}
    assert (changed["posts"], changed["dumps"]) == ((0, 0, 1), (0, 0, 2))
    again = run_backfill(settings, Selection(), now=NOON)
    assert (again.report.is_new, again.report.results) == (False, ())


def test_a_named_dump_is_read_again_in_any_case_and_equal_rows_publish_nothing(two: Home) -> None:
    done = run_backfill(two.settings, Selection(("two.jsonl",)), now=NOON)
    assert [result.name for result in done.report.results] == ["two.jsonl"]
    assert not done.report.is_new


@pytest.mark.parametrize(
    ("since", "until", "names"),
    [
        (dt.date(2024, 6, 3), None, ["two.jsonl"]),
        (None, dt.date(2024, 6, 1), ["one.jsonl"]),
        (dt.date(2024, 6, 2), dt.date(2024, 6, 3), ["one.jsonl", "two.jsonl"]),
        (dt.date(2024, 6, 4), None, []),
    ],
)
def test_days_choose_the_dumps_that_have_posts_of_them(
    two: Home, monkeypatch: pytest.MonkeyPatch, since: dt.date | None, until: dt.date | None, names: list[str]
) -> None:
    monkeypatch.setattr("flows.backfill.PARSER_VERSION", "another")
    done = run_backfill(two.settings, Selection(since=since, until=until), now=NOON)
    assert [result.name for result in done.report.results] == names


def test_a_dump_that_is_not_kept_keeps_its_rows_and_is_named(two: Home) -> None:
    for path in two.settings.raw.glob("??/*"):
        path.unlink()
    deliver(two, "delivered-again.jsonl", ZONELESS)
    done = run_backfill(two.settings, Selection(("one.jsonl", "two.jsonl")), now=NOON)
    assert done.missing == ("one.jsonl",)
    assert [result.name for result in done.report.results] == ["delivered-again.jsonl"]
    assert ask(two, "select count(*) from posts") == [(3,)]


def test_an_unknown_dump_is_bad_usage(two: Home) -> None:
    with pytest.raises(UnknownDumpError, match=r"no dump 'three\.jsonl' in the ledger"):
        run_backfill(two.settings, Selection(("three.jsonl",)), now=NOON)
    done = hatsugen(two, "backfill", "--dump", "three.jsonl")
    assert (done.exit_code, "no dump 'three.jsonl'" in done.stderr) == (2, True)


def test_a_rebuild_gives_the_same_rows_and_touches_no_lake_file(two: Home) -> None:
    lake = {path: path.stat().st_mtime_ns for path in two.settings.warehouse.glob("lake/**/*.parquet")}
    before = read_parquet_files(two)
    snapshot = run_rebuild(two.settings, now=NOON)
    assert snapshot.seq == 3
    assert read_parquet_files(two) == before
    assert {
        path: path.stat().st_mtime_ns for path in two.settings.warehouse.glob("lake/**/*.parquet")
    } == lake
    assert run_diff(two.settings, 2, 3) == []


def test_snapshots_can_be_compared_asked_and_gone_back_to(two: Home) -> None:
    shown = hatsugen(two, "snapshots").stdout.splitlines()
    assert [line[:10] for line in shown] == ["         1", "*        2"]
    assert "posts: 1 added, 0 removed, 0 changed" in hatsugen(two, "diff").stdout
    count = ("query", "select count(*) as n from posts", "--format", "jsonl")
    assert json.loads(hatsugen(two, *count, "--snapshot", "1").stdout) == {"n": 2}
    assert json.loads(hatsugen(two, *count).stdout) == {"n": 3}

    assert hatsugen(two, "rollback", "1").exit_code == 0
    assert json.loads(hatsugen(two, *count).stdout) == {"n": 2}
    deliver(two, "under-another-name.jsonl", ZONELESS)
    report = two.run()
    assert report.snapshot is not None
    assert (report.snapshot.seq, ask(two, "select count(*) from posts")) == (3, [(3,)])
    assert hatsugen(two, "verify", "--full").stdout == "snapshot 3: no problems\n"

    assert hatsugen(two, "rollback", "2").exit_code == 0
    assert ask(two, "select path from dumps order by path") == [("one.jsonl",), ("two.jsonl",)]


@pytest.mark.parametrize(
    "command", [("rollback", "9"), ("query", "select 1", "--snapshot", "9"), ("diff", "1", "9")]
)
def test_a_snapshot_that_does_not_stand_is_named_with_those_that_do(
    two: Home, command: tuple[str, ...]
) -> None:
    done = hatsugen(two, *command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "00000009: is no published snapshot; these stand: 1, 2" in done.stderr


def test_a_diff_tells_added_removed_and_changed_rows(two: Home) -> None:
    diffs = json.loads(hatsugen(two, "diff", "2", "1", "--json").stdout)
    assert (diffs["from"], diffs["to"]) == (2, 1)
    posts = next(table for table in diffs["tables"] if table["table"] == "posts")
    assert (posts["added"], posts["removed"], posts["changed"]) == (0, 1, 0)
    assert [example["kind"] for example in posts["examples"]] == ["removed"]


def test_a_changed_row_says_what_it_was(two: Home) -> None:
    deliver(two, "edit.jsonl", ZONELESS | {"text": "「橋は直さない」"})
    two.run()
    shown = hatsugen(two, "diff").stdout
    assert "text: 「橋を直す」 → 「橋は直さない」" in shown


def test_a_full_verification_finds_damage_that_hashes_of_the_snapshot_do_not_show(two: Home) -> None:
    assert hatsugen(two, "verify").exit_code == 0
    kept = sorted(two.settings.raw.glob("??/*"))[0]
    kept.write_bytes(b"damaged")
    done = hatsugen(two, "verify", "--full")
    assert done.exit_code == 1
    assert f"{kept}: has other bytes than when it was kept" in done.stdout
    assert hatsugen(two, "verify").exit_code == 0


def test_a_damaged_kept_dump_takes_no_rows(two: Home) -> None:
    for kept in two.settings.raw.glob("??/*"):
        kept.write_bytes(b"damaged")
    before = ask(two, "select count(*) from posts")
    done = run_backfill(two.settings, Selection(("one.jsonl",)), now=NOON)
    assert [result.quarantine_reason for result in done.report.results] == ["changed_while_read"]
    assert ask(two, "select count(*) from posts") == before


def test_backfill_and_rebuild_without_a_snapshot_name_the_next_step(home: Home) -> None:
    for command in ("backfill", "rebuild", "diff"):
        done = hatsugen(home, command)
        assert (done.exit_code, "run `hatsugen run` first" in done.stderr) == (1, True)
    assert "run `hatsugen run` first" in hatsugen(home, "snapshots").stdout


def test_backfill_says_what_changed(two: Home, tmp_path: Path) -> None:
    done = hatsugen(two, "backfill", "--time-zone", "UTC", HATSUGEN_WORKERS="1")
    assert done.stdout.splitlines()[0] == "snapshot 3 is published: 2 dumps read"
    assert "posts +0 -0 ~1" in done.stdout
    run_night(two.settings, PlainSteps(1), now=NOON)


def test_a_rebuild_computes_what_changed_and_a_full_one_everything(two: Home) -> None:
    later = NOON + dt.timedelta(days=1)
    taken_over = run_rebuild(two.settings, now=later).manifest.facts["model_built_at"]
    assert isinstance(taken_over, dict)
    assert taken_over["posts"] == taken_over["speaker_pairs"] == NOON.isoformat()
    computed = run_rebuild(two.settings, now=later, is_full=True).manifest.facts["model_built_at"]
    assert isinstance(computed, dict)
    assert set(computed.values()) == {later.isoformat()}


def test_a_published_database_that_cannot_be_read_costs_a_full_build_and_no_more(
    two: Home, caplog: pytest.LogCaptureFixture
) -> None:
    before = read_parquet_files(two)
    database = two.settings.warehouse / "current" / "analytics.duckdb"
    database.chmod(0o644)
    database.write_bytes(b"no database")
    run_rebuild(two.settings, now=NOON)
    assert "the published snapshot cannot be read" in caplog.text
    assert read_parquet_files(two) == before
