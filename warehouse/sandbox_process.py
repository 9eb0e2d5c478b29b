"""The sandbox's own process: one database, SQL in by lines on stdin, Arrow out by frames on stdout.

Run by `warehouse.sandbox`, never by hand; `warehouse.sandbox_frames` says what the two tell each other.
Before the first statement the kernel is told what the process may use: DuckDB's own limits do not hold
everywhere (`range(2e9)` takes 10 GB under a limit of 1 GB, `levenshtein` heeds no time limit).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa

from warehouse.query import open_database, stream_query
from warehouse.query_limits import QueryError, QueryLimits, parse_size
from warehouse.sandbox_frames import GRACE_SECONDS, Frame, pack_frame

_BATCH_BYTES = 4 << 20
_HEADROOM_BYTES = 256 << 20
"""Beyond DuckDB's memory: rows on their way out, and what its functions take without counting it."""
_OPEN_FILES = 64
_MESSAGE_CHARS = 4_000


def main() -> None:
    """Serve statements until stdin ends."""
    with _take_output() as output:
        requests = sys.stdin.buffer
        try:
            first = json.loads(requests.readline())
            limits = QueryLimits(**first["limits"])
            with open_database(Path(first["database"]), limits=limits) as con:
                _limit_process(limits)
                output.send(Frame.READY)
                for line in requests:
                    _answer(con, json.loads(line), output, seconds=limits.seconds)
        except QueryError as error:
            output.send_error(error)


class _Output:
    """The frames' way out; also the file that Arrow writes its stream to."""

    closed = False

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe

    def write(self, data: bytes) -> int:
        # The alarm counts what the statement takes, not how long its reader does.
        with _paused_alarm():
            self.send(Frame.DATA, bytes(data))
        return len(data)

    def flush(self) -> None:
        self._pipe.flush()

    def send(self, kind: Frame, payload: bytes = b"") -> None:
        self._pipe.write(pack_frame(kind, payload))
        self._pipe.flush()

    def send_error(self, error: QueryError) -> None:
        told = {"message": error.message[:_MESSAGE_CHARS], "hint": error.hint}
        self.send(Frame.ERROR, json.dumps(told).encode())


@contextmanager
def _take_output() -> Iterator[_Output]:
    """Keep stdout for the frames, whatever else may print to it."""
    handle = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    with os.fdopen(handle, "wb") as pipe:
        yield _Output(pipe)


def _limit_process(limits: QueryLimits) -> None:
    """Let the kernel hold what DuckDB may not: memory, writing files, opening many."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    for what, limit in (
        (resource.RLIMIT_AS, used + parse_size(limits.memory) + _HEADROOM_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(what, (limit, limit))


def _answer(
    con: duckdb.DuckDBPyConnection, request: dict[str, str | int | None], output: _Output, *, seconds: int
) -> None:
    # Unhandled, the alarm ends the process wherever it is.
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
    try:
        with stream_query(con, str(request["sql"])) as rows:
            row_limit = request["row_limit"]
            _send_rows(rows, output, row_limit=None if row_limit is None else int(row_limit))
    except QueryError as error:
        output.send_error(error)
    except MemoryError:
        output.send_error(QueryError("the statement takes more memory than it may"))
    else:
        output.send(Frame.END)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _send_rows(rows: pa.RecordBatchReader, output: _Output, *, row_limit: int | None) -> None:
    left = row_limit
    with pa.ipc.new_stream(pa.PythonFile(output, "w"), rows.schema) as writer:
        for batch in rows:
            wanted = batch if left is None else batch.slice(0, left)
            for piece in _split(wanted):
                writer.write_batch(piece)
            if left is not None:
                left -= wanted.num_rows
                if left <= 0:
                    return


def _split(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut a batch by rows until its pieces are small; one row alone may be as large as memory allows."""
    if batch.num_rows <= 1 or batch.nbytes <= _BATCH_BYTES:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from _split(batch.slice(0, middle))
    yield from _split(batch.slice(middle))


@contextmanager
def _paused_alarm() -> Iterator[None]:
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        # An alarm that was due in that very moment must not be lost: 0 would mean none.
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))
