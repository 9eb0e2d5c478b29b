"""Check a snapshot against its manifest: has a disk, a copy or a person changed a byte?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.durable import Fingerprint, is_regular_file, take_fingerprint, walk_folder
from warehouse.layout import MANIFEST_NAME
from warehouse.leases import Snapshot


@dataclass(frozen=True)
class Problem:
    """One file that is not as the manifest says.

    Attributes:
        path: the file.
        trouble: what is wrong with it.
    """

    path: Path
    trouble: str

    def __str__(self) -> str:
        return f"{self.path}: {self.trouble}"


def verify_snapshot(snapshot: Snapshot, *, full: bool = False) -> list[Problem]:
    """Re-hash every file of a snapshot; hold its lease meanwhile (`Warehouse.open_current`).

    Args:
        snapshot: the snapshot, with its manifest.
        full: re-hash its lake files too; else only their presence and size are looked at.

    Returns:
        The problems in the order of the names; none when all is well.

    Raises:
        OSError: a file is there and cannot be read.
    """
    return [
        *_check_files(snapshot.path, snapshot.manifest.files, hashed=True),
        *_find_strangers(snapshot),
        *_check_files(snapshot.root, snapshot.manifest.lake, hashed=full),
    ]


def _check_files(folder: Path, files: Mapping[str, Fingerprint], *, hashed: bool) -> Iterator[Problem]:
    for name in sorted(files):
        trouble = _find_trouble(folder / name, files[name], hashed=hashed)
        if trouble:
            yield Problem(folder / name, trouble)


def _find_trouble(path: Path, expected: Fingerprint, *, hashed: bool) -> str | None:
    if not is_regular_file(path):
        return "is missing" if not path.is_symlink() and not path.exists() else "is not a regular file"
    size = path.stat().st_size
    if size != expected.bytes:
        return f"has {size} bytes, the manifest says {expected.bytes}"
    if hashed and take_fingerprint(path) != expected:
        return "has other bytes than the manifest says (SHA-256 differs)"
    return None


def _find_strangers(snapshot: Snapshot) -> Iterator[Problem]:
    """What stands in the snapshot's folder but not in the manifest, e.g. a `.wal` that hides the database."""
    named = {*snapshot.manifest.files, MANIFEST_NAME}
    for here, folders, files in walk_folder(snapshot.path):
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted((*files, *links)):
            if (here / name).relative_to(snapshot.path).as_posix() not in named:
                yield Problem(here / name, "is not in the manifest")
