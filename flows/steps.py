"""How the steps of a night are run: as Prefect tasks (flows/nightly.py), or plainly, as here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from flows.discover import FoundDump
from warehouse.ingest import DumpResult

T = TypeVar("T")


class Steps(Protocol):
    """How the steps of a night are run: as Prefect tasks, or plainly."""

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Run one step."""

    def map(
        self, step: Callable[[FoundDump], DumpResult], dumps: Sequence[FoundDump]
    ) -> Iterator[DumpResult]:
        """Run a step for each dump, several at a time; results come as they are done."""


class PlainSteps:
    """Runs the steps in this process, with a thread for each worker.

    Args:
        workers: dumps that are read at the same time.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Run one step; its name is for others."""
        del name
        return step()

    def map(
        self, step: Callable[[FoundDump], DumpResult], dumps: Sequence[FoundDump]
    ) -> Iterator[DumpResult]:
        """Run a step for each dump; results come in the order of the dumps."""
        with ThreadPoolExecutor(self._workers) as threads:
            yield from threads.map(step, dumps)
