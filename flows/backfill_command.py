"""`hatsugen backfill`: what is shown when it is done."""

from __future__ import annotations

from flows.backfill import Backfill
from flows.diff_command import describe_sums, run_diff
from flows.diff_command import to_json as diff_to_json
from flows.report import describe_outcome
from flows.settings import Settings


def describe_backfill(settings: Settings, done: Backfill) -> str:
    """What a backfill did, for people.

    Raises:
        SnapshotError, duckdb.Error: as for `run_diff`.
    """
    lines = [describe_outcome(done.report)] if done.report.is_new else ["no dump gave other rows"]
    lines += [f"quarantined: {dump.quarantine_detail}" for dump in done.report.quarantined]
    lines += [f"{path}: no copy is kept, so its rows stay as they are" for path in done.missing]
    if done.report.is_new and done.report.snapshot:
        pair = (done.before, done.report.snapshot.seq)
        lines.append(f"changed: {describe_sums(run_diff(settings, *pair))}")
        lines.append(f"try: hatsugen diff {pair[0]} {pair[1]}")
    return "\n".join(lines)


def to_json(settings: Settings, done: Backfill) -> dict[str, object]:
    """What a backfill did, for programs.

    Raises:
        SnapshotError, duckdb.Error: as for `run_diff`.
    """
    seq = done.report.snapshot.seq if done.report.snapshot else done.before
    changes = run_diff(settings, done.before, seq) if done.report.is_new else []
    return {
        "is_new": done.report.is_new,
        "dumps_read": len(done.report.results),
        "quarantined": [dump.name for dump in done.report.quarantined],
        "missing": list(done.missing),
        "changes": diff_to_json(done.before, seq, changes),
    }
