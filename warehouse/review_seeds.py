"""Write what people decided into the seed files: all of it or nothing, and only what reads back whole.

The new files are written beside the old ones and read as a build would read them; only then they take their
names, in an order in which every state between is whole: a topic before its aliases, an actor before his.
"""

from __future__ import annotations

import csv
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.durable import Disk
from warehouse.layout import WarehouseBusyError
from warehouse.leases import open_locked
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_seeds import read_actor_seeds, read_rows
from warehouse.resolve_sources import read_source_types
from warehouse.resolve_topic_seeds import read_topic_seeds

SeedRow = dict[str, str]

LEFT_ALONE = "left_alone.csv"
_WRITING_ORDER = ("actors.csv", "actor_aliases.csv", "topics.csv", "topic_aliases.csv", LEFT_ALONE)
SEED_COLUMNS = {
    "actors.csv": ("actor_key", "name", "kind", "country", "wikidata_id"),
    "actor_aliases.csv": ("surface", "actor_key", "valid_from", "valid_until", "source"),
    "topics.csv": ("topic", "parent", "event_first_date", "event_last_date"),
    "topic_aliases.csv": ("surface", "topic"),
    LEFT_ALONE: ("subject", "surface"),
}
_KIND_RANKS = {"country": 0, "organisation": 1, "media": 2, "person": 3}


class SeedsBusyError(WarehouseBusyError):
    """Somebody else writes the seed files now."""

    def __str__(self) -> str:
        return f"{self.path}: another import writes these files; try again when it is done"


def read_left_alone(folder: Path, subject: str) -> frozenset[str]:
    """The names (subject actors) or labels (topics) that people looked at and left as they are.

    Raises:
        SeedError: the file is broken.
    """
    path = folder / LEFT_ALONE
    if not path.exists():
        return frozenset()
    rows = read_rows(path, lambda row: (row["subject"], row["surface"]))
    return frozenset(surface for of, surface in rows if of == subject)


def find_seeds(folder: Path, default: Path) -> Path:
    """The folder to read names from: one that is still to be made begins as a copy of the project's own."""
    return folder if (folder / "actors.csv").exists() else default


def write_seeds(folder: Path, base: Path, added: Mapping[str, Sequence[SeedRow]]) -> dict[str, int]:
    """Add rows to seed files.

    Args:
        folder: where to write; made where it is missing.
        base: the folder to start from: `folder` itself, or the one it becomes a copy of.
        added: file -> the rows to add; a topic that has a row gets the new one instead.

    Returns:
        File -> rows that are new or changed; rows that stood there before do not count.

    Raises:
        SeedError: the names would not be in order any more; nothing was written.
        SeedsBusyError: somebody else writes them now.
        OSError: they cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _hold(folder), tempfile.TemporaryDirectory(prefix=".review-", dir=folder) as name:
        draft = Path(name)
        for path in sorted(base.glob("*.csv")):
            shutil.copyfile(path, draft / path.name)
        counts = {file: _add_rows(draft / file, added[file]) for file in _WRITING_ORDER if added.get(file)}
        changed = {file: count for file, count in counts.items() if count}
        ReviewedNames(read_actor_seeds(draft))
        read_source_types(draft)
        read_topic_seeds(draft)
        # A new folder is one only with actors.csv (`find_seeds`), so that comes last.
        copied = sorted((path.name for path in draft.glob("*.csv")), key=lambda file: file == "actors.csv")
        for file in changed if base == folder else copied:
            _replace(draft / file, folder / file)
    return changed


@contextmanager
def _hold(folder: Path) -> Iterator[None]:
    handle = open_locked(folder, fcntl.LOCK_EX)
    if handle is None:
        raise SeedsBusyError(folder)
    try:
        yield
    finally:
        os.close(handle)


def _replace(path: Path, target: Path) -> None:
    disk = Disk()
    if target.exists():
        shutil.copymode(target, path)
    disk.sync_file(path)
    disk.rename(path, target)
    disk.sync_folder(target.parent)


def _add_rows(path: Path, added: Sequence[SeedRow]) -> int:
    """Add rows to one file; gives the number of those that did not stand there."""
    columns = SEED_COLUMNS[path.name]
    known = list(read_rows(path, dict)) if path.exists() else []
    rows: list[SeedRow] = [dict.fromkeys(columns, "") | row for row in known]
    seen = {tuple(row.values()) for row in rows}
    full = [dict.fromkeys(columns, "") | row for row in added]
    new = [row for row in full if tuple(row.values()) not in seen]
    if path.name == "topics.csv":
        changed = {row["topic"] for row in new}
        rows = [row for row in rows if row["topic"] not in changed]
    rows += new
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_sort_rows(path, rows))
    return len(new)


def _sort_rows(path: Path, rows: list[SeedRow]) -> list[SeedRow]:
    """The order in which the scripts of sql/seeds write the actors and their aliases; others as they come."""
    if path.name == "actors.csv":
        return sorted(rows, key=lambda row: (_KIND_RANKS.get(row["kind"], 4), row["actor_key"]))
    if path.name == "actor_aliases.csv":
        actors = read_rows(path.with_name("actors.csv"), lambda row: row["actor_key"])
        order = {key: at for at, key in enumerate(actors)}
        return sorted(
            rows,
            key=lambda row: (order[row["actor_key"]], row["valid_from"], row["source"], row["surface"]),
        )
    return rows
