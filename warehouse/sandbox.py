"""Ad-hoc SQL of anybody on a published snapshot, in a process that can harm nothing but itself.

DuckDB locks its doors there (`warehouse.query`), the environment is empty, and the kernel holds the limits
(`warehouse.sandbox_process`); this end watches the clock and kills. Rows stream through a pipe, so that the
longest result takes little memory here. Nothing here imports DuckDB, and Arrow only when the process is under
way: both start side by side, and a query starts about as fast as without a sandbox.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from warehouse.query_limits import QueryError, QueryLimits
from warehouse.sandbox_frames import GRACE_SECONDS, HEAD_BYTES, Frame, unpack_head

if TYPE_CHECKING:
    import pyarrow as pa

_DEFAULT_LIMITS = QueryLimits()
STARTUP_SECONDS = 30.0
"""How long the process may take until it is ready; 0.3 s are usual."""

_PROGRAM = "import sys; sys.modules['numpy'] = None; from warehouse.sandbox_process import main; main()"
"""Arrow and DuckDB import numpy where they find it, which takes as long as both; no answer needs it."""
_READ_BYTES = 1 << 20
_KEEPER_GRACE_SECONDS = GRACE_SECONDS + 0.5


class Sandbox:
    """Runs statements on one database, one at a time, in a process of its own.

    A statement that is stopped takes the process with it; the next one gets a new process. Use it in a
    `with` block, which ends the process.

    Args:
        database: a published `analytics.duckdb`, whose lease is held.
        limits: what each statement may use.
    """

    def __init__(self, database: Path, limits: QueryLimits = _DEFAULT_LIMITS) -> None:
        self._database = database
        self._limits = limits
        self._process = _start(database, limits)
        self._is_ready = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._process)

    @contextmanager
    def stream_query(self, sql: str, *, row_limit: int | None = None) -> Iterator[pa.RecordBatchReader]:
        """Run one statement and hand its rows out in batches.

        Args:
            sql: one statement.
            row_limit: how many rows are wanted at most; None: all.

        Yields:
            The rows, to be read before the block ends. Column names are made unique.

        Raises:
            QueryError: the statement gives no answer or was stopped; later batches may raise it too.
        """
        import pyarrow as pa

        answer = _Answer(_Frames(self._ask(sql, row_limit), self._limits.seconds))
        try:
            with pa.ipc.open_stream(pa.PythonFile(answer, "r")) as rows:
                yield pa.RecordBatchReader.from_batches(rows.schema, _to_the_end(rows, answer))
            if row_limit is not None:
                answer.drain()
        finally:
            if not answer.is_over:
                _end(self._process)

    def _ask(self, sql: str, row_limit: int | None) -> subprocess.Popen[bytes]:
        """Send a statement to the process, or to a new one where the last has ended."""
        if self._process.poll() is not None:
            self._process, self._is_ready = _start(self._database, self._limits), False
        if not self._is_ready:
            _await_ready(self._process)
            self._is_ready = True
        _send(self._process, {"sql": _require_text(sql), "row_limit": row_limit})
        return self._process


def _require_text(sql: str) -> str:
    if any("\ud800" <= mark <= "\udfff" for mark in sql):
        raise QueryError("the statement is not valid UTF-8")
    return sql


def _start(database: Path, limits: QueryLimits) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        # -I: neither the environment nor the folder one happens to be in decides what is imported.
        [sys.executable, "-I", "-c", _PROGRAM],
        env={},
        cwd="/",
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Ctrl-C is for this end, which then ends the process.
        start_new_session=True,
    )
    _send(process, {"database": str(database.absolute()), "limits": asdict(limits)})
    return process


def _send(process: subprocess.Popen[bytes], message: dict[str, object]) -> None:
    try:
        _pipe(process.stdin).write(json.dumps(message).encode() + b"\n")
    except BrokenPipeError:
        # It has ended: why is said by whoever reads its answer.
        return


def _await_ready(process: subprocess.Popen[bytes]) -> None:
    kind, payload = _Frames(process, STARTUP_SECONDS).read()
    if kind is Frame.ERROR:
        raise _to_error(payload)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        _pipe(pipe).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # every process here is started with all three
    return pipe


class _Frames:
    """The frames of one process, for as long as it may be waited for.

    Args:
        process: where they come from.
        seconds: how long they may take in all; what their reader takes does not count.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._seconds = seconds
        self._left = seconds + _KEEPER_GRACE_SECONDS

    def read(self) -> tuple[Frame, bytes]:
        """The next frame. Raises QueryError when the process ends, or is ended for taking too long."""
        kind, length = unpack_head(self._read_exactly(HEAD_BYTES))
        return kind, self._read_exactly(length)

    def _read_exactly(self, length: int) -> bytes:
        pieces = []
        while length:
            pieces.append(self._read_some(length))
            length -= len(pieces[-1])
        return b"".join(pieces)

    def _read_some(self, length: int) -> bytes:
        pipe = _pipe(self._process.stdout)
        began = time.monotonic()
        if not select.select([pipe], [], [], max(self._left, 0))[0]:
            self._process.kill()
            raise self._explain_end()
        self._left -= time.monotonic() - began
        data = os.read(pipe.fileno(), min(length, _READ_BYTES))
        if not data:
            raise self._explain_end()
        return data

    def _explain_end(self) -> QueryError:
        code = self._process.wait()
        if code in (-signal.SIGALRM, -signal.SIGKILL):
            return QueryError(f"the query was stopped after {self._seconds:g} s", "allow more with --timeout")
        if code < 0:
            ended = f"the query took more than it may and ended its process ({signal.Signals(-code).name})"
            return QueryError(ended, "allow more with --memory, or ask for less")
        said = _pipe(self._process.stderr).read().decode("utf-8", "replace").strip().splitlines()
        return QueryError(f"the query's process ended with code {code}: {said[-1] if said else 'no reason'}")


class _Answer:
    """The Arrow stream in the frames of one answer, as a file that Arrow reads.

    Attributes:
        is_over: whether its last frame has come.
    """

    closed = False

    def __init__(self, frames: _Frames) -> None:
        self.is_over = False
        self._frames = frames
        self._waiting = b""

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end. Raises QueryError as the frames tell it."""
        pieces = []
        while size and (piece := self._take(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _take(self, size: int) -> bytes:
        if not self._waiting and not self.is_over:
            self._waiting = self._next_payload()
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        return piece

    def _next_payload(self) -> bytes:
        kind, payload = self._frames.read()
        self.is_over = kind is not Frame.DATA
        if kind is Frame.ERROR:
            raise _to_error(payload)
        return payload

    def drain(self) -> None:
        """Read what is left and forget it. Raises QueryError as the frames tell it."""
        while not self.is_over:
            self._next_payload()


def _to_the_end(rows: pa.RecordBatchReader, answer: _Answer) -> Iterator[pa.RecordBatch]:
    """The batches; behind the last one comes whether the statement ended well."""
    yield from rows
    answer.drain()


def _to_error(payload: bytes) -> QueryError:
    told = json.loads(payload)
    return QueryError(told["message"], told["hint"])
