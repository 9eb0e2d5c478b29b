"""Going back to an older snapshot, and forth again, is one rename; a kill leaves either one published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.durable import Disk, Operation
from warehouse.layout import SnapshotError
from warehouse.snapshots import Warehouse

NOW = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)


class KilledError(BaseException):
    """Stands for SIGKILL."""


def publish(warehouse: Warehouse, count: int) -> None:
    for _ in range(count):
        with warehouse.lock():
            warehouse.recover()
            draft = warehouse.begin()
            (draft.path / "analytics.duckdb").write_text(str(draft.seq))
            warehouse.publish(draft, lake_files=[], facts={}, now=NOW, parser_version="1")


def roll_back(warehouse: Warehouse, seq: int) -> None:
    with warehouse.lock():
        warehouse.recover()
        warehouse.roll_back(seq)


def current(root: Path) -> int | None:
    snapshot = Warehouse(root).current()
    return snapshot.seq if snapshot else None


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    publish(Warehouse(tmp_path), 3)
    return tmp_path


def test_back_and_forth_removes_nothing_and_the_next_number_is_new(root: Path) -> None:
    for seq in (1, 3, 2):
        roll_back(Warehouse(root), seq)
        assert current(root) == seq
    publish(Warehouse(root), 1)
    assert (current(root), Warehouse(root).layout.standing_seqs()) == (4, [1, 2, 3, 4])


@pytest.mark.parametrize("seq", [0, 4, 99_999_999])
def test_what_does_not_stand_cannot_be_gone_back_to(root: Path, seq: int) -> None:
    with pytest.raises(SnapshotError, match=r"is no published snapshot; these stand: 1, 2, 3"):
        roll_back(Warehouse(root), seq)
    assert current(root) == 3


@pytest.mark.parametrize("start", [1, 3])
def test_a_kill_at_any_moment_leaves_one_of_the_two_and_every_snapshot(root: Path, start: int) -> None:
    roll_back(Warehouse(root), start)
    target = 4 - start
    operations: list[Operation] = []
    roll_back(Warehouse(root, disk=Disk(operations.append)), start)
    for strike_at in range(len(operations)):
        left = iter(operations[:strike_at])

        def kill(_: Operation, left: Iterator[Operation] = left) -> None:
            if next(left, None) is None:
                raise KilledError

        roll_back(Warehouse(root), start)
        with pytest.raises(KilledError):
            roll_back(Warehouse(root, disk=Disk(kill)), target)
        assert current(root) in (start, target)
        recovered = Warehouse(root)
        with recovered.lock():
            recovered.recover()
        assert recovered.layout.standing_seqs() == [1, 2, 3]
        assert not recovered.layout.turning.is_symlink()
