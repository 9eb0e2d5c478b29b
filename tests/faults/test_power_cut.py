"""Replay of a night's recorded operations: what must be on the disk, and when.

The model is strict: a file's bytes and mode are on the disk only after its own fsync, a name only after the
fsync of its folder, and what was not synced may be lost in any order. The control leaves out one fsync at a
time, and the model must miss it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from figures import Figures
from nights import Countdown, Killed, kill, open_warehouse, publish_night

from warehouse.durable import Operation
from warehouse.layout import Layout

Copy = Callable[[str], Path]


class Replay:
    """Which files and folders have changes that a power cut could lose.

    Attributes:
        unsynced: files and folders changed since their last fsync.
        violations: promises that did not hold when they had to.
    """

    def __init__(self, layout: Layout, built: Iterable[Path]) -> None:
        self.layout = layout
        self.unsynced = set(built)
        self.violations: list[str] = []

    def apply(self, operation: Operation) -> None:
        self._check_before(operation)
        match operation.name:
            case "sync_file" | "sync_folder":
                self.unsynced.discard(operation.path)
                return
            case "protect_file":
                self.unsynced.add(operation.path)
            case "write_file":
                self.unsynced |= {operation.path, operation.path.parent}
            case "rename":
                self._rename(operation)
            case "unlink" | "remove_folder":
                self.unsynced = {path for path in self.unsynced if not path.is_relative_to(operation.path)}
                self.unsynced.add(operation.path.parent)
            case "make_folder" | "make_symlink":
                self.unsynced.add(operation.path.parent)

    def _rename(self, operation: Operation) -> None:
        source, target = operation.path, operation.target
        assert target is not None
        moved = {path for path in self.unsynced if path.is_relative_to(source)}
        self.unsynced -= moved
        self.unsynced |= {target / path.relative_to(source) for path in moved}
        self.unsynced |= {source.parent, target.parent}

    def _check_before(self, operation: Operation) -> None:
        layout, path, target = self.layout, operation.path, operation.target
        if target is not None and target.parent == layout.snapshots:
            self._demand("put in place", layout.root, below=(path, layout.lake))
        if target == layout.current:
            self._demand("commit", layout.root, below=(layout.snapshots, layout.lake))
        if operation.name == "unlink" and path.is_relative_to(layout.trash):
            self._demand("delete a snapshot", layout.root, layout.snapshots, layout.trash)
        if operation.name == "unlink" and path.is_relative_to(layout.lake):
            self._demand("sweep the lake", layout.root, layout.snapshots)

    def _demand(self, moment: str, *paths: Path, below: tuple[Path, ...] = ()) -> None:
        """These paths, and everything below those, must not have unsynced changes at this moment."""
        for lost in sorted(self.unsynced):
            if lost in paths or any(lost.is_relative_to(folder) for folder in below):
                self.violations.append(f"{moment}: {lost.relative_to(self.layout.root)}")

    def finish(self) -> list[str]:
        self._demand("report success", self.layout.root)
        return self.violations


def replay(root: Path, operations: Iterable[Operation], built: Iterable[Path]) -> list[str]:
    model = Replay(Layout(root), built)
    for operation in operations:
        model.apply(operation)
    return model.finish()


class Recorder:
    """Watches night 3: its operations from publishing on, and what stood in the draft by then."""

    def __init__(self, root: Path) -> None:
        self.operations: list[Operation] = []
        self.built: list[Path] = []
        self._draft = Layout(root).draft(3)

    def __call__(self, operation: Operation) -> None:
        if operation.name == "protect_file" and not self.built:
            self.built = [self._draft, *self._draft.rglob("*")]
        if self.built:
            self.operations.append(operation)


def find_unnoticed(root: Path, operations: list[Operation], built: list[Path]) -> list[tuple[int, str]]:
    """The fsyncs, by number and path, that can be left out without breaking a promise of the model."""
    unnoticed = []
    for number, operation in enumerate(operations):
        without = operations[:number] + operations[number + 1 :]
        if operation.name.startswith("sync_") and not replay(root, without, built):
            unnoticed.append((number, operation.path.relative_to(root).as_posix()))
    return unnoticed


def test_every_promise_holds_and_every_missing_fsync_is_noticed(
    copy_two_nights: Copy, figures: Figures
) -> None:
    root = copy_two_nights("warehouse")
    night = Recorder(root)
    publish_night(open_warehouse(root, night), 3)
    assert replay(root, night.operations, night.built) == []
    unnoticed = find_unnoticed(root, night.operations, night.built)
    # Names in staging are dropped by recovery; an emptied lake folder that comes back is removed again.
    assert [path for _, path in unnoticed] == ["staging", "lake/table1"]
    syncs = sum(operation.name.startswith("sync_") for operation in night.operations)
    figures.add("operations replayed in any order", tried=len(night.operations), wrong=0, note="strict model")
    note = f"{syncs - len(unnoticed)} caught; the other {len(unnoticed)} guard nothing a reader sees"
    figures.add("– control: one fsync left out", tried=syncs, wrong=syncs - len(unnoticed), note=note)


def record_killed_night(root: Path, number: int) -> tuple[Recorder, int]:
    """A night that died before its operation `number`, then a recovery; where the recovery begins."""
    recorder = Recorder(root)
    countdown = Countdown(number, kill)

    def watch(operation: Operation) -> None:
        countdown(operation)
        recorder(operation)

    with pytest.raises(Killed):
        publish_night(open_warehouse(root, watch), 3)
    begins = len(recorder.operations)
    warehouse = open_warehouse(root, recorder)
    with warehouse.lock():
        warehouse.recover()
    return recorder, begins


def test_recovery_makes_durable_what_the_killed_run_did_not(copy_two_nights: Copy, figures: Figures) -> None:
    undisturbed: list[Operation] = []
    publish_night(open_warehouse(copy_two_nights("undisturbed"), undisturbed.append), 3)
    noticed = set()
    for number in range(len(undisturbed)):
        root = copy_two_nights(f"killed-{number}")
        recorder, begins = record_killed_night(root, number)
        assert replay(root, recorder.operations, recorder.built) == []
        unnoticed = {at for at, _ in find_unnoticed(root, recorder.operations, recorder.built)}
        for at, operation in enumerate(recorder.operations[begins:], start=begins):
            if operation.name == "sync_folder" and at not in unnoticed:
                noticed.add(operation.path.relative_to(root).as_posix())
    assert noticed == {".", "snapshots", "trash"}
    figures.add("– the same, killed anywhere and recovered", tried=len(undisturbed), wrong=0)
