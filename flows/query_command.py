"""`hatsugen query`: SQL on the published snapshot, to the terminal, a pipe or a file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from flows.settings import Settings
from warehouse.query import QueryError, QueryLimits, open_database, stream_query
from warehouse.result_format import ResultFormat, write_result
from warehouse.result_table import draw_table
from warehouse.snapshots import Warehouse


class QueryUsageError(Exception):
    """A combination of options that makes no sense."""


def query_limits(settings: Settings) -> QueryLimits:
    """What one query may use on this machine."""
    return QueryLimits(settings.query_memory, os.cpu_count() or 1, settings.query_seconds)


def run_query_command(settings: Settings, sql: str, format_name: str | None, out: Path | None) -> None:
    """Run a query and write its rows.

    Args:
        settings: where the warehouse is and what a query may use.
        sql: one statement.
        format_name: a `ResultFormat`, or None to go by the ending of `out`.
        out: the file to write, which appears when it is whole; None for standard output.

    Raises:
        QueryUsageError: Parquet for a terminal.
        QueryError: the statement gives no answer, or `out` cannot be written.
        SnapshotError: nothing is published.
    """
    chosen = _choose_format(format_name, out)
    if chosen is ResultFormat.PARQUET and out is None and sys.stdout.isatty():
        raise QueryUsageError("Parquet is not for terminals: name a file with --out")
    with (
        Warehouse(settings.warehouse).open_current() as snapshot,
        open_database(snapshot.analytics, limits=query_limits(settings)) as con,
        stream_query(con, sql) as rows,
        _open_target(out) as stream,
    ):
        _write(rows, chosen, stream, width=_terminal_width(out))


def _choose_format(format_name: str | None, out: Path | None) -> ResultFormat:
    if format_name is not None:
        return ResultFormat(format_name)
    ending = out.suffix.removeprefix(".") if out else ""
    return ResultFormat(ending) if ending in set(ResultFormat) else ResultFormat.TABLE


def _write(rows: pa.RecordBatchReader, chosen: ResultFormat, stream: BinaryIO, *, width: int | None) -> None:
    if chosen is ResultFormat.TABLE:
        stream.write(draw_table(rows, width=width).encode())
    else:
        write_result(rows, chosen, stream)


def _terminal_width(out: Path | None) -> int | None:
    """The width to cut a table to; only a terminal has one, a file or a pipe gets the whole text."""
    return shutil.get_terminal_size().columns if out is None and sys.stdout.isatty() else None


@contextmanager
def _open_target(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(out)
    except OSError as error:
        raise QueryError(f"{out} cannot be written: {error.strerror or error}") from error
    finally:
        # Where it could not even be made, removing it fails for the same reason.
        with suppress(OSError):
            partial.unlink()
