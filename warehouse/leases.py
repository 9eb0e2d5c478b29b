"""File locks: the writer's on `.lock`, a reader's on the manifest of the snapshot it reads.

A flock belongs to an open file and ends with it, so no kill leaves one behind. A reader holds a snapshot's
manifest shared; deleting the snapshot takes the manifest exclusively across its rename into `trash/`. So who
has the lease keeps the snapshot, and who comes later finds it gone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.layout import MANIFEST_NAME, Layout, SnapshotError
from warehouse.manifest import Manifest, read_manifest

# A reader looks again when a whole night was published between two of its system calls: rarely once.
_ATTEMPTS = 100


@dataclass(frozen=True)
class Snapshot:
    """One published state of the warehouse.

    Attributes:
        seq: its number.
        path: its folder, resolved: use it for everything, never `current` again.
        manifest: what it consists of.
    """

    seq: int
    path: Path
    manifest: Manifest

    @property
    def analytics(self) -> Path:
        """The DuckDB file."""
        return self.path / "analytics.duckdb"

    @property
    def root(self) -> Path:
        """The warehouse, to which the names of lake files are relative."""
        return self.path.parent.parent


def open_locked(path: Path, mode: int) -> int | None:
    """Open a file and take a flock on it without waiting.

    Args:
        path: the file; only its lock matters, so opening for reading is enough.
        mode: fcntl.LOCK_SH or fcntl.LOCK_EX.

    Returns:
        The file descriptor, whose closing ends the lock, or None when others hold the lock.

    Raises:
        OSError: the file is missing or cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return handle


@contextmanager
def lease_current(layout: Layout) -> Iterator[Snapshot | None]:
    """Hold the published snapshot until the block ends; None where nothing was published yet.

    Raises:
        SnapshotError: `current` is lost, dangling or foreign, or the manifest is missing, damaged or locked.
        OSError: the snapshot cannot be read.
    """
    lease = _take_lease(layout)
    if lease is None:
        yield None
        return
    handle, seq = lease
    try:
        yield Snapshot(seq, layout.snapshot(seq), read_manifest(layout.snapshot(seq)))
    finally:
        os.close(handle)


@contextmanager
def lease_snapshot(layout: Layout, seq: int) -> Iterator[Snapshot]:
    """Hold one snapshot that stands until the block ends, published last or not.

    Raises:
        SnapshotError: it does not stand or was not committed, is being deleted, or its manifest is damaged.
        OSError: it cannot be read.
    """
    require_committed(layout, seq)
    handle = _lock_manifest(layout.snapshot(seq) / MANIFEST_NAME)
    try:
        yield Snapshot(seq, layout.snapshot(seq), read_manifest(layout.snapshot(seq)))
    finally:
        os.close(handle)


def require_committed(layout: Layout, seq: int) -> None:
    """Make sure that a snapshot stands and was published once.

    Raises:
        SnapshotError: neither; names those that do.
    """
    marked = layout.marked_seqs()
    standing = [number for number in layout.standing_seqs() if number not in marked]
    if seq not in standing:
        names = ", ".join(map(str, standing)) or "none; run `hatsugen run` first"
        raise SnapshotError(layout.snapshot(seq), "is no published snapshot", f"these stand: {names}")


def _take_lease(layout: Layout) -> tuple[int, int] | None:
    """Lock the current snapshot's manifest; gives the lock's file descriptor and the snapshot's number.

    A writer may commit at any moment, so only a trouble that lasts is a trouble.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            seq = layout.current_seq()
            return None if seq is None else (_lock_manifest(layout.snapshot(seq) / MANIFEST_NAME), seq)
        except SnapshotError:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


def _lock_manifest(path: Path) -> int:
    """Take a shared flock on a manifest, and see that it still stands where it stood.

    Returns:
        The file descriptor, whose closing ends the lease.

    Raises:
        SnapshotError: the manifest is not there, or is being deleted: a newer snapshot may be current by now.
        OSError: it cannot be opened for another reason.
    """
    try:
        handle = open_locked(path, fcntl.LOCK_SH)
    except (FileNotFoundError, NotADirectoryError) as error:
        advice = "restore the snapshot from a backup, or point `current` at another"
        raise SnapshotError(path, "is missing", advice) from error
    if handle is None:
        raise SnapshotError(path, "is locked by another program", "end that program (`fuser -v` names it)")
    if not _stands(path, handle):
        os.close(handle)
        raise SnapshotError(path, "was deleted just now", "open the current snapshot again")
    return handle


def _stands(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except (FileNotFoundError, NotADirectoryError):
        return False
