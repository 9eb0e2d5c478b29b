"""Worker processes that read dumps, so that every core parses, and a dying process costs one dump at most."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.discover import FoundDump
from flows.plan import put_aside
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
    """The worker processes of one night.

    A fork server starts them: unlike plain forks they share no lock of Prefect's threads, and unlike spawned
    processes they import the parser once.

    Args:
        workers: processes.
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
        self._folder = folder
        self._options = options
        self._takedowns = takedowns
        self._executor = _start(workers)
        self._is_given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            # The night is lost anyway: what the workers still read would be thrown away.
            self._is_given_up = True
            for process in multiprocessing.active_children():
                process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def read(self, dump: FoundDump) -> DumpResult:
        """Read one dump in a worker and wait for it; may be called from several threads.

        When a worker dies (killed, out of memory), every dump being read at that moment is suspect. Each is
        read again alone; the one whose process dies again is quarantined.
        """
        try:
            return self._submit(self._executor, dump)
        except BrokenProcessPool:
            if self._is_given_up:
                raise
            return self._read_alone(dump)

    def _submit(self, executor: ProcessPoolExecutor, dump: FoundDump) -> DumpResult:
        future = executor.submit(
            ingest_dump,
            dump.path,
            name=dump.name,
            dump_id=dump.dump_id,
            folder=self._folder,
            limits=Limits(),
            options=self._options,
            takedowns=self._takedowns,
        )
        return future.result()

    def _read_alone(self, dump: FoundDump) -> DumpResult:
        self._discard(dump)
        try:
            with _start(1) as executor:
                return self._submit(executor, dump)
        except BrokenProcessPool:
            self._discard(dump)
            return put_aside(dump, WORKER_DIED, _DIED.format(name=dump.name))

    def _discard(self, dump: FoundDump) -> None:
        for folder in self._folder.glob(f"*/{dump.dump_id}-*"):
            shutil.rmtree(folder)


def _start(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warehouse.ingest"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)


def _begin_worker() -> None:
    # Ctrl-C reaches the whole process group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent is gone, or it would go on writing into a draft that a rerun clears."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
