"""The few file operations that change a warehouse, behind one seam.

Publishing, recovery and garbage collection change the disk only through a `Disk`. It tells a watcher of every
operation just before it happens, so a fault test can record them, kill the process between any two of them,
or make one of them fail, without touching the code under test.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

READ_ONLY = 0o444


class Operation(NamedTuple):
    """One change to the disk.

    Attributes:
        name: the `Disk` method.
        path: what is changed; the old name in a rename.
        target: the new name in a rename or link, the text of a symlink, else None.
    """

    name: str
    path: Path
    target: Path | None = None


class Fingerprint(NamedTuple):
    """Size and SHA-256 (64 hex digits) of one file."""

    bytes: int
    sha256: str


def _ignore(operation: Operation) -> None:
    """The watcher of a production run."""


class Disk:
    """Every change to a warehouse's files; an operation happens after its `watch` call returned.

    Nothing here is durable by itself: a file needs `sync_file`, a new, renamed or removed name needs
        `sync_folder` of the folder (both folders of a rename) it stands in. All methods raise OSError; after
        a failed sync the file must not be synced again but written anew, as the kernel forgets the lost
        pages.
    """

    def __init__(self, watch: Callable[[Operation], None] = _ignore) -> None:
        self._watch = watch

    def make_folder(self, path: Path) -> None:
        """Make one folder, which must not exist."""
        self._watch(Operation("make_folder", path))
        path.mkdir()

    def make_symlink(self, path: Path, target: Path) -> None:
        """Make `path` a symlink with the text `target`."""
        self._watch(Operation("make_symlink", path, target))
        path.symlink_to(target)

    def write_file(self, path: Path, data: bytes) -> None:
        """Write a file, which must not exist."""
        self._watch(Operation("write_file", path))
        with path.open("xb") as stream:
            stream.write(data)

    def link_file(self, source: Path, path: Path) -> None:
        """Give a file a second name, which must not exist; a symlink is linked itself, never followed."""
        self._watch(Operation("link_file", source, path))
        os.link(source, path, follow_symlinks=False)

    def write_private_file(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file for its owner alone, which must not exist, from parts as they come."""
        self._watch(Operation("write_private_file", path))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(chunks)

    def protect_file(self, path: Path) -> None:
        """Make a file read-only for everybody."""
        self._watch(Operation("protect_file", path))
        path.chmod(READ_ONLY)

    def sync_file(self, path: Path) -> None:
        """Bring a file's bytes and mode to the disk."""
        self._watch(Operation("sync_file", path))
        _sync(path, os.O_RDONLY)

    def sync_folder(self, path: Path) -> None:
        """Bring the names in a folder to the disk."""
        self._watch(Operation("sync_folder", path))
        _sync(path, os.O_RDONLY | os.O_DIRECTORY)

    def rename(self, source: Path, target: Path) -> None:
        """Rename atomically within one file system; a file or symlink called `target` is replaced."""
        self._watch(Operation("rename", source, target))
        source.rename(target)

    def unlink(self, path: Path) -> None:
        """Remove a file or a symlink (never what it points to)."""
        self._watch(Operation("unlink", path))
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        self._watch(Operation("remove_folder", path))
        path.rmdir()


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_fingerprint(path: Path) -> Fingerprint:
    """Read a file once for its size and SHA-256, with flat memory. Raises OSError."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Fingerprint(stream.tell(), digest)


def seal_file(disk: Disk, path: Path) -> Fingerprint:
    """Make a finished file read-only and durable, and hash it. Raises OSError."""
    disk.protect_file(path)
    disk.sync_file(path)
    return take_fingerprint(path)


def walk_folder(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk a folder top-down in name order, as `os.walk` does, but an unreadable folder raises OSError.

    Symlinks to folders are listed among the folders and not followed; the caller may prune the list of
    folders.
    """
    for here, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        files.sort()
        yield Path(here), folders, files


def _raise(error: OSError) -> NoReturn:
    raise error


def is_regular_file(path: Path) -> bool:
    """Whether a plain file stands there: no symlink, device, pipe or folder."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def sync_folders(disk: Disk, folder: Path) -> None:
    """Sync a folder and all folders in it, the deepest first."""
    for here in reversed([here for here, _, _ in walk_folder(folder)]):
        disk.sync_folder(here)


def remove_tree(disk: Disk, path: Path) -> None:
    """Remove a file, a symlink or a whole folder; symlinks are removed, never followed."""
    if path.is_symlink() or not path.is_dir():
        disk.unlink(path)
        return
    for child in sorted(path.iterdir()):
        remove_tree(disk, child)
    disk.remove_folder(path)
