"""What recovery removes, what it leaves, and what it refuses to touch."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from warehouse.snapshots import Snapshot, SnapshotError, Warehouse
from warehouse.verify import Problem, verify_snapshot

NOW = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)
LAKE = "lake/posts/d1-1/part-0.parquet"


def publish(warehouse: Warehouse) -> Snapshot:
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        (draft.path / "analytics.duckdb").write_text(f"night {draft.seq}")
        (draft.path / LAKE).parent.mkdir(parents=True)
        (draft.path / LAKE).write_text("dump 1")
        return warehouse.publish(draft, lake_files=[LAKE], facts={}, now=NOW, parser_version="1")


def recover(warehouse: Warehouse) -> None:
    with warehouse.lock():
        warehouse.recover()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Two published nights."""
    warehouse = Warehouse(tmp_path / "warehouse")
    publish(warehouse)
    publish(warehouse)
    return warehouse


def put_back_before_the_commit(warehouse: Warehouse, seq: int) -> None:
    """As if the run had been killed between putting snapshot `seq` in place and committing it."""
    layout = warehouse.layout
    layout.current.unlink()
    if seq > 1:
        layout.current.symlink_to(f"snapshots/{seq - 1:08d}")
    layout.marker(seq).symlink_to(f"snapshots/{seq:08d}")


def test_an_uncommitted_snapshot_goes_and_its_number_is_used_again(warehouse: Warehouse) -> None:
    put_back_before_the_commit(warehouse, 2)
    with warehouse.open_current() as snapshot:
        assert snapshot.seq == 1
    recover(warehouse)
    assert warehouse.layout.standing_seqs() == [1]
    assert warehouse.layout.marked_seqs() == set()
    assert publish(warehouse).seq == 2


def test_a_first_night_killed_before_its_commit_means_nothing_published(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse)
    put_back_before_the_commit(warehouse, 1)
    assert warehouse.current() is None
    recover(warehouse)
    assert warehouse.layout.standing_seqs() == []
    assert list(warehouse.layout.lake.rglob("*.parquet")) == []
    assert publish(warehouse).seq == 1


def test_leftovers_go_and_links_among_them_are_not_followed(warehouse: Warehouse, tmp_path: Path) -> None:
    layout = warehouse.layout
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("keep")
    (layout.staging / "00000003/lake/posts").mkdir(parents=True)
    (layout.staging / "00000003/analytics.duckdb.wal").write_text("log")
    (layout.staging / "00000003/link").symlink_to(tmp_path / "precious")
    (layout.trash / "00000001").mkdir()
    (layout.trash / "00000001/file").write_text("x")
    (layout.lake / "posts/d9-1").mkdir()
    (layout.lake / "posts/d9-1/part-0.parquet").write_text("of a killed run")
    (layout.lake / "quotes/d9-1").mkdir(parents=True)
    layout.marker(2).symlink_to("snapshots/00000002")
    recover(warehouse)
    assert [*layout.staging.iterdir(), *layout.trash.iterdir()] == []
    assert sorted(path.name for path in layout.lake.glob("*/*")) == ["d1-1"]
    assert layout.standing_seqs() == [1, 2]
    assert (tmp_path / "precious/file").read_text() == "keep"


def test_a_snapshot_behind_which_current_was_set_back_stays(warehouse: Warehouse) -> None:
    warehouse.layout.current.unlink()
    warehouse.layout.current.symlink_to("snapshots/00000001")
    third = publish(warehouse)
    assert (third.seq, third.manifest.parent) == (3, 1)
    assert warehouse.layout.standing_seqs() == [1, 2, 3]


def test_foreign_names_among_the_snapshots_are_left_alone(warehouse: Warehouse) -> None:
    (warehouse.layout.snapshots / "foo").write_text("mine")
    (warehouse.layout.snapshots / "00000002.bak").mkdir()
    publish(warehouse)
    assert (warehouse.layout.snapshots / "foo").read_text() == "mine"
    assert (warehouse.layout.snapshots / "00000002.bak").is_dir()


def break_current(warehouse: Warehouse, case: str) -> None:
    layout = warehouse.layout
    match case:
        case "a file among the snapshots":
            (layout.snapshots / "00000009").write_text("x")
            return
        case "dangling":
            shutil.rmtree(layout.snapshot(2))
            return
    layout.current.unlink()
    match case:
        case "a folder":
            shutil.copytree(layout.snapshot(2), layout.current)
        case "foreign":
            layout.current.symlink_to("/tmp")


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("missing", "current: is missing, yet published snapshots stand; .*ln -sfn snapshots/00000002 "),
        ("dangling", "current: names snapshot 2, which is not there; .*ln -sfn snapshots/00000001 "),
        ("a folder", "current: must be a symlink and is not"),
        ("foreign", "current: names '/tmp', which is no snapshot"),
        ("a file among the snapshots", "00000009: is no folder, so no snapshot; move it out"),
    ],
)
def test_a_broken_current_is_an_error_for_all_and_nothing_is_deleted(
    warehouse: Warehouse, case: str, message: str
) -> None:
    (warehouse.layout.staging / "junk").mkdir()
    break_current(warehouse, case)
    before = sorted(warehouse.layout.root.rglob("*"))
    with pytest.raises(SnapshotError, match=message):
        recover(warehouse)
    with pytest.raises(SnapshotError, match=message):
        warehouse.current()
    assert sorted(warehouse.layout.root.rglob("*")) == before


def test_without_any_snapshot_left_the_advice_is_a_backup(warehouse: Warehouse) -> None:
    shutil.rmtree(warehouse.layout.snapshots)
    with pytest.raises(SnapshotError, match="no snapshot is left: restore the warehouse from a backup"):
        warehouse.current()


def damage(snapshot: Snapshot, case: str) -> None:
    analytics = snapshot.analytics
    analytics.chmod(0o644)
    match case:
        case "flipped":
            analytics.write_text("night 3")
        case "short":
            analytics.write_text("n")
        case "missing":
            analytics.unlink()
        case "linked":
            analytics.rename(snapshot.root / "aside")
            analytics.symlink_to(snapshot.root / "aside")
        case "stranger":
            (snapshot.path / "analytics.duckdb.wal").write_text("log")


@pytest.mark.parametrize(
    ("case", "problems"),
    [
        ("whole", {}),
        ("flipped", {"analytics.duckdb": "has other bytes than the manifest says (SHA-256 differs)"}),
        ("short", {"analytics.duckdb": "has 1 bytes, the manifest says 7"}),
        ("missing", {"analytics.duckdb": "is missing"}),
        ("linked", {"analytics.duckdb": "is not a regular file"}),
        ("stranger", {"analytics.duckdb.wal": "is not in the manifest"}),
    ],
)
def test_verify_finds_every_damage(warehouse: Warehouse, case: str, problems: dict[str, str]) -> None:
    with warehouse.open_current() as snapshot:
        damage(snapshot, case)
        expected = [Problem(snapshot.path / name, trouble) for name, trouble in problems.items()]
        assert verify_snapshot(snapshot) == expected


def test_verify_re_hashes_the_lake_only_when_asked_fully(warehouse: Warehouse) -> None:
    with warehouse.open_current() as snapshot:
        path = snapshot.root / LAKE
        path.chmod(0o644)
        path.write_text("dump 2")
        assert verify_snapshot(snapshot) == []
        (problem,) = verify_snapshot(snapshot, full=True)
        assert str(problem) == f"{path}: has other bytes than the manifest says (SHA-256 differs)"
        path.unlink()
        assert [found.trouble for found in verify_snapshot(snapshot)] == ["is missing"]
