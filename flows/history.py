"""The snapshots that stand and what their runs did, read off their manifests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from warehouse.layout import Layout
from warehouse.manifest import Manifest, read_manifest_if_kept


def list_history(root: Path) -> list[Manifest]:
    """The manifests of the published snapshots that stand, oldest first.

    Raises:
        SnapshotError: a manifest or `current` is damaged.
    """
    layout = Layout(root)
    current = layout.current_seq() or 0
    kept = (layout.snapshot(seq) for seq in layout.standing_seqs() if seq <= current)
    nights = map(read_manifest_if_kept, kept)
    return [night for night in nights if night is not None]


def to_json(nights: Sequence[Manifest]) -> list[dict[str, object]]:
    """The history for programs."""
    return [
        {
            "snapshot": night.seq,
            "published_at": night.created_at.isoformat().replace("+00:00", "Z"),
            "parser_version": night.parser_version,
            "facts": dict(night.facts),
        }
        for night in nights
    ]


def describe_history(nights: Sequence[Manifest]) -> str:
    """The history for people, a line a snapshot."""
    if not nights:
        return "nothing was published yet; run `hatsugen run` first"
    return "\n".join(_describe_night(night) for night in nights)


def _describe_night(night: Manifest) -> str:
    read = cast(Mapping[str, int], night.facts["read"])
    rows = cast(Mapping[str, int], night.facts["rows"])
    seconds = sum(cast(Mapping[str, float], night.facts["seconds"]).values())
    return (
        f"{night.seq:>8}  {night.created_at:%Y-%m-%d %H:%M} UTC  {read['dumps']:,} dumps read, "
        f"{read['quarantined']:,} quarantined, {rows['posts']:,} posts, {rows['quotes']:,} quotes, "
        f"{seconds:.1f} s"
    )
