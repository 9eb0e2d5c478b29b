"""Dumps kept by content, so that a better parser can read them again: `raw/<2>/<dump_id>`.

A kept dump is a hard link to the delivered file, or a copy where a link is not possible or not wanted. It is
durable before a ledger names it, and what is read is the kept file: its hash and its rows are of one file.
The folder is its owner's alone, whatever mode the delivered files have.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from transforms.errors import DumpError, DumpReason
from transforms.readers import hash_dump
from transforms.readers.opening import open_file
from warehouse.durable import Disk, is_regular_file
from warehouse.keep_raw import KeepRaw

_OWNER_ONLY = 0o700
_DUMP_ID = re.compile(r"[0-9a-f]{16}")


class RawStore:
    """The kept dumps of one warehouse, whose lock is held by who changes them.

    Args:
        root: the folder; made by the first `keep`.
        how: LINK links and falls back to a copy, COPY always copies. A link costs nothing, but who changes
            the delivered file in place changes the kept one with it.
        disk: through which all changes go.
    """

    def __init__(self, root: Path, how: KeepRaw = KeepRaw.LINK, disk: Disk | None = None) -> None:
        self.root = root
        self._how = how
        self._disk = disk or Disk()

    def path(self, dump_id: str) -> Path:
        """Where a dump is kept, or would be."""
        return self.root / dump_id[:2] / dump_id

    def find(self, dump_id: str) -> Path | None:
        """The kept dump, if it is there; whether its bytes are still the same is not looked at."""
        path = self.path(dump_id)
        return path if is_regular_file(path) else None

    def list_ids(self) -> Iterator[str]:
        """The dumps that are kept, in the order of their ids."""
        for path in sorted(self.root.glob("??/*")):
            if _DUMP_ID.fullmatch(path.name) and is_regular_file(path):
                yield path.name

    def keep(self, source: Path, *, dump_id: str, name: str) -> Path | None:
        """Keep a dump, durably; a kept one that is still whole stays as it is.

        Args:
            source: the delivered file.
            dump_id: what its hash was when it was found.
            name: what the user calls it, for errors.

        Returns:
            The file to read, or None where nothing is kept.

        Raises:
            DumpError: CHANGED_WHILE_READ when it has another hash by now; NOT_A_FILE, UNREADABLE.
            OSError: it cannot be kept (disk full, no permission).
        """
        if self._how is KeepRaw.OFF:
            return None
        target = self.path(dump_id)
        if is_regular_file(target) and _has_hash(target, dump_id, name=name):
            return target
        self._make_folders(target.parent)
        partial = target.with_name(f".{dump_id}.part")
        partial.unlink(missing_ok=True)
        try:
            self._bring(source, partial, name=name)
            _require_hash(partial, dump_id, name=name)
        except DumpError:
            partial.unlink(missing_ok=True)
            raise
        self._disk.sync_file(partial)
        self._disk.rename(partial, target)
        self._disk.sync_folder(target.parent)
        return target

    def _make_folders(self, folder: Path) -> None:
        for path in (self.root, folder):
            if not path.exists():
                path.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
                self._disk.sync_folder(path.parent)

    def _bring(self, source: Path, partial: Path, *, name: str) -> None:
        if self._how is KeepRaw.LINK:
            try:
                self._disk.link_file(source, partial)
            except OSError:
                partial.unlink(missing_ok=True)  # another file system, or a file of somebody else: copy it
            else:
                return
        with open_file(source, name=name) as file:
            self._disk.write_private_file(partial, file.chunks())

    def drop(self, dump_id: str) -> bool:
        """Remove a kept dump, durably; says whether there was one. Raises OSError."""
        path = self.path(dump_id)
        if not is_regular_file(path):
            return False
        self._disk.unlink(path)
        self._disk.sync_folder(path.parent)
        return True

    def expire(self, *, days: int, now: dt.datetime) -> list[str]:
        """Remove the dumps that were kept longer ago than some days; gives their ids. Raises OSError."""
        since = (now - dt.timedelta(days=days)).timestamp()
        # The time of the last change of the name, and no file is kept without a new name.
        old = [dump_id for dump_id in self.list_ids() if self.path(dump_id).stat().st_ctime < since]
        for dump_id in old:
            self.drop(dump_id)
        return old

    def clear_leftovers(self) -> None:
        """Remove what a killed run was about to keep. Raises OSError."""
        for path in sorted(self.root.glob("??/.*.part")):
            self._disk.unlink(path)


def _has_hash(path: Path, dump_id: str, *, name: str) -> bool:
    return hash_dump(path, name=name)[0] == dump_id


def _require_hash(path: Path, dump_id: str, *, name: str) -> None:
    if not _has_hash(path, dump_id, name=name):
        advice = "the file changed after it was found; wait until it is written, then run again"
        raise DumpError(name, 0, DumpReason.CHANGED_WHILE_READ, advice)
