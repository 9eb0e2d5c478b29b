"""A night that merges lake files dies before any of its file operations; then readers; then a rerun."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from figures import Figures
from nights import FIRST_NIGHT, Countdown, Killed, kill

from warehouse.compact import LakeDraft, compact
from warehouse.durable import Disk, Operation
from warehouse.lake import name_by_content
from warehouse.snapshots import Warehouse
from warehouse.verify import verify_snapshot

Watch = Callable[[Operation], None]


def run_night(root: Path, dumps: int, watch: Watch | None = None) -> None:
    """Bring a warehouse up to so many dumps, one row each; the snapshots before go at once."""
    warehouse = Warehouse(root, keep_count=1, keep_days=0, disk=Disk(watch) if watch else None)
    with warehouse.lock():
        warehouse.recover()
        current = warehouse.current()
        known = list(current.manifest.lake) if current else []
        new = range(len(read_dumps(root)) if current else 0, dumps)
        if not new:
            return
        draft = warehouse.begin()
        names = [*known, *(write_dump(draft.path, number) for number in new)]
        lake_files = compact(LakeDraft(root, draft.path), names)
        (draft.path / "analytics.duckdb").write_text(f"{dumps} dumps")
        warehouse.publish(draft, lake_files=lake_files, facts={}, now=FIRST_NIGHT, parser_version="1")


def write_dump(draft: Path, number: int) -> str:
    dump_id = f"{number:016x}"
    path = draft / "lake" / "posts" / f"{dump_id}-1" / "part.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.table({"dump_id": [dump_id], "text": [f"{number}番の橋"]}), path)
    return name_by_content(path).relative_to(draft).as_posix()


def read_dumps(root: Path) -> list[str]:
    """What any reader does: lease, check every byte, and read the rows."""
    with Warehouse(root).open_current() as snapshot:
        assert verify_snapshot(snapshot, full=True) == []
        tables = [pq.read_table(root / name, partitioning=None) for name in snapshot.manifest.lake]
        dumps = pa.concat_tables(tables).sort_by("dump_id").column("text").to_pylist()
        assert snapshot.analytics.read_text() == f"{len(dumps)} dumps"
        return dumps


def list_named(root: Path) -> dict[str, bytes]:
    current = Warehouse(root).current()
    assert current is not None
    return {name: (root / name).read_bytes() for name in current.manifest.lake}


def list_lake_of_next(root: Path, *, copy_to: Path) -> dict[str, bytes]:
    """The lake after one more night of one more dump."""
    shutil.copytree(root, copy_to, symlinks=True)
    run_night(copy_to, 4)
    return list_lake(copy_to)


def list_lake(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("lake/*/*/*")}


@pytest.fixture(name="two_files")
def _two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of two dumps, a file each; a third one is too many."""
    monkeypatch.setattr("warehouse.compact.MOST_SMALL_FILES", 2)
    run_night(tmp_path / "warehouse", 2)
    assert len(list_lake(tmp_path / "warehouse")) == 2
    return tmp_path / "warehouse"


def test_a_merging_night_killed_before_any_operation(
    two_files: Path, tmp_path: Path, figures: Figures
) -> None:
    def copy(name: str) -> Path:
        return Path(shutil.copytree(two_files, tmp_path / name, symlinks=True))

    undisturbed = copy("undisturbed")
    operations: list[Operation] = []
    run_night(undisturbed, 3, operations.append)
    (merged,) = list_lake(undisturbed)
    assert merged.startswith("lake/posts/merged-1/part-")

    commit = next(n for n, found in enumerate(operations) if found.target and found.target.name == "current")
    removed = [
        n for n, found in enumerate(operations) if found.name == "unlink" and "lake" in str(found.path)
    ]
    assert len(removed) == 2
    assert min(removed) > commit
    after = list_lake_of_next(undisturbed, copy_to=tmp_path / "next")
    for number in range(len(operations)):
        root = copy(f"killed-{number}")
        with pytest.raises(Killed):
            run_night(root, 3, Countdown(number, kill))
        assert read_dumps(root) == [f"{dump}番の橋" for dump in range(3 if number > commit else 2)]
        run_night(root, 3)
        assert list_named(root) == list_named(undisturbed)
        # What a kill kept from being collected goes when the next night publishes.
        run_night(root, 4)
        assert list_lake(root) == after
        assert read_dumps(root) == [f"{dump}番の橋" for dump in range(4)]
    figures.add("failpoints of a night that merges lake files", tried=len(operations), wrong=0)


def test_the_same_readers_find_fault_when_merged_files_go_before_the_commit(
    two_files: Path, figures: Figures
) -> None:
    def remove_early(operation: Operation) -> None:
        if operation.name == "rename" and operation.path.parent.name.startswith("merged-"):
            for path in two_files.glob("lake/posts/*-1/part-*"):
                path.unlink()
        if operation.target == two_files / "current":
            raise Killed(operation)

    with pytest.raises(Killed):
        run_night(two_files, 3, remove_early)
    with Warehouse(two_files).open_current() as snapshot:
        found = verify_snapshot(snapshot)
    assert [problem.trouble for problem in found] == ["is missing", "is missing"]
    figures.add("– control: merged files that go before the commit", tried=1, wrong=1)
