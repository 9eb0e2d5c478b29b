"""What `current` points at: a draft is committed, a killed commit told from a whole one, one taken back.

A snapshot that stands is committed unless its marker `.current.<seq>` stands, too: the marker is made before
the snapshot is put in place, and the commit is its rename over `current`.
"""

from __future__ import annotations

from warehouse.drafts import Draft
from warehouse.durable import Disk
from warehouse.layout import Layout
from warehouse.leases import require_committed
from warehouse.manifest import named_lake_files, read_manifest
from warehouse.retention import bury_snapshot, empty_folder, sweep_lake


def commit_draft(disk: Disk, layout: Layout, draft: Draft) -> None:
    """Put a sealed draft in place and point `current` at it, durably.

    The marker is durable before the snapshot stands and the commit consumes it: so an uncommitted snapshot
    can always be told from a published one whose `current` was lost.

    Raises:
        OSError: a file operation failed; `current` is unchanged unless it was the last sync.
    """
    snapshot, marker = layout.snapshot(draft.seq), layout.marker(draft.seq)
    disk.sync_folder(layout.staging)
    disk.make_symlink(marker, snapshot.relative_to(layout.root))
    disk.sync_folder(layout.root)
    disk.rename(draft.path, snapshot)
    disk.sync_folder(layout.snapshots)
    disk.rename(marker, layout.current)
    disk.sync_folder(layout.root)


def clear_leftovers(disk: Disk, layout: Layout) -> None:
    """Remove what a killed run left; everything is looked at before anything is removed.

    Raises:
        SnapshotError, OSError: as for `Warehouse.recover`.
    """
    current = layout.current_seq() or 0
    standing = layout.standing_seqs()
    marked = layout.marked_seqs()
    uncommitted = [seq for seq in standing if seq in marked and seq > current]
    kept = [read_manifest(layout.snapshot(seq)) for seq in standing if seq not in uncommitted]
    empty_folder(disk, layout.staging)
    for seq in uncommitted:
        bury_snapshot(disk, layout, seq)
    for link in (*(layout.marker(seq) for seq in sorted(marked)), layout.turning):
        if link.is_symlink():
            disk.unlink(link)
    # A killed run may not have synced its renames: what they put aside goes only when they are durable.
    for folder in (layout.root, layout.snapshots, layout.trash):
        disk.sync_folder(folder)
    empty_folder(disk, layout.trash)
    sweep_lake(disk, layout, named_lake_files(kept))


def point_back(disk: Disk, layout: Layout, seq: int) -> None:
    """Point `current` at another committed snapshot, durably.

    Raises:
        SnapshotError: there is no such snapshot.
        OSError: a file operation failed; `current` is unchanged.
    """
    require_committed(layout, seq)
    disk.make_symlink(layout.turning, layout.snapshot(seq).relative_to(layout.root))
    disk.rename(layout.turning, layout.current)
    disk.sync_folder(layout.root)
