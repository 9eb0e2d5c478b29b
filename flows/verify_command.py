"""`hatsugen verify`: files against the manifest, and with --full everything the snapshot rests on.

What only --full needs is imported there: a monitor hashes the snapshot every few minutes.
"""

from __future__ import annotations

from flows.settings import Settings
from warehouse.snapshots import Warehouse
from warehouse.verify import verify_snapshot


def run_verify(settings: Settings, *, full: bool) -> tuple[int, list[str]]:
    """Look for damage in the published snapshot.

    Args:
        settings: where things lie.
        full: look at lake files, kept dumps, checks, quotes and counts too.

    Returns:
        The snapshot's number, and what is wrong with it.

    Raises:
        SnapshotError: nothing is published.
        OSError: a file is there and cannot be read.
    """
    with Warehouse(settings.warehouse).open_current() as snapshot:
        problems = verify_snapshot(snapshot, full=full)
        if full:
            from warehouse.raw import RawStore
            from warehouse.verify_rows import verify_raw, verify_rows

            problems += verify_raw(RawStore(settings.raw))
            # Rows of a damaged file say nothing.
            problems += [] if problems else verify_rows(snapshot, settings.sql_root)
        return snapshot.seq, [str(problem) for problem in problems]
