"""Worker processes that read dumps, so that every core parses, and a dying process costs one dump at most."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.discover import FoundDump
from flows.plan import put_aside
from flows.reading_worker import ReadingWorker, WorkerDiedError
from transforms.options import DEFAULT_OPTIONS, ParseOptions
from transforms.readers import Limits
from warehouse.ingest import DumpResult, ingest_dump
from warehouse.ledger import WORKER_DIED
from warehouse.takedown import NO_TAKEDOWNS, Takedowns

_DIED = (
    "{name}: the process reading it died twice, the second time alone; it may need more memory than the "
    "machine has: split the dump, or give the machine more memory; the next run tries again"
)


class ReadingPool:
    """The worker processes of one night; each is started when it is first needed.

    Args:
        workers: processes that read at the same time.
        folder: the lake folder they write to.
        options: how they take what dumps leave open.
        takedowns: the posts they must not read in.
    """

    def __init__(
        self,
        workers: int,
        folder: Path,
        options: ParseOptions = DEFAULT_OPTIONS,
        takedowns: Takedowns = NO_TAKEDOWNS,
    ) -> None:
        self._workers = workers
        self._folder = folder
        self._options = options
        self._takedowns = takedowns
        self._room = threading.Semaphore(workers)
        self._alone = threading.Lock()
        self._changing = threading.Lock()
        self._idle: list[ReadingWorker] = []
        self._busy: set[ReadingWorker] = set()
        self._is_given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changing:
            # After an error the night is lost anyway: what the workers still read would be thrown away.
            self._is_given_up = True
            for worker in self._busy:
                worker.kill()
            for worker in self._idle:
                worker.stop()

    def read(self, dump: FoundDump) -> DumpResult:
        """Read one dump in a worker and wait for it; may be called from several threads.

        When a worker dies (killed, out of memory), its dump is read again while no other is; if that process
        dies, too, the dump is quarantined.

        Raises:
            WorkerStartError: no process could be started.
            WorkerDiedError: the pool was left meanwhile.
        """
        try:
            with self._room, self._borrow() as worker:
                return worker.read(self._task(dump))
        except WorkerDiedError:
            if self._is_given_up:
                raise
            return self._read_alone(dump)

    def _task(self, dump: FoundDump) -> Callable[[], DumpResult]:
        return partial(
            ingest_dump,
            dump.path,
            name=dump.name,
            dump_id=dump.dump_id,
            folder=self._folder,
            limits=Limits(),
            options=self._options,
            takedowns=self._takedowns,
        )

    @contextmanager
    def _borrow(self) -> Iterator[ReadingWorker]:
        """A worker, which goes back to the others unless something went wrong with it."""
        with self._changing:
            if self._is_given_up:
                raise WorkerDiedError("the night was given up")
            worker = self._idle.pop() if self._idle else ReadingWorker()
            self._busy.add(worker)
        is_whole = False
        try:
            yield worker
            is_whole = True
        finally:
            with self._changing:
                self._busy.remove(worker)
                if is_whole and not self._is_given_up:
                    self._idle.append(worker)
                else:
                    worker.end()

    def _read_alone(self, dump: FoundDump) -> DumpResult:
        self._discard(dump)
        try:
            with self._no_other_reading(), self._borrow() as worker:
                return worker.read(self._task(dump))
        except WorkerDiedError:
            if self._is_given_up:
                raise
            self._discard(dump)
            return put_aside(dump, WORKER_DIED, _DIED.format(name=dump.name))

    @contextmanager
    def _no_other_reading(self) -> Iterator[None]:
        """Wait until all workers are idle, and end them: each keeps the memory of its last dump."""
        with self._alone:
            for _ in range(self._workers):
                self._room.acquire()
            try:
                with self._changing:
                    while self._idle:
                        self._idle.pop().stop()
                yield
            finally:
                self._room.release(self._workers)

    def _discard(self, dump: FoundDump) -> None:
        for folder in self._folder.glob(f"*/{dump.dump_id}-*"):
            shutil.rmtree(folder)
