"""A draft is what a run builds in `staging/<seq>`: inspect it, move its lake files into place, seal it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.durable import (
    Disk,
    Fingerprint,
    is_regular_file,
    remove_tree,
    seal_file,
    sync_folders,
    walk_folder,
)
from warehouse.layout import MANIFEST_NAME, Layout, SnapshotError
from warehouse.manifest import Manifest, is_file_name, is_lake_name, parse_manifest, render_manifest


@dataclass(frozen=True)
class Draft:
    """An unpublished snapshot: all below `path` is published, and the files of `lake` go to the root's lake.

    Attributes:
        seq: the number it will have.
        path: its folder, `staging/<seq>`; leave no `*.wal`, symlink or empty folder in it.
    """

    seq: int
    path: Path

    @property
    def lake(self) -> Path:
        """Where the lake files of new dumps are built: `<lake>/<table>/<dump_id>-<parser>/<name>.parquet`."""
        return self.path / "lake"


def list_draft_files(draft: Draft) -> list[str]:
    """Name the files to publish, relative to the draft, without its lake.

    Raises:
        SnapshotError: the draft holds something that cannot be published: a symlink or special file, an open
            database's `*.wal`, an empty folder, a MANIFEST.json, a name that does not survive JSON.
        OSError: a folder cannot be read.
    """
    names = []
    for here, folders, files in walk_folder(draft.path):
        for name in (*folders, *files):
            _refuse_special(here / name)
        if here == draft.path and draft.lake.name in folders:
            folders.remove(draft.lake.name)
        if not folders and not files:
            raise _refusal(here, "is an empty folder", "build its files first, or leave the folder out")
        names += [_check_file(here / name, draft) for name in files]
    return names


def list_new_lake_files(draft: Draft) -> set[str]:
    """Name the files in the draft's lake as the warehouse's root will know them; empty folders are fine here.

    Raises:
        SnapshotError: something else than a file called `lake/<table>/<dump_id>-<parser>/<name>.parquet`.
        OSError: a folder cannot be read.
    """
    if not draft.lake.exists():
        return set()
    names = set()
    for here, folders, files in walk_folder(draft.lake):
        for name in (*folders, *files):
            _refuse_special(here / name)
        names |= {(here / name).relative_to(draft.path).as_posix() for name in files}
    for name in sorted(names):
        if not is_lake_name(name):
            advice = "a lake file is lake/<table>/<dump_id>-<parser>/<name>.parquet"
            raise _refusal(draft.path / name, "is no name of a lake file", advice)
    return names


def _refuse_special(path: Path) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise _refusal(path, "is a symlink or a special file", "put the file itself into the draft")


def _check_file(path: Path, draft: Draft) -> str:
    name = path.relative_to(draft.path).as_posix()
    if path.suffix == ".wal":
        raise _refusal(path, "is the log of an open database", "checkpoint and close the database first")
    if not is_file_name(name):
        raise _refusal(path, "is no name for a published file", f"rename it ({MANIFEST_NAME} is ours)")
    return name


def _refusal(path: Path, trouble: str, advice: str) -> SnapshotError:
    return SnapshotError(path, f"{trouble}, so the draft cannot be published", advice)


def carry_lake_files(
    layout: Layout, names: Iterable[str], known: Mapping[str, Fingerprint]
) -> dict[str, Fingerprint]:
    """Look up lake files that stand already; their fingerprints come from manifests, nothing is read.

    Args:
        layout: the warehouse.
        names: relative to the warehouse's root.
        known: what the manifests of standing snapshots say.

    Raises:
        SnapshotError: a file that no snapshot knows, or that is missing or has another size than it should.
    """
    carried = {}
    for name in sorted(names):
        if name not in known:
            advice = "parse its dump again"
            raise SnapshotError(layout.root / name, "is in no snapshot and not in the draft", advice)
        if not _stands(layout.root / name, known[name]):
            advice = "restore it from a backup; `hatsugen verify --full` lists all damage"
            raise SnapshotError(layout.root / name, "is missing or has changed its size", advice)
        carried[name] = known[name]
    return carried


def _stands(path: Path, entry: Fingerprint) -> bool:
    return is_regular_file(path) and path.stat().st_size == entry.bytes


def move_lake_files(
    disk: Disk, layout: Layout, draft: Draft, *, names: Iterable[str], known: Mapping[str, Fingerprint]
) -> dict[str, Fingerprint]:
    """Seal the draft's lake files, move them durably into the root's lake, and remove the draft's lake.

    A file that a snapshot already has is kept as it stands when the new one is equal; a leftover that no
    snapshot names is replaced.

    Raises:
        SnapshotError: a snapshot has a file of that name with other bytes; nothing has been moved then.
        OSError: a file operation failed.
    """
    sealed = {name: seal_file(disk, draft.path / name) for name in sorted(names)}
    for name, entry in sealed.items():
        if known.get(name, entry) != entry:
            advice = "lake files are immutable: raise parser_version when the parser's output changes"
            raise SnapshotError(layout.root / name, "stands already with other bytes", advice)
    for name, entry in sealed.items():
        if name not in known or not _stands(layout.root / name, entry):
            _place(disk, draft.path / name, layout.root / name, stop=layout.lake)
    _sync_lake_folders(disk, layout, sealed)
    if draft.lake.exists():
        remove_tree(disk, draft.lake)
    return sealed


def _place(disk: Disk, source: Path, target: Path, *, stop: Path) -> None:
    missing = [folder for folder in target.parents if folder.is_relative_to(stop) and not folder.exists()]
    for folder in reversed(missing):
        disk.make_folder(folder)
    disk.rename(source, target)


def _sync_lake_folders(disk: Disk, layout: Layout, names: Iterable[str]) -> None:
    """Sync every folder between the lake and the files, the deepest first."""
    folders = {layout.root / parent for name in names for parent in Path(name).parents[:3]}
    for folder in sorted(folders, key=lambda path: (-len(path.parts), path)):
        disk.sync_folder(folder)


def seal_draft(disk: Disk, draft: Draft, names: Iterable[str]) -> dict[str, Fingerprint]:
    """Make the draft's files read-only and durable, and hash them. Raises OSError."""
    return {name: seal_file(disk, draft.path / name) for name in sorted(names)}


def write_manifest(disk: Disk, draft: Draft, manifest: Manifest) -> Manifest:
    """Write the manifest, the draft's last file, and make the draft's folders durable.

    Returns:
        The manifest as a reader will read it.

    Raises:
        OSError: a file operation failed.
    """
    path = draft.path / MANIFEST_NAME
    data = render_manifest(manifest)
    checked = parse_manifest(data, path)
    disk.write_file(path, data)
    disk.protect_file(path)
    disk.sync_file(path)
    sync_folders(disk, draft.path)
    return checked
