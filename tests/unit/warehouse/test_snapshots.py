"""Publishing and reading snapshots, one writer and its readers; the kills are in tests/faults."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from warehouse.snapshots import Draft, Snapshot, SnapshotError, Warehouse, WarehouseBusyError
from warehouse.verify import verify_snapshot

NOW = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TABLES = {"analytics.duckdb": "天気は晴れ", "marts/daily_topic_frequencies.parquet": "#天気"}


def lake_name(dump: str) -> str:
    return f"lake/posts/{dump}-1/part-0.parquet"


def fill(draft: Draft, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = draft.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def publish(
    warehouse: Warehouse,
    files: Mapping[str, str] = TABLES,
    *,
    new: Mapping[str, str] | None = None,
    carried: Iterable[str] = (),
    now: dt.datetime = NOW,
) -> Snapshot:
    """One night: `new` maps dumps to the text of their lake file, `carried` names known dumps."""
    fresh = {lake_name(dump): text for dump, text in (new or {}).items()}
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        fill(draft, {**files, **fresh})
        names = [*fresh, *(lake_name(dump) for dump in carried)]
        return warehouse.publish(draft, lake_files=names, facts={"posts": 3}, now=now, parser_version="1")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


def test_a_published_snapshot_reads_as_it_was_built(warehouse: Warehouse) -> None:
    published = publish(warehouse, new={"d1": "投稿"})
    with warehouse.open_current() as snapshot:
        assert snapshot == published
        assert (snapshot.seq, snapshot.manifest.parent) == (1, None)
        assert snapshot.analytics.read_text(encoding="utf-8") == "天気は晴れ"
        assert set(snapshot.manifest.files) == set(TABLES)
        assert snapshot.manifest.created_at == NOW
        assert snapshot.manifest.facts == {"posts": 3}
        assert (snapshot.root / lake_name("d1")).read_text(encoding="utf-8") == "投稿"
        assert verify_snapshot(snapshot, full=True) == []


def test_current_is_a_relative_symlink_and_files_are_read_only(warehouse: Warehouse) -> None:
    snapshot = publish(warehouse, new={"d1": "投稿"})
    root = warehouse.layout.root
    assert (root / "current").readlink() == Path("snapshots/00000001")
    published = [*snapshot.path.rglob("*"), root / lake_name("d1")]
    assert {path.stat().st_mode & 0o777 for path in published if path.is_file()} == {0o444}
    names = sorted(path.name for path in root.iterdir())
    assert names == [".lock", "current", "lake", "snapshots", "staging", "trash"]
    assert list((root / "staging").iterdir()) == []


def test_numbers_count_up_and_never_come_from_the_clock(warehouse: Warehouse) -> None:
    nights = [publish(warehouse, now=now) for now in (NOW, NOW - 400 * DAY, NOW + DAY)]
    assert [(night.seq, night.manifest.parent) for night in nights] == [(1, None), (2, 1), (3, 2)]


def test_carried_lake_files_keep_their_fingerprint_unread(warehouse: Warehouse) -> None:
    first = publish(warehouse, new={"d1": "投稿"})
    path = warehouse.layout.root / lake_name("d1")
    path.chmod(0o644)
    path.write_bytes(b"x" * path.stat().st_size)
    second = publish(warehouse, new={"d2": "続報"}, carried=["d1"])
    assert second.manifest.lake[lake_name("d1")] == first.manifest.lake[lake_name("d1")]
    assert verify_snapshot(second) == []
    (problem,) = verify_snapshot(second, full=True)
    assert problem.path == path


def test_the_same_dump_parsed_again_keeps_the_standing_file(warehouse: Warehouse) -> None:
    publish(warehouse, new={"d1": "投稿"})
    inode = (warehouse.layout.root / lake_name("d1")).stat().st_ino
    again = publish(warehouse, new={"d1": "投稿"})
    assert (warehouse.layout.root / lake_name("d1")).stat().st_ino == inode
    assert verify_snapshot(again, full=True) == []


def test_a_lake_file_that_a_snapshot_names_never_changes(warehouse: Warehouse) -> None:
    publish(warehouse, new={"d1": "投稿"})
    with pytest.raises(SnapshotError, match=r"d1-1/part-0\.parquet: stands already with other bytes"):
        publish(warehouse, new={"d1": "改稿", "d2": "続報"})
    assert (warehouse.layout.root / lake_name("d1")).read_text(encoding="utf-8") == "投稿"
    assert publish(warehouse, new={"d2": "続報"}, carried=["d1"]).seq == 2


def test_a_standing_lake_file_that_was_lost_is_put_back(warehouse: Warehouse) -> None:
    publish(warehouse, new={"d1": "投稿"})
    (warehouse.layout.root / lake_name("d1")).unlink()
    assert verify_snapshot(publish(warehouse, new={"d1": "投稿"}), full=True) == []


@pytest.mark.parametrize(
    ("carried", "trouble"),
    [("d1", "is missing or has changed its size"), ("d9", "is in no snapshot and not in the draft")],
)
def test_a_snapshot_cannot_name_a_lake_file_that_is_not_there(
    warehouse: Warehouse, carried: str, trouble: str
) -> None:
    publish(warehouse, new={"d1": "投稿"})
    (warehouse.layout.root / lake_name("d1")).unlink()
    with pytest.raises(SnapshotError, match=trouble):
        publish(warehouse, carried=[carried])
    assert warehouse.layout.current_seq() == 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda draft: fill(draft, {"analytics.duckdb.wal": ""}),
            r"duckdb\.wal: is the log of an open database",
        ),
        (lambda draft: fill(draft, {"MANIFEST.json": "{}"}), "is no name for a published file"),
        (lambda draft: fill(draft, {"a\nb.parquet": "x"}), "is no name for a published file"),
        (
            lambda draft: (draft.path / "link").symlink_to("analytics.duckdb"),
            "link: is a symlink or a special",
        ),
        (lambda draft: (draft.path / "link").symlink_to("marts"), "link: is a symlink or a special file"),
        (lambda draft: os.mkfifo(draft.path / "pipe"), "pipe: is a symlink or a special file"),
        (lambda draft: (draft.path / "dims").mkdir(), "dims: is an empty folder"),
        (lambda draft: (draft.lake / "posts").symlink_to("/tmp"), "posts: is a symlink or a special file"),
        (lambda draft: fill(draft, {"lake/posts/part-0.parquet": "x"}), "is no name of a lake file"),
        (lambda draft: fill(draft, {lake_name("d7"): "x"}), "is not among the snapshot's lake files"),
    ],
)
def test_an_unfit_draft_is_refused_and_current_stays(
    warehouse: Warehouse, spoil: Callable[[Draft], object], message: str
) -> None:
    publish(warehouse)
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        fill(draft, TABLES)
        spoil(draft)
        with pytest.raises(SnapshotError, match=message):
            warehouse.publish(draft, lake_files=[], facts={}, now=NOW, parser_version="1")
    assert publish(warehouse).manifest.parent == 1


def test_a_draft_without_files_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(SnapshotError, match="00000001: is an empty folder"):
        publish(warehouse, files={}, new={"d1": "投稿"})


@pytest.mark.parametrize(
    ("facts", "now", "error"),
    [
        ({"rows": {1, 2}}, NOW, TypeError),
        ({"share": float("nan")}, NOW, ValueError),
        ({}, NOW.replace(tzinfo=None), ValueError),
    ],
)
def test_a_callers_mistake_shows_before_the_disk_is_touched(
    warehouse: Warehouse, facts: dict[str, object], now: dt.datetime, error: type[Exception]
) -> None:
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        fill(draft, {**TABLES, lake_name("d1"): "投稿"})
        with pytest.raises(error):
            warehouse.publish(draft, lake_files=[lake_name("d1")], facts=facts, now=now, parser_version="1")
        assert not (warehouse.layout.root / lake_name("d1")).exists()
        assert list(warehouse.layout.snapshots.iterdir()) == []


def test_an_instant_in_another_zone_is_kept_as_utc(warehouse: Warehouse) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    snapshot = publish(warehouse, now=dt.datetime(2024, 4, 2, 2, tzinfo=tokyo))
    assert snapshot.manifest.created_at.isoformat() == "2024-04-01T17:00:00+00:00"


def test_changes_need_the_lock_and_a_recovered_warehouse(warehouse: Warehouse) -> None:
    with pytest.raises(RuntimeError, match="only inside"):
        warehouse.recover()
    with warehouse.lock():
        with pytest.raises(RuntimeError, match="recover the warehouse"):
            warehouse.begin()
        warehouse.recover()
        draft = warehouse.begin()
        with pytest.raises(RuntimeError, match="recover the warehouse"):
            warehouse.begin()
    with pytest.raises(RuntimeError, match="only inside"):
        warehouse.publish(draft, lake_files=[], facts={}, now=NOW, parser_version="1")


def test_two_nights_under_one_lock(warehouse: Warehouse) -> None:
    with warehouse.lock():
        warehouse.recover()
        for seq in (1, 2):
            draft = warehouse.begin()
            fill(draft, TABLES)
            published = warehouse.publish(draft, lake_files=[], facts={}, now=NOW, parser_version="1")
            assert published.seq == seq


def test_a_draft_of_yesterday_is_refused(warehouse: Warehouse) -> None:
    with warehouse.lock():
        warehouse.recover()
        stale = warehouse.begin()
    publish(warehouse)
    with warehouse.lock(), pytest.raises(SnapshotError, match="is not the warehouse's next snapshot"):
        warehouse.publish(stale, lake_files=[], facts={}, now=NOW, parser_version="1")


def test_nothing_published_yet(warehouse: Warehouse) -> None:
    assert warehouse.current() is None
    with pytest.raises(SnapshotError, match="nothing was published yet; run `hatsugen run` first"):
        warehouse.open_current().__enter__()
    assert not warehouse.layout.root.exists()


@pytest.mark.parametrize(("keep_count", "keep_days"), [(0, 7), (7, -1)])
def test_retention_that_could_lose_the_current_snapshot_is_refused(
    tmp_path: Path, keep_count: int, keep_days: int
) -> None:
    with pytest.raises(ValueError, match="keep_count"):
        Warehouse(tmp_path, keep_count=keep_count, keep_days=keep_days)


def test_a_second_writer_is_told_who_is_busy(warehouse: Warehouse) -> None:
    with (
        warehouse.lock(),
        pytest.raises(WarehouseBusyError, match=r"\.lock: another run holds the warehouse"),
        Warehouse(warehouse.layout.root).lock(),
    ):
        pass
    with warehouse.lock():
        pass


CONTENDER = """
import sys
from pathlib import Path
from warehouse.snapshots import Warehouse, WarehouseBusyError
try:
    with Warehouse(Path(sys.argv[1])).lock():
        print("won", flush=True)
        sys.stdin.readline()
except WarehouseBusyError:
    print("busy", flush=True)
"""


def test_of_two_processes_started_together_one_wins(warehouse: Warehouse) -> None:
    command = [sys.executable, "-c", CONTENDER, str(warehouse.layout.root)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    contenders = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    answers = [contender.stdout.readline().strip() for contender in contenders]
    with pytest.raises(WarehouseBusyError), warehouse.lock():
        pass
    for contender in contenders:
        contender.communicate("\n")
    assert sorted(answers) == ["busy", "won"]
    with warehouse.lock():
        pass


def test_a_killed_writer_leaves_no_lock(warehouse: Warehouse) -> None:
    command = [sys.executable, "-c", CONTENDER, str(warehouse.layout.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "won\n"
        holder.kill()
    with warehouse.lock():
        pass
