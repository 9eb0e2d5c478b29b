"""The night end to end, without Prefect's engine; test_cli_run.py goes through it once."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.night import run_night
from flows.report import NightReport
from flows.steps import PlainSteps
from warehouse.checks import ChecksFailedError
from warehouse.query import run_query
from warehouse.raw import RawStore
from warehouse.snapshots import Warehouse, WarehouseBusyError

from .conftest import NOON, POSTS, Home, lines

pytestmark = pytest.mark.slow

Published = tuple[Home, NightReport]


def ask(report: NightReport, sql: str) -> list[dict[str, object]]:
    assert report.snapshot is not None
    rows: list[dict[str, object]] = run_query(report.snapshot.analytics, sql).to_pylist()
    return rows


def read_parquet_files(home: Home) -> dict[str, bytes]:
    """The bytes of every Parquet file of the published snapshot, and of the lake."""
    root = home.settings.warehouse
    files = [*root.glob("current/*.parquet"), *root.glob("lake/**/*.parquet")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_the_first_night_publishes_what_was_said(published: Published) -> None:
    _, report = published
    assert report.is_new
    said = ask(report, "select distinct text from quotes order by text")
    assert [row["text"] for row in said] == ["備えは政治の責任だ", "橋を直す", "給水車は足りている"]
    topics = ask(report, "select posted_date, topic, post_count from daily_topic_frequencies order by all")
    assert topics == [
        {"posted_date": dt.date(2024, 6, day), "topic": "渇水", "post_count": 1} for day in (1, 2)
    ]


def test_every_dump_adds_up(published: Published) -> None:
    _, report = published
    rows = ask(report, "select path, records_in, posts, duplicates, rejected from dumps")
    assert len(rows) == 8
    assert all(
        row["records_in"] == row["posts"] + row["duplicates"] + row["rejected"]  # type: ignore[operator]
        for row in rows
    )


def test_bad_dumps_are_put_aside_and_the_others_go_on(published: Published) -> None:
    _, report = published
    assert {dump.name: dump.quarantine_reason for dump in report.quarantined} == {
        "cut.jsonl.gz": "truncated",
        "empty.txt": "empty",
        "link.txt": "not_a_file",
        "noise.bin": "unknown_format",
        "pipe": "not_a_file",
    }
    assert report.repeated == ("clips.jsonl.gz",)


def test_half_a_line_is_rejected_and_the_line_before_it_is_read(published: Published) -> None:
    _, report = published
    assert report.rejected == 1
    assert ask(report, "select source_uri, excerpt from rejects") == [
        {"source_uri": "clips.jsonl", "excerpt": '{"text": "half a li'}
    ]
    assert ask(report, "select posts, rejected from dumps where path = 'clips.jsonl'") == [
        {"posts": 1, "rejected": 1}
    ]


def test_a_side_file_stands_in_the_ledger(home: Home) -> None:
    (home.inbox / "clips.jsonl").write_bytes(lines(POSTS[0]))
    (home.inbox / "clips.jsonl.source.toml").write_text('licence = "CC0"\n', "utf-8")
    assert ask(home.run(), "select path, licence from dumps") == [{"path": "clips.jsonl", "licence": "CC0"}]


def test_an_empty_inbox_publishes_nothing(home: Home) -> None:
    report = home.run()
    assert (report.is_new, report.snapshot, report.results) == (False, None, ())


def test_an_inbox_of_bad_dumps_publishes_their_reasons(home: Home) -> None:
    (home.inbox / "empty.txt").touch()
    report = home.run()
    assert ask(report, "select path, quarantine_reason from dumps") == [
        {"path": "empty.txt", "quarantine_reason": "empty"}
    ]
    assert ask(report, "select count(*) as n from posts") == [{"n": 0}]


def test_a_second_night_on_the_same_inbox_does_nothing(home: Home) -> None:
    (home.inbox / "clips.jsonl").write_bytes(lines(*POSTS))
    (home.inbox / "empty.txt").touch()
    os.mkfifo(home.inbox / "pipe")
    first = home.run()
    second = home.run()
    assert not second.is_new
    assert second.snapshot == first.snapshot
    assert [dump.name for dump in second.results] == ["pipe"]
    assert list((home.settings.warehouse / "staging").iterdir()) == []


def test_a_new_dump_is_added_and_known_ones_are_not_read_again(home: Home) -> None:
    (home.inbox / "one.jsonl").write_bytes(lines(POSTS[0]))
    home.run()
    (home.inbox / "two.jsonl").write_bytes(lines(POSTS[1]))
    report = home.run()
    assert [dump.name for dump in report.results] == ["two.jsonl"]
    assert ask(report, "select snapshot_id, path from dumps order by path") == [
        {"snapshot_id": 1, "path": "one.jsonl"},
        {"snapshot_id": 2, "path": "two.jsonl"},
    ]
    assert ask(report, "select count(*) as n from posts") == [{"n": 2}]


def test_a_pipe_that_became_a_file_is_read_and_loses_its_old_row(home: Home) -> None:
    os.mkfifo(home.inbox / "clips.jsonl")
    home.run()
    (home.inbox / "clips.jsonl").unlink()
    (home.inbox / "clips.jsonl").write_bytes(lines(POSTS[0]))
    assert ask(home.run(), "select path, quarantine_reason as reason from dumps") == [
        {"path": "clips.jsonl", "reason": None}
    ]


def test_the_number_of_workers_changes_no_byte(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Home(tmp_path_factory.mktemp("other"))
    for number, each in enumerate((home, other), start=1):
        each.inbox.mkdir(exist_ok=True)
        for index, post in enumerate(POSTS):
            (each.inbox / f"{index}.jsonl").write_bytes(lines(post))
        run_night(each.settings, PlainSteps(number), now=NOON)
    assert read_parquet_files(home) == read_parquet_files(other)
    assert len(read_parquet_files(home)) > 8


def test_a_blocking_check_keeps_the_last_snapshot(home: Home, tmp_path: Path) -> None:
    (home.inbox / "one.jsonl").write_bytes(lines(POSTS[0]))
    first = home.run()
    sql_root = tmp_path / "sql"
    shutil.copytree(home.settings.sql_root, sql_root)
    (sql_root / "checks" / "fail_two_posts.sql").write_text(
        "-- purpose: nobody posts twice\nselect 'twice' as trouble from posts having count(*) > 1\n"
    )
    (home.inbox / "two.jsonl").write_bytes(lines(POSTS[1]))
    settings = replace(home.settings, sql_root=sql_root)
    with pytest.raises(ChecksFailedError, match="fail_two_posts: 1 rows"):
        run_night(settings, PlainSteps(2), now=NOON)
    assert Warehouse(settings.warehouse).current() == first.snapshot
    assert home.run().is_new


def test_a_held_warehouse_is_said_to_be_busy(home: Home) -> None:
    with Warehouse(home.settings.warehouse).lock(), pytest.raises(WarehouseBusyError):
        home.run()


@pytest.mark.parametrize("folder", ["samples", "../shared/seeds"])
def test_what_lies_in_the_repository_can_be_published(home: Home, folder: str) -> None:
    inbox = Path(__file__).parents[2] / folder
    if not inbox.is_dir():
        pytest.skip(f"{folder} does not stand here")
    report = run_night(replace(home.settings, inbox=(inbox,)), PlainSteps(2), now=NOON)
    assert report.is_new
    assert report.quarantined == ()
    (shape,) = ask(
        report,
        "select count(*) > 50 as has_quotes, "
        "bool_and(quotes.text = posts.text[quotes.char_start + 1:quotes.char_end]) as is_exact "
        "from quotes inner join posts using (post_id)",
    )
    assert shape == {"has_quotes": True, "is_exact": True}


def test_every_dump_that_was_tried_is_kept_under_its_hash(published: Published) -> None:
    home, report = published
    rows = ask(report, "select dump_id from dumps where quarantine_reason is distinct from 'not_a_file'")
    kept = {path.name for path in home.settings.raw.glob("??/*")}
    assert kept == {row["dump_id"] for row in rows}
    assert home.settings.raw == home.path / "raw"


def test_the_kept_file_is_what_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dump is replaced between its discovery and its reading: neither file is read in part."""
    (home.inbox / "clips.jsonl").write_bytes(lines(POSTS[0]))
    real_keep = RawStore.keep

    def replace_first(store: RawStore, source: Path, *, dump_id: str, name: str) -> Path | None:
        source.unlink()
        source.write_bytes(lines(POSTS[1]))
        return real_keep(store, source, dump_id=dump_id, name=name)

    monkeypatch.setattr(RawStore, "keep", replace_first)
    (result,) = home.run().results
    assert result.quarantine_reason == "changed_while_read"
    monkeypatch.undo()
    report = home.run()
    assert ask(report, "select url from posts") == [{"url": POSTS[1]["url"]}]
