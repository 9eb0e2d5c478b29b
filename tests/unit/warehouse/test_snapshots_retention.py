"""Which snapshots and lake files go, and who holds them back."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from warehouse.manifest import Manifest
from warehouse.retention import list_expired
from warehouse.snapshots import Snapshot, SnapshotError, Warehouse
from warehouse.verify import verify_snapshot

NOW = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def manifest(seq: int, age: dt.timedelta) -> Manifest:
    return Manifest(seq, seq - 1 or None, NOW - age, "1", {}, {}, {})


@pytest.mark.parametrize(
    ("ages_in_days", "current", "keep_count", "keep_days", "expired"),
    [
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 10, 7, 7, [1, 2, 3]),
        ([6, 5, 4, 3, 3, 2, 2, 1, 1, 0], 10, 7, 7, []),
        ([90, 80, 70], 3, 7, 7, []),
        ([90, 80, 70], 3, 1, 7, [1, 2]),
        ([90, 80, 70], 1, 1, 7, [2]),
        ([2, 1, 0], 3, 1, 0, [1, 2]),
        ([-1, -400, 0], 3, 1, 7, []),
        ([], 0, 7, 7, []),
    ],
    ids=["by both", "young", "few", "by age", "current stays", "no days", "clock set back", "nothing"],
)
def test_kept_is_what_is_new_by_count_or_by_age(
    ages_in_days: list[int], current: int, keep_count: int, keep_days: int, expired: list[int]
) -> None:
    manifests = [manifest(seq, age * DAY) for seq, age in enumerate(ages_in_days, start=1)]
    found = list_expired(manifests, current=current, now=NOW, keep_count=keep_count, keep_days=keep_days)
    assert found == expired


def lake_name(seq: int) -> str:
    return f"lake/posts/d{seq}-1/part-0.parquet"


def publish(warehouse: Warehouse, seq: int, now: dt.datetime = NOW) -> Snapshot:
    """Night `seq`: its own new dump and that of the night before."""
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        (draft.path / "analytics.duckdb").write_text(f"night {seq}")
        (draft.path / lake_name(seq)).parent.mkdir(parents=True)
        (draft.path / lake_name(seq)).write_text(f"dump {seq}")
        names = [lake_name(number) for number in (seq - 1, seq) if number > 0]
        return warehouse.publish(draft, lake_files=names, facts={}, now=now, parser_version="1")


def standing(warehouse: Warehouse) -> tuple[list[int], set[str]]:
    layout = warehouse.layout
    lake = {path.relative_to(layout.root).as_posix() for path in layout.lake.rglob("*.parquet")}
    return layout.standing_seqs(), lake


def test_old_snapshots_go_with_the_lake_files_that_only_they_named(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, keep_count=2, keep_days=0)
    for seq in range(1, 5):
        publish(warehouse, seq)
    assert standing(warehouse) == ([3, 4], {lake_name(2), lake_name(3), lake_name(4)})
    assert not (warehouse.layout.lake / "posts/d1-1").exists()
    assert list(warehouse.layout.trash.iterdir()) == []
    with warehouse.open_current() as snapshot:
        assert verify_snapshot(snapshot, full=True) == []


def test_a_readers_lease_keeps_its_snapshot_until_it_ends(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, keep_count=1, keep_days=0)
    publish(warehouse, 1)
    with Warehouse(tmp_path).open_current() as held:
        publish(warehouse, 2)
        publish(warehouse, 3)
        assert standing(warehouse) == ([1, 3], {lake_name(1), lake_name(2), lake_name(3)})
        assert verify_snapshot(held, full=True) == []
        with warehouse.open_current() as newest:
            assert newest.seq == 3
    publish(warehouse, 4)
    assert standing(warehouse) == ([4], {lake_name(3), lake_name(4)})


@pytest.mark.parametrize(("owner", "name"), [(Path, "readlink"), (os, "open")], ids=["resolved", "opened"])
def test_a_reader_that_comes_too_late_takes_the_newer_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    """A night passes and takes its snapshot each time it has resolved `current` or opened the manifest."""
    warehouse = Warehouse(tmp_path, keep_count=1, keep_days=0)
    publish(warehouse, 1)
    original = getattr(owner, name)
    nights = iter([2, 3])

    def call_then_publish(*args: object) -> object:
        answer = original(*args)
        night = next(nights, None)
        if night:
            with monkeypatch.context() as patch:
                patch.setattr(owner, name, original)
                publish(warehouse, night)
        return answer

    monkeypatch.setattr(owner, name, call_then_publish)
    with Warehouse(tmp_path).open_current() as snapshot:
        assert snapshot.seq == 3
        assert verify_snapshot(snapshot, full=True) == []


def test_what_is_not_ours_in_the_lake_stays(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse", keep_count=1, keep_days=0)
    publish(warehouse, 1)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "x-1").mkdir(parents=True)
    (elsewhere / "x-1/part-0.parquet").write_text("someone's")
    lake = warehouse.layout.lake
    (lake / "README.txt").write_text("a note")
    (lake / "linked").symlink_to(elsewhere)
    (lake / "posts/link-1").mkdir()
    (lake / "posts/link-1/part-0.parquet").symlink_to(elsewhere / "x-1/part-0.parquet")
    publish(warehouse, 2)
    assert (lake / "README.txt").read_text() == "a note"
    assert (lake / "linked").is_symlink()
    assert (lake / "posts/link-1/part-0.parquet").read_text() == "someone's"


def test_a_damaged_old_manifest_stops_the_night_before_anything_is_deleted(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, keep_count=2, keep_days=0)
    publish(warehouse, 1)
    publish(warehouse, 2)
    path = warehouse.layout.snapshot(1) / "MANIFEST.json"
    path.chmod(0o644)
    path.write_text("{}")
    before = standing(warehouse)
    with pytest.raises(SnapshotError, match=r"00000001/MANIFEST\.json: manifest_version is None"):
        publish(warehouse, 3)
    assert standing(warehouse) == before
