"""`hatsugen query`: SQL on the published snapshot, to the terminal, a pipe or a file."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from flows.query_session import open_session, query_limits
from flows.settings import Settings
from warehouse.query_limits import QueryError
from warehouse.snapshots import Warehouse


def read_statement(stream: BinaryIO) -> str:
    """Read the SQL of `query -`.

    Raises:
        QueryError: it is not UTF-8.
    """
    data = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        trouble = f"standard input is not UTF-8: byte {data[error.start]:#04x} at position {error.start}"
        raise QueryError(trouble, "convert it, e.g. with `iconv -f CP932 -t UTF-8`") from None


def run_query_command(  # noqa: PLR0913 - one parameter an option
    settings: Settings,
    sql: str,
    format_name: str | None,
    out: Path | None,
    *,
    seq: int | None = None,
    is_unsafe: bool = False,
) -> None:
    """Run a query and write its rows.

    Args:
        settings: where the warehouse is and what a query may use.
        sql: one statement.
        format_name: as for `flows.query_output.write_answer`.
        out: likewise.
        seq: the snapshot to ask; the published one if None.
        is_unsafe: as for `flows.query_session.open_session`.

    Raises:
        QueryUsageError: Parquet for a terminal.
        QueryError: the statement gives no answer, or `out` cannot be written.
        SnapshotError: nothing is published, or there is no such snapshot.
    """
    with (
        Warehouse(settings.warehouse).open_snapshot(seq) as snapshot,
        open_session(snapshot.analytics, query_limits(settings), is_unsafe=is_unsafe) as session,
    ):
        # Only now: importing Arrow takes as long as the sandbox needs to start.
        from flows.query_output import write_answer

        write_answer(session, sql, format_name, out)
