"""`hatsugen snapshots` and `hatsugen rollback`: what can be gone back to, and going back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.settings import Settings
from warehouse.layout import Layout
from warehouse.manifest import Manifest, read_manifest
from warehouse.snapshots import Warehouse


@dataclass(frozen=True)
class StandingSnapshot:
    """A published snapshot that stands.

    Attributes:
        seq: its number.
        is_current: whether readers get it now.
        published_at: when it was published (UTC).
        parser_version: of the parser that made its newest rows.
        bytes: size of its own files.
        lake_bytes: size of the lake files it names; others may name them too.
    """

    seq: int
    is_current: bool
    published_at: dt.datetime
    parser_version: str
    bytes: int
    lake_bytes: int


def list_snapshots(root: Path) -> list[StandingSnapshot]:
    """The published snapshots that stand, oldest first, those newer than the current one included.

    Raises:
        SnapshotError: a manifest or `current` is damaged.
    """
    layout = Layout(root)
    current, marked = layout.current_seq(), layout.marked_seqs()
    standing = [seq for seq in layout.standing_seqs() if seq not in marked]
    return [_describe(read_manifest(layout.snapshot(seq)), current) for seq in standing]


def _describe(manifest: Manifest, current: int | None) -> StandingSnapshot:
    return StandingSnapshot(
        manifest.seq,
        manifest.seq == current,
        manifest.created_at,
        manifest.parser_version,
        sum(entry.bytes for entry in manifest.files.values()),
        sum(entry.bytes for entry in manifest.lake.values()),
    )


def roll_back(settings: Settings, seq: int) -> None:
    """Make a snapshot that stands the published one.

    Raises:
        WarehouseBusyError: a run holds the warehouse.
        SnapshotError: there is no such snapshot, or the warehouse is damaged.
        OSError: the warehouse cannot be written.
    """
    warehouse = Warehouse(settings.warehouse)
    with warehouse.lock():
        warehouse.recover()
        warehouse.roll_back(seq)


def to_json(snapshots: Sequence[StandingSnapshot]) -> list[dict[str, object]]:
    """The snapshots for programs."""
    return [
        asdict(each) | {"published_at": each.published_at.isoformat().replace("+00:00", "Z")}
        for each in snapshots
    ]


def describe_snapshots(snapshots: Sequence[StandingSnapshot]) -> str:
    """The snapshots for people, a line each; the published one has a star."""
    if not snapshots:
        return "nothing was published yet; run `hatsugen run` first"
    return "\n".join(
        f"{'*' if each.is_current else ' '} {each.seq:>8}  {each.published_at:%Y-%m-%d %H:%M} UTC  "
        f"parser {each.parser_version}  {each.bytes / 1e6:,.1f} MB, lake {each.lake_bytes / 1e6:,.1f} MB"
        for each in snapshots
    )
