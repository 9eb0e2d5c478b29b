"""`hatsugen diff`: what changed between two snapshots, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flows.settings import Settings
from warehouse.diff import Example, TableDiff, diff_snapshots
from warehouse.snapshots import Warehouse


def run_diff(settings: Settings, first: int, second: int) -> list[TableDiff]:
    """Compare two snapshots that stand.

    Raises:
        SnapshotError: one of them does not.
        duckdb.Error: a database cannot be read.
    """
    warehouse = Warehouse(settings.warehouse)
    with warehouse.open_snapshot(first) as before, warehouse.open_snapshot(second) as after:
        return diff_snapshots(before, after, memory_limit=settings.memory_limit)


def to_json(first: int, second: int, diffs: Sequence[TableDiff]) -> dict[str, object]:
    """The differences for programs."""
    return {"from": first, "to": second, "tables": [asdict(diff) for diff in diffs]}


def describe_diff(first: int, second: int, diffs: Sequence[TableDiff]) -> str:
    """The differences for people: a line a table, below it its columns and a few rows."""
    if not diffs:
        return f"snapshots {first} and {second} have the same rows"
    lines = [f"from snapshot {first} to {second}"]
    for diff in diffs:
        lines.append(
            f"{diff.table}: {diff.added:,} added, {diff.removed:,} removed, {diff.changed:,} changed"
        )
        if diff.columns:
            counts = (f"{name} {count:,}" for name, count in diff.columns.items())
            lines.append(f"  columns that changed: {', '.join(counts)}")
        lines += [f"  {_describe_example(example)}" for example in diff.examples]
    return "\n".join(lines)


def describe_sums(diffs: Sequence[TableDiff]) -> str:
    """The differences in a line.

    >>> describe_sums([TableDiff("posts", 2, 0, 1, {}, ())])
    'posts +2 -0 ~1'
    """
    sums = (f"{diff.table} +{diff.added:,} -{diff.removed:,} ~{diff.changed:,}" for diff in diffs)
    return ", ".join(sums) or "no row changed"


def _describe_example(example: Example) -> str:
    key = " ".join(f"{name}={value}" for name, value in example.key.items())
    changes = ", ".join(
        f"{name}: {_show(before)} → {_show(after)}" for name, (before, after) in example.columns.items()
    )
    return f"{example.kind} {key}{f' ({changes})' if changes else ''}"


def _show(value: str | None) -> str:
    return "null" if value is None else value.replace("\n", "⏎")


def default_pair(root: Path, first: int | None, second: int | None) -> tuple[int, int]:
    """Fill in what is not given: the published snapshot, and the one before it.

    Raises:
        SnapshotError: nothing is published.
    """
    with Warehouse(root).open_current() as current:
        newest = current.seq if second is None else second
        if first is not None:
            return first, newest
        return current.manifest.parent or current.seq, newest
