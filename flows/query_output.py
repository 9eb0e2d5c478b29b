"""Where the rows of `hatsugen query` go, and in which format."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from flows.query_session import QueryUsageError, Session
from warehouse.query_limits import QueryError
from warehouse.result_format import ResultFormat, write_result
from warehouse.result_table import ROW_LIMIT, draw_table


def write_answer(session: Session, sql: str, format_name: str | None, out: Path | None) -> None:
    """Run a statement and write its rows.

    Args:
        session: where it is run.
        sql: one statement.
        format_name: a `ResultFormat`, or None to go by the ending of `out`.
        out: the file to write, which appears when it is whole; None for standard output.

    Raises:
        QueryUsageError: Parquet for a terminal.
        QueryError: the statement gives no answer, or `out` cannot be written.
    """
    chosen = _choose_format(format_name, out)
    if chosen is ResultFormat.PARQUET and out is None and sys.stdout.isatty():
        raise QueryUsageError("Parquet is not for terminals: name a file with --out")
    with session.stream_query(sql, row_limit=_row_limit(chosen)) as rows, _open_target(out) as stream:
        _write(rows, chosen, stream, width=None if out else terminal_width())


def _row_limit(chosen: ResultFormat) -> int | None:
    """One more than a table shows tells it that there are more."""
    return ROW_LIMIT + 1 if chosen is ResultFormat.TABLE else None


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


def terminal_width() -> int | None:
    """The width to cut a table on standard output to; only a terminal has one, a pipe gets the whole text."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


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
