"""A run that dies, or whose disk fails, before any of its file operations; then readers; then a rerun."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nights
import pytest
from figures import Figures
from nights import Countdown, Killed, kill, open_warehouse, publish_night

from warehouse.durable import Operation
from warehouse.manifest import named_lake_files, read_manifest
from warehouse.snapshots import Snapshot, SnapshotError, Warehouse
from warehouse.verify import verify_snapshot

Copy = Callable[[str], Path]


def fail_with(error: int) -> Callable[[Operation], None]:
    def fail(operation: Operation) -> None:
        raise OSError(error, os.strerror(error), str(operation.path))

    return fail


def read(root: Path) -> Snapshot:
    """What any reader does: lease, check every byte, and see that the tables are of one night."""
    with Warehouse(root).open_current() as snapshot:
        assert verify_snapshot(snapshot, full=True) == []
        night = snapshot.manifest.facts["night"]
        assert snapshot.analytics.read_text() == f"analytics.duckdb of night {night}"
        assert (
            snapshot.path / "marts/topics.parquet"
        ).read_text() == f"marts/topics.parquet of night {night}"
        return snapshot


def assert_clean(root: Path) -> None:
    """Nothing is left of the trouble: two snapshots, their lake files, empty staging and trash."""
    layout = Warehouse(root).layout
    standing = layout.standing_seqs()
    manifests = [read_manifest(layout.snapshot(seq)) for seq in standing]
    assert len(standing) == 2
    assert layout.current_seq() == standing[-1]
    assert layout.marked_seqs() == set()
    assert [*layout.staging.iterdir(), *layout.trash.iterdir()] == []
    lake = {path.relative_to(root).as_posix() for path in layout.lake.rglob("*.parquet")}
    assert lake == set(named_lake_files(manifests))
    assert all(any(folder.iterdir()) for folder in layout.lake.glob("*/*"))


def rerun(root: Path, night: int) -> None:
    """The next run: it succeeds, and what stands then is what an undisturbed warehouse has."""
    publish_night(open_warehouse(root), night)
    assert read(root).manifest.facts == {"night": night}
    assert_clean(root)


def list_operations(root: Path, night: int) -> list[Operation]:
    operations: list[Operation] = []
    publish_night(open_warehouse(root, operations.append), night)
    return operations


def find_commit(operations: list[Operation]) -> int:
    return next(n for n, found in enumerate(operations) if found.target and found.target.name == "current")


def test_killed_before_any_operation(copy_two_nights: Copy, figures: Figures) -> None:
    operations = list_operations(copy_two_nights("undisturbed"), 3)
    seen = []
    for number in range(len(operations)):
        root = copy_two_nights(f"killed-{number}")
        with pytest.raises(Killed):
            publish_night(open_warehouse(root, Countdown(number, kill)), 3)
        seen.append(read(root).seq)
        rerun(root, 3)
    commit = find_commit(operations)
    assert seen == [2] * (commit + 1) + [3] * (len(operations) - commit - 1)
    note = f"{len(operations) - commit - 2} of them in garbage collection"
    figures.add("failpoints of publishing", tried=len(operations), wrong=0, note=note)


def test_a_first_night_killed_before_any_operation(tmp_path: Path) -> None:
    operations = list_operations(tmp_path / "undisturbed", 1)
    is_published = []
    for number in range(len(operations)):
        root = tmp_path / f"killed-{number}"
        with pytest.raises(Killed):
            publish_night(open_warehouse(root, Countdown(number, kill)), 1)
        is_published.append(Warehouse(root).current() is not None)
        publish_night(open_warehouse(root), 1)
        rerun(root, 2)
    commit = find_commit(operations)
    assert is_published == [number > commit for number in range(len(operations))]


def leave_everything(root: Path) -> None:
    """The worst that dead runs leave: an uncommitted snapshot, trash, a draft and loose lake files."""
    layout = Warehouse(root).layout
    with pytest.raises(Killed):
        publish_night(
            open_warehouse(root, lambda found: kill(found) if found.path == layout.marker(3) else None), 3
        )
    for folder in (
        layout.staging / "00000004/marts",
        layout.trash / "00000000/marts",
        layout.lake / "posts/d9-1",
    ):
        folder.mkdir(parents=True)
        (folder / "part-0.parquet").write_text("left behind")


def recover(root: Path, watch: Callable[[Operation], None]) -> None:
    warehouse = open_warehouse(root, watch)
    with warehouse.lock():
        warehouse.recover()


def test_recovery_killed_before_any_operation(copy_two_nights: Copy, figures: Figures) -> None:
    undisturbed = copy_two_nights("undisturbed")
    leave_everything(undisturbed)
    operations: list[Operation] = []
    recover(undisturbed, operations.append)
    assert_clean(undisturbed)
    for number in range(len(operations)):
        root = copy_two_nights(f"killed-{number}")
        leave_everything(root)
        with pytest.raises(Killed):
            recover(root, Countdown(number, kill))
        assert read(root).seq == 2
        rerun(root, 3)
    figures.add("failpoints of recovery", tried=len(operations), wrong=0)


ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


@pytest.mark.parametrize("turn", range(len(ERRORS)))
def test_any_operation_may_fail(turn: int, copy_two_nights: Copy, figures: Figures) -> None:
    operations = list_operations(copy_two_nights("undisturbed"), 3)
    # A third of the operations with each error, or all with all.
    tried = range(len(operations)) if figures.is_full else range(turn, len(operations), len(ERRORS))
    error, commit = ERRORS[turn], find_commit(operations)
    for number in tried:
        root = copy_two_nights(f"failed-{number}")
        with pytest.raises((OSError, SnapshotError), match=os.strerror(error)) as caught:
            publish_night(open_warehouse(root, Countdown(number, fail_with(error))), 3)
        is_told = "snapshot 3 is published, but old ones could not be removed" in str(caught.value)
        assert is_told == (number > commit + 1)
        assert read(root).seq == (3 if number > commit else 2)
        rerun(root, 3)
    note = "reason told, readers whole, rerun succeeds"
    figures.add(f"{errno.errorcode[error]} at a file operation", tried=len(tried), wrong=0, note=note)


def test_a_reader_sees_a_whole_night_at_every_moment(copy_two_nights: Copy) -> None:
    root = copy_two_nights("warehouse")
    seen: list[int] = []
    for night in (3, 4):
        publish_night(open_warehouse(root, lambda operation: seen.append(read(root).seq)), night)
    assert seen == sorted(seen)
    assert set(seen) == {2, 3, 4}


def test_readers_beside_a_busy_writer(copy_two_nights: Copy) -> None:
    root = copy_two_nights("warehouse")
    is_over = threading.Event()

    def keep_reading() -> list[int]:
        seen = [read(root).seq]
        while not is_over.is_set():
            seen.append(read(root).seq)
        return seen

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(keep_reading) for _ in range(2)]
        try:
            for night in range(3, 15):
                publish_night(Warehouse(root, keep_count=1, keep_days=0), night)
        finally:
            is_over.set()
        for reader in readers:
            assert reader.result() == sorted(reader.result())


@pytest.mark.slow
def test_processes_killed_before_any_operation(copy_two_nights: Copy, figures: Figures) -> None:
    count = len(list_operations(copy_two_nights("undisturbed"), 3))
    for number in range(count):
        root = copy_two_nights(f"killed-{number}")
        command = [sys.executable, nights.__file__, str(root), "3", str(number)]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        assert read(root).seq in (2, 3)
        rerun(root, 3)
    figures.add("– the same by SIGKILL of a process", tried=count, wrong=0)
