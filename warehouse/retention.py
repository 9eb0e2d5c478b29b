"""Which snapshots are kept, and how the others and their lake files go without a reader noticing."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from warehouse.durable import Disk, is_regular_file, remove_tree, walk_folder
from warehouse.layout import MANIFEST_NAME, Layout
from warehouse.leases import open_locked
from warehouse.manifest import Manifest, is_lake_name, named_lake_files


def list_expired(
    manifests: Iterable[Manifest], *, current: int, now: dt.datetime, keep_count: int, keep_days: int
) -> list[int]:
    """Name the snapshots that are neither of the newest `keep_count` nor younger than `keep_days`.

    The current snapshot never expires, and one from the future (the clock was set back) is young.
    """
    newest_first = sorted(manifests, key=lambda manifest: -manifest.seq)
    since = now - dt.timedelta(days=keep_days)
    old = [manifest.seq for manifest in newest_first[keep_count:] if manifest.created_at <= since]
    return sorted(seq for seq in old if seq != current)


def retire_snapshot(disk: Disk, layout: Layout, seq: int) -> bool:
    """Delete a committed snapshot unless a reader holds it; says whether it went. Raises OSError."""
    handle = open_locked(layout.snapshot(seq) / MANIFEST_NAME, fcntl.LOCK_EX)
    if handle is None:
        return False
    try:
        grave = bury_snapshot(disk, layout, seq)
    finally:
        os.close(handle)
    remove_tree(disk, grave)
    return True


def retire_expired(
    disk: Disk, layout: Layout, standing: Mapping[int, Manifest], expired: Iterable[int]
) -> None:
    """Delete expired snapshots that nobody reads, then the lake files that none of the others names.

    Raises OSError.
    """
    gone = {seq for seq in expired if retire_snapshot(disk, layout, seq)}
    sweep_lake(
        disk, layout, named_lake_files(manifest for seq, manifest in standing.items() if seq not in gone)
    )


def retire_naming(
    disk: Disk, layout: Layout, manifests: Iterable[Manifest], lake_files: Container[str]
) -> list[int]:
    """Delete those of some snapshots that name any of some lake files; gives those that a reader holds.

    Raises OSError.
    """
    naming = [each.seq for each in manifests if any(name in lake_files for name in each.lake)]
    return [seq for seq in naming if not retire_snapshot(disk, layout, seq)]


def bury_snapshot(disk: Disk, layout: Layout, seq: int) -> Path:
    """Rename a snapshot into the trash, durably, and return its name there. Raises OSError.

    Only after both folders are on the disk may its files go: a power cut must not bring back half a snapshot.
    """
    grave = layout.trash / layout.snapshot(seq).name
    disk.rename(layout.snapshot(seq), grave)
    disk.sync_folder(layout.snapshots)
    disk.sync_folder(layout.trash)
    return grave


def empty_folder(disk: Disk, folder: Path) -> None:
    """Remove everything in a folder, but not the folder. Raises OSError."""
    for child in sorted(folder.iterdir()):
        remove_tree(disk, child)


def sweep_lake(disk: Disk, layout: Layout, named: Container[str]) -> None:
    """Remove the lake files that no kept snapshot names, and folders of dumps that are empty then.

    Symlinks, and files whose names are not ours, stay where they are. Raises OSError.
    """
    for here, _, files in walk_folder(layout.lake):
        for file in files:
            name = (here / file).relative_to(layout.root).as_posix()
            if is_lake_name(name) and name not in named and is_regular_file(here / file):
                disk.unlink(here / file)
    for folder in _empty_dump_folders(layout):
        disk.remove_folder(folder)
        disk.sync_folder(folder.parent)


def _empty_dump_folders(layout: Layout) -> list[Path]:
    """The folders `lake/<table>/<dump_id>-<parser>` without a file, be it from this sweep or a killed one."""
    depth = len(layout.lake.parts) + 2
    walk = walk_folder(layout.lake)
    return [here for here, folders, files in walk if len(here.parts) == depth and not folders and not files]
