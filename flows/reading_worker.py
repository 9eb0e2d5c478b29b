"""One process that reads dumps, one at a time: both ends of the pipe it is asked through.

Nothing stands between the two ends: no queue, no thread that could fail to start or die with nobody told.
Whatever ends the process closes its end of the pipe, and the side that waits hears of it at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Self

from flows.shortage import is_out_of_memory

if TYPE_CHECKING:
    from warehouse.ingest import DumpResult

STARTUP_SECONDS = 60.0
"""How long a process may take until it is ready; 1 s is usual."""

_READY = "ready"
_CONTEXT = multiprocessing.get_context("forkserver")


class WorkerStartError(Exception):
    """A reading process could not be started: something is wrong with the machine, not with a dump."""

    def __init__(self, why: object) -> None:
        super().__init__(
            f"no process could be started to read dumps ({why}); the machine may have too little memory: "
            "give it more, or fewer --workers, and run it again"
        )


class WorkerDiedError(Exception):
    """A reading process ended, or ran out of memory, in the middle of a dump."""


class ReadingWorker:
    """A process that reads dumps.

    A fork server starts it: unlike plain forks its processes share no lock of Prefect's threads, and unlike
    spawned ones they import the parser once.

    Raises:
        WorkerStartError: it could not be started.
        WorkerDiedError: it was killed before it was ready.
    """

    def __init__(self) -> None:
        _CONTEXT.set_forkserver_preload(["warehouse.ingest", __name__])
        try:
            self._pipe, theirs = _CONTEXT.Pipe()
            self._process = _CONTEXT.Process(target=_serve, args=(theirs,), name="reading")
            with theirs:
                self._process.start()
        # The fork server ends where it lacks memory, and with it the other side of what is awaited here.
        except (OSError, EOFError) as error:
            raise WorkerStartError(str(error) or "their server ended at once") from error
        self._await_ready()

    def _await_ready(self) -> None:
        try:
            told = self._pipe.recv() if self._pipe.poll(STARTUP_SECONDS) else f"none in {STARTUP_SECONDS:g} s"
        except (OSError, EOFError):
            self._process.join()
            told = f"it ended with code {self._process.exitcode}"
        if told == _READY:
            return
        self.end()
        # Whoever kills a process that has just begun may do so to one that reads.
        raise WorkerDiedError(told) if self._process.exitcode == -signal.SIGKILL else WorkerStartError(told)

    def read(self, task: Callable[[], DumpResult]) -> DumpResult:
        """Run a task in the process and wait for it.

        Raises:
            WorkerDiedError: the process ended, or has no memory for the task.
            Exception: whatever the task raises, with the process's traceback as a note.
        """
        try:
            self._pipe.send(task)
            outcome = self._pipe.recv()
        except (OSError, EOFError) as error:
            raise WorkerDiedError(str(error)) from error
        if not isinstance(outcome, BaseException):
            return outcome  # type: ignore[no-any-return]  # a pipe's other end is untyped
        if is_out_of_memory(outcome):
            raise WorkerDiedError(str(outcome)) from outcome
        raise outcome

    def kill(self) -> None:
        """End the process at once, whatever it does; who waits for it gets a WorkerDiedError."""
        self._process.kill()

    def end(self) -> None:
        """End the process at once, and wait until it has ended."""
        self._process.kill()
        self._pipe.close()
        self._process.join()

    def stop(self) -> None:
        """Let the process end; it must have nothing to do."""
        self._pipe.close()
        self._process.join()


def _serve(pipe: Connection) -> None:
    """Run tasks until the pipe is closed."""
    # Ctrl-C reaches the whole process group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # The fork server has it already, unless it had no memory for it, and kept silent.
        import warehouse.ingest  # noqa: F401
        from warehouse.arrow_start import start_without_pandas

        start_without_pandas()
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except (ImportError, MemoryError, RuntimeError) as error:
        pipe.send(str(error) or type(error).__name__)
        return
    pipe.send(_READY)
    while (task := _receive(pipe)) is not None:
        with _Outcome(pipe) as outcome:
            outcome.send(task())


def _receive(pipe: Connection) -> Callable[[], DumpResult] | None:
    try:
        return pipe.recv()  # type: ignore[no-any-return]  # as above
    except EOFError:
        return None


class _Outcome:
    """Sends what a task gives, or the error it raises."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        error.add_note("".join(traceback.format_exception(error)))
        self._pipe.send(error)
        return True

    def send(self, result: DumpResult) -> None:
        self._pipe.send(result)


def _end_with_parent() -> None:
    """End this worker when its parent is gone, or it would go on writing into a draft that a rerun clears."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
