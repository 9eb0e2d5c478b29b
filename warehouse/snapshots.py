"""Publishing: one writer builds a snapshot aside and commits it by one rename; readers hold what they read.

The protocol (docs/adr/0005-snapshots-by-symlink.md says why):

    with warehouse.lock():                      flock on .lock, or WarehouseBusyError
        warehouse.recover()                     what a killed run left goes
        draft = warehouse.begin()               staging/<seq>; the caller builds its files there
        warehouse.publish(draft, ...)           seal, manifest, rename, commit; then old snapshots go
    with warehouse.open_current() as snapshot:  a lease: the snapshot stays until the block ends
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from warehouse.commit import clear_leftovers, commit_draft, point_back
from warehouse.drafts import (
    Draft,
    carry_lake_files,
    list_draft_files,
    list_new_lake_files,
    move_lake_files,
    seal_draft,
    write_manifest,
)
from warehouse.durable import Disk, Fingerprint
from warehouse.layout import Layout, SnapshotError, WarehouseBusyError
from warehouse.leases import Snapshot, lease_current, lease_snapshot, open_locked
from warehouse.manifest import Manifest, named_lake_files, read_manifest, render_manifest
from warehouse.retention import (
    list_expired,
    retire_expired,
    retire_naming,
)

__all__ = ["Draft", "Manifest", "Snapshot", "SnapshotError", "Warehouse", "WarehouseBusyError"]


class Warehouse:
    """A warehouse folder: one writer at a time, any number of readers.

    Args:
        root: the folder; made by the first `lock`.
        keep_count: the newest snapshots that are kept whatever their age, at least 1.
        keep_days: snapshots younger than this are kept whatever their number.
        disk: through which all changes go; fault tests put their own here.
    """

    def __init__(
        self, root: Path, *, keep_count: int = 7, keep_days: int = 7, disk: Disk | None = None
    ) -> None:
        if keep_count < 1 or keep_days < 0:
            raise ValueError(f"keep_count {keep_count} must be >= 1, keep_days {keep_days} >= 0")
        self.layout = Layout(root.absolute())
        self._keep_count = keep_count
        self._keep_days = keep_days
        self._disk = disk or Disk()
        self._is_locked = False
        self._is_recovered = False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to write; makes the warehouse's folders where they are missing.

        The lock ends with the block or the process, however it dies. Processes forked inside hold it too,
        until they end.

        Raises:
            WarehouseBusyError: another run holds it.
            OSError: the folder cannot be made or written.
        """
        self.layout.root.mkdir(parents=True, exist_ok=True)
        self.layout.lock.touch(exist_ok=True)
        handle = open_locked(self.layout.lock, fcntl.LOCK_EX)
        if handle is None:
            raise WarehouseBusyError(self.layout.lock)
        try:
            self._is_locked = True
            self._make_folders()
            yield
        finally:
            self._is_locked = self._is_recovered = False
            os.close(handle)

    def _make_folders(self) -> None:
        layout = self.layout
        folders = (layout.lake, layout.snapshots, layout.staging, layout.trash)
        missing = [path for path in folders if not path.exists()]
        for path in missing:
            self._disk.make_folder(path)
        if missing:
            self._disk.sync_folder(layout.root)
            self._disk.sync_folder(layout.root.parent)

    def recover(self) -> None:
        """Remove what a killed run left; everything is looked at before anything is removed.

        That is: whatever stands in `staging/` and `trash/`, snapshots that were put in place and not
        committed, and lake files that no standing snapshot names. A snapshot newer than `current` without its
        marker was committed once and `current` was set back by hand: it stays until retention takes it.

        Raises:
            SnapshotError: `current` is lost, dangling or foreign, or a snapshot's manifest is damaged, so
                that going on could delete what is still wanted.
            OSError: a file operation failed.
        """
        self._require_lock()
        clear_leftovers(self._disk, self.layout)
        self._is_recovered = True

    def begin(self) -> Draft:
        """Make an empty draft with the next number: one more than any snapshot on disk, never from the clock.

        Raises:
            RuntimeError: leftovers may stand: `recover` comes first, and again after a draft that was not
                published.
            SnapshotError: `current` is not as it must be.
            OSError: a file operation failed.
        """
        self._require_lock()
        if not self._is_recovered:
            raise RuntimeError("recover the warehouse before a draft is begun")
        self._is_recovered = False
        seq = self._next_seq()
        draft = Draft(seq, self.layout.draft(seq))
        self._disk.make_folder(draft.path)
        self._disk.make_folder(draft.lake)
        return draft

    def _next_seq(self) -> int:
        return max(self.layout.current_seq() or 0, *self.layout.standing_seqs(), 0) + 1

    def publish(
        self,
        draft: Draft,
        *,
        lake_files: Iterable[str],
        facts: Mapping[str, object],
        now: dt.datetime,
        parser_version: str,
    ) -> Snapshot:
        """Commit a draft as the current snapshot, then delete what is no longer kept.

        When it returns, the snapshot survives a power cut. When it raises, `current` is unchanged, unless the
        message says that the snapshot is published.

        Args:
            draft: from `begin`, with all its files closed.
            lake_files: every lake file the snapshot was built from, relative to the root. The new ones stand
                in `draft.lake`; the others are known from snapshots that stand.
            facts: JSON for the manifest.
            now: instant of the run, with a time zone; also decides which snapshots are old.
            parser_version: for the manifest.

        Raises:
            SnapshotError: the draft is not fit to be published; or old snapshots could not be removed.
            OSError: a file operation failed (disk full, no permission).
            TypeError, ValueError: facts that are not JSON, or `now` without time zone.
        """
        self._require_lock()
        manifest = self._plan(draft, facts=facts, now=now, parser_version=parser_version)
        render_manifest(manifest)  # a caller's mistake shows here, before the disk is touched
        names = list_draft_files(draft)
        lake = self._settle_lake(draft, set(lake_files))
        files = seal_draft(self._disk, draft, names)
        manifest = write_manifest(self._disk, draft, replace(manifest, files=files, lake=lake))
        commit_draft(self._disk, self.layout, draft)
        snapshot = Snapshot(draft.seq, self.layout.snapshot(draft.seq), manifest)
        self._collect(snapshot, now)
        self._is_recovered = True
        return snapshot

    def _plan(
        self, draft: Draft, *, facts: Mapping[str, object], now: dt.datetime, parser_version: str
    ) -> Manifest:
        """The manifest but for its files."""
        if draft.seq != self._next_seq() or draft.path != self.layout.draft(draft.seq):
            raise SnapshotError(draft.path, "is not the warehouse's next snapshot", "begin a new draft")
        return Manifest(draft.seq, self.layout.current_seq(), now, parser_version, {}, {}, facts)

    def _settle_lake(self, draft: Draft, wanted: set[str]) -> dict[str, Fingerprint]:
        """Move the new lake files into place and look up the others."""
        new = list_new_lake_files(draft)
        if stray := new - wanted:
            path = draft.path / min(stray)
            raise SnapshotError(path, "is not among the snapshot's lake files", "name it or remove it")
        known = named_lake_files(self.standing_manifests().values())
        carried = carry_lake_files(self.layout, wanted - new, known)
        return carried | move_lake_files(self._disk, self.layout, draft, names=new, known=known)

    def standing_manifests(self) -> dict[int, Manifest]:
        """What every snapshot on disk consists of. Raises SnapshotError, OSError."""
        return {seq: read_manifest(self.layout.snapshot(seq)) for seq in self.layout.standing_seqs()}

    def _collect(self, published: Snapshot, now: dt.datetime) -> None:
        """Delete snapshots that are no longer kept and not being read, then lake files that none names."""
        kept = self.standing_manifests()
        expired = list_expired(
            kept.values(),
            current=published.seq,
            now=now,
            keep_count=self._keep_count,
            keep_days=self._keep_days,
        )
        try:
            retire_expired(self._disk, self.layout, kept, expired)
        except OSError as error:
            trouble = f"snapshot {published.seq} is published, but old ones could not be removed ({error})"
            raise SnapshotError(self.layout.root, trouble, "mend that; the next run tries again") from error

    def retire_naming(self, lake_files: Container[str]) -> list[int]:
        """Delete the snapshots, but for the current one, that name any of some lake files.

        Returns:
            Those that stay because a reader holds them.

        Raises:
            SnapshotError, OSError: a manifest is damaged, or a file operation failed.
        """
        self._require_lock()
        manifests = self.standing_manifests()
        manifests.pop(self.layout.current_seq() or 0, None)
        return retire_naming(self._disk, self.layout, manifests.values(), lake_files)

    def roll_back(self, seq: int) -> None:
        """Make another published snapshot the current one, durably; no snapshot goes.

        Raises:
            RuntimeError: the warehouse was not recovered.
            SnapshotError: there is no such snapshot.
            OSError: a file operation failed; `current` is unchanged.
        """
        self._require_lock()
        if not self._is_recovered:
            raise RuntimeError("recover the warehouse before it is rolled back")
        point_back(self._disk, self.layout, seq)

    def _require_lock(self) -> None:
        if not self._is_locked:
            raise RuntimeError("the warehouse is changed only inside `with warehouse.lock():`")

    def current(self) -> Snapshot | None:
        """The published snapshot at this moment, without a lease; None where nothing was published yet.

        Raises:
            SnapshotError, OSError: as for `open_current`.
        """
        with lease_current(self.layout) as snapshot:
            return snapshot

    @contextmanager
    def open_snapshot(self, seq: int | None = None) -> Iterator[Snapshot]:
        """Hold one snapshot, the published one where no number is given.

        Raises:
            SnapshotError, OSError: as for `open_current`; there is no such snapshot.
        """
        with self.open_current() if seq is None else lease_snapshot(self.layout, seq) as snapshot:
            yield snapshot

    @contextmanager
    def open_current(self) -> Iterator[Snapshot]:
        """Hold the published snapshot: its files and lake files stay as they are until the block ends.

        Raises:
            SnapshotError: nothing was published yet; `current` is lost, dangling or foreign; the manifest is
                damaged.
            OSError: the snapshot cannot be read.
        """
        with lease_current(self.layout) as snapshot:
            if snapshot is None:
                raise SnapshotError(self.layout.root, "nothing was published yet", "run `hatsugen run` first")
            yield snapshot
