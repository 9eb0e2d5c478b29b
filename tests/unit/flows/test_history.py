from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.history import list_history
from warehouse.layout import Layout, SnapshotError
from warehouse.manifest import read_manifest_if_kept
from warehouse.snapshots import Warehouse

NOON = dt.datetime(2024, 6, 2, 3, 0, tzinfo=dt.UTC)


def publish(warehouse: Warehouse) -> None:
    with warehouse.lock():
        warehouse.recover()
        draft = warehouse.begin()
        (draft.path / "topics.parquet").write_bytes(b"topics")
        warehouse.publish(draft, lake_files=[], facts={}, now=NOON, parser_version="1")


def test_history_is_in_the_order_of_the_nights(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    publish(warehouse)
    publish(warehouse)
    assert [night.seq for night in list_history(tmp_path / "warehouse")] == [1, 2]


def test_before_the_first_night_there_is_none(tmp_path: Path) -> None:
    assert list_history(tmp_path / "nothing") == []


def test_a_snapshot_that_is_retired_meanwhile_is_left_out(tmp_path: Path) -> None:
    publish(Warehouse(tmp_path))
    assert read_manifest_if_kept(Layout(tmp_path).snapshot(1)) is not None
    assert read_manifest_if_kept(Layout(tmp_path).snapshot(7)) is None


def test_a_snapshot_without_its_manifest_is_an_error(tmp_path: Path) -> None:
    publish(Warehouse(tmp_path))
    publish(Warehouse(tmp_path))
    (tmp_path / "snapshots" / "00000001" / "MANIFEST.json").unlink()
    with pytest.raises(SnapshotError, match=r"MANIFEST\.json: is missing"):
        list_history(tmp_path)
