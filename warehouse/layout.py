"""Where everything of a warehouse stands on disk, and what `current` says.

.lock                      flock of the one run that may write; never unlinked
current                    symlink -> snapshots/00000042, the published snapshot
.current.00000043          symlink in waiting: snapshot 43 is not committed yet
.current.turning           symlink in waiting: a step back to a published snapshot
lake/<table>/<dump_id>-<parser>/<name>.parquet     immutable, shared by snapshots
lake/<table>/merged-<parser>/<name>.parquet        likewise, of many dumps (warehouse/compact.py)
snapshots/00000042/        MANIFEST.json and the files it names
staging/00000043/          the draft of a run
trash/                     what is being deleted
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MANIFEST_NAME = "MANIFEST.json"
_SEQ = re.compile(r"[0-9]{8}")
_LINK = re.compile(r"snapshots/([0-9]{8})/?")
_MARKER = re.compile(r"\.current\.([0-9]{8})")


class WarehouseBusyError(Exception):
    """Another run holds the warehouse's lock.

    Attributes:
        path: the lock file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"{self.path}: another run holds the warehouse; wait until it ends (`fuser -v` names the process)"
        )


class SnapshotError(Exception):
    """The warehouse, a snapshot or a draft is not as it must be, and going on could lose data.

    Attributes:
        path: where the trouble is.
        trouble: what is wrong.
        advice: what a person can do.
    """

    def __init__(self, path: Path, trouble: str, advice: str) -> None:
        super().__init__(path, trouble, advice)
        self.path = path
        self.trouble = trouble
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.path}: {self.trouble}; {self.advice}"


@dataclass(frozen=True)
class Layout:
    """The paths below one warehouse's root; nothing here changes the disk."""

    root: Path

    @property
    def lock(self) -> Path:
        """The file whose flock is the right to write."""
        return self.root / ".lock"

    @property
    def current(self) -> Path:
        """The symlink to the published snapshot."""
        return self.root / "current"

    @property
    def lake(self) -> Path:
        """The folder of the immutable Parquet files."""
        return self.root / "lake"

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots."""
        return self.root / "snapshots"

    @property
    def staging(self) -> Path:
        """The folder of drafts."""
        return self.root / "staging"

    @property
    def trash(self) -> Path:
        """The folder of what is being deleted."""
        return self.root / "trash"

    def snapshot(self, seq: int) -> Path:
        """The folder of one snapshot."""
        return self.snapshots / f"{seq:08d}"

    def draft(self, seq: int) -> Path:
        """The folder in which one snapshot is built."""
        return self.staging / f"{seq:08d}"

    def marker(self, seq: int) -> Path:
        """The symlink that stands from before a snapshot is put in place until it is committed."""
        return self.root / f".current.{seq:08d}"

    @property
    def turning(self) -> Path:
        """The symlink that stands while `current` is turned to another snapshot by hand."""
        return self.root / ".current.turning"

    def marked_seqs(self) -> set[int]:
        """The snapshots that were begun to be put in place and not committed."""
        matches = (_MARKER.fullmatch(path.name) for path in _entries(self.root))
        return {int(match[1]) for match in matches if match}

    def standing_seqs(self) -> list[int]:
        """The snapshots on disk, committed or not, oldest first; other names in the folder are not ours.

        Raises:
            SnapshotError: a snapshot's name is taken by something else than a folder.
        """
        paths = [path for path in _entries(self.snapshots) if _SEQ.fullmatch(path.name)]
        for path in paths:
            if path.is_symlink() or not path.is_dir():
                raise SnapshotError(path, "is no folder, so no snapshot", "move it out of the warehouse")
        return sorted(int(path.name) for path in paths)

    def linked_seq(self) -> int | None:
        """The snapshot that `current` names, or None without `current`; whether it stands is not looked at.

        Raises:
            SnapshotError: `current` is not a symlink to a snapshot.
        """
        try:
            text = str(self.current.readlink())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SnapshotError(self.current, "must be a symlink and is not", self._advice()) from error
        match = _LINK.fullmatch(text)
        if not match:
            raise SnapshotError(self.current, f"names {text!r}, which is no snapshot", self._advice())
        return int(match[1])

    def current_seq(self) -> int | None:
        """The published snapshot, or None where nothing was published yet.

        A first snapshot that was put in place and not committed has its marker: nothing is published then.
        Snapshots without marker and without `current` mean that somebody lost `current`.

        Raises:
            SnapshotError: `current` is lost, dangling, or not a symlink to a snapshot.
        """
        seq = self.linked_seq()
        standing = self.standing_seqs()
        if seq is None and set(standing) - self.marked_seqs():
            raise SnapshotError(self.current, "is missing, yet published snapshots stand", self._advice())
        if seq is not None and seq not in standing:
            raise SnapshotError(self.current, f"names snapshot {seq}, which is not there", self._advice())
        return seq

    def _advice(self) -> str:
        names = {path.name for path in _entries(self.snapshots) if _SEQ.fullmatch(path.name)}
        names -= {f"{seq:08d}" for seq in self.marked_seqs()}
        if not names:
            return "no snapshot is left: restore the warehouse from a backup, or remove it and run again"
        return f"point it at a whole snapshot, e.g. `ln -sfn snapshots/{max(names)} {self.current}`"


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []
