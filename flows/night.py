"""One night, in the order of its steps: discover, read, build, check, publish; how a step is run is open."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from flows.alarms import require_few_rejects
from flows.discover import Discovery, FoundDump, discover_dumps
from flows.plan import (
    keeps_rows,
    list_lake_files,
    list_unread,
    list_unreadable,
    put_aside,
    update_ledger,
)
from flows.pool import ReadingPool
from flows.progress import describe_dump, follow_dumps, log
from flows.report import NightReport
from flows.settings import Settings
from transforms import PARSER_VERSION
from transforms.errors import DumpError
from warehouse.build import BuildReport, build_analytics
from warehouse.highlights import find_highlights
from warehouse.ingest import DumpResult
from warehouse.ledger import LedgerRow, Reading, read_ledger, to_ledger_table
from warehouse.raw import RawStore
from warehouse.snapshots import Draft, Snapshot, Warehouse
from warehouse.stopwatch import Stopwatch

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


@dataclass(frozen=True)
class _Before:
    """What the warehouse holds when the night begins."""

    ledger: Mapping[str, LedgerRow]
    lake_files: tuple[str, ...]


def run_night(settings: Settings, steps: Steps, *, now: dt.datetime) -> NightReport:
    """Bring the warehouse up to date with the inbox.

    Args:
        settings: where things lie.
        steps: how the steps are run.
        now: the instant of the run, for the snapshot's manifest.

    Returns:
        What was read and what is published now; no snapshot is made when the inbox brought nothing new.

    Raises:
        WarehouseBusyError: another run holds the warehouse.
        ChecksFailedError: a blocking check found rows; `current` is unchanged.
        TooManyRejectsError: a dump is mostly rejected and the settings do not accept it; likewise.
        SnapshotError, OSError: the warehouse cannot be written, or is damaged.
    """
    warehouse = Warehouse(settings.warehouse, keep_count=settings.keep_count, keep_days=settings.keep_days)
    with warehouse.lock():
        warehouse.recover()
        return _Night(settings, steps, warehouse, now).run()


class _Night:
    """The lock is held and the warehouse recovered; the stages share what they need here."""

    def __init__(self, settings: Settings, steps: Steps, warehouse: Warehouse, now: dt.datetime) -> None:
        self._settings = settings
        self._steps = steps
        self._warehouse = warehouse
        self._now = now
        self._watch = Stopwatch()
        self._raw = RawStore(settings.raw, settings.keep_raw)

    def run(self) -> NightReport:
        self._raw.clear_leftovers()
        report = self._run()
        if self._settings.keep_raw_days:
            self._raw.expire(days=self._settings.keep_raw_days, now=self._now)
        return report

    def _run(self) -> NightReport:
        current = self._warehouse.current()
        before = _look_back(current)
        with self._watch.stage("discover"):
            discovery = self._steps.call("discover", partial(discover_dumps, self._settings.inbox))
        unread = list_unread(discovery, before.ledger, parser_version=PARSER_VERSION)
        unreadable = list_unreadable(discovery)
        for result in unreadable:
            log.warning(describe_dump(result))
        if not unread and self._update(before, discovery, unreadable, seq=0) == before.ledger:
            return self._report(discovery, unreadable, current)
        draft = self._warehouse.begin()
        with self._watch.stage("read"):
            results = (*unreadable, *self._read(unread, draft))
        if not self._settings.accept_rejects:
            require_few_rejects(results)
        ledger = self._update(before, discovery, results, seq=draft.seq)
        if ledger == before.ledger:
            self._warehouse.recover()
            return self._report(discovery, results, current)
        snapshot = self._build_and_publish(draft, before, ledger, results)
        return self._report(discovery, results, snapshot, is_new=True)

    def _update(
        self, before: _Before, discovery: Discovery, results: Sequence[DumpResult], *, seq: int
    ) -> dict[str, LedgerRow]:
        reading = Reading(PARSER_VERSION, self._settings.parse_options.options_id)
        return update_ledger(before.ledger, discovery, results, reading=reading, snapshot_id=seq)

    def _read(self, dumps: Sequence[FoundDump], draft: Draft) -> list[DumpResult]:
        results = []
        pooled = ReadingPool(self._settings.workers, draft.lake, self._settings.parse_options)
        with pooled as pool, follow_dumps(len(dumps)) as advance:
            for result in self._steps.map(partial(self._keep_and_read, pool), dumps):
                results.append(result)
                advance(result)
        return results

    def _keep_and_read(self, pool: ReadingPool, dump: FoundDump) -> DumpResult:
        """Keep a dump and read the kept file, so that its hash and its rows are of the same bytes."""
        try:
            kept = self._raw.keep(dump.path, dump_id=dump.dump_id, name=dump.name)
        except DumpError as trouble:
            return put_aside(dump, str(trouble.reason), str(trouble))
        return pool.read(replace(dump, path=kept or dump.path))

    def _build_and_publish(
        self, draft: Draft, before: _Before, ledger: Mapping[str, LedgerRow], results: Sequence[DumpResult]
    ) -> Snapshot:
        new = [path.relative_to(draft.path).as_posix() for path in draft.lake.rglob("*.parquet")]
        reread = [result.dump_id for result in results if not keeps_rows(result, before.ledger)]
        lake_files = list_lake_files(before.lake_files, new, reread)
        with self._watch.stage("build"):
            built = self._steps.call("build", partial(self._build, draft, lake_files, set(new), ledger))
        with self._watch.stage("publish"):
            return self._steps.call("publish", partial(self._publish, draft, lake_files, built, results))

    def _build(
        self, draft: Draft, lake_files: Sequence[str], new: set[str], ledger: Mapping[str, LedgerRow]
    ) -> BuildReport:
        root = self._settings.warehouse
        return build_analytics(
            draft.path,
            lake_files=[(draft.path if name in new else root) / name for name in lake_files],
            ledger=to_ledger_table(ledger),
            sql_root=self._settings.sql_root,
            memory_limit=self._settings.memory_limit,
            threads=os.cpu_count() or 1,
        )

    def _publish(
        self, draft: Draft, lake_files: Sequence[str], built: BuildReport, results: Sequence[DumpResult]
    ) -> Snapshot:
        highlights = find_highlights(draft.path / "analytics.duckdb")
        facts = {
            "rows": built.rows,
            "seconds": self._watch.seconds,
            "build_seconds": built.seconds,
            "read": {
                "dumps": len(results),
                "bytes": sum(result.bytes for result in results),
                "chars": sum(result.chars for result in results),
                "quarantined": sum(result.quarantine_reason is not None for result in results),
            },
            "highlights": asdict(highlights),
            "warnings": [f"{check.name}: {check.rows} rows" for check in built.checks if check.rows],
        }
        return self._warehouse.publish(
            draft, lake_files=lake_files, facts=facts, now=self._now, parser_version=PARSER_VERSION
        )

    def _report(
        self,
        discovery: Discovery,
        results: Sequence[DumpResult],
        snapshot: Snapshot | None,
        *,
        is_new: bool = False,
    ) -> NightReport:
        return NightReport(
            inbox=self._settings.inbox,
            found=len(discovery.dumps),
            repeated=discovery.repeated,
            warnings=discovery.warnings,
            results=tuple(sorted(results, key=lambda result: result.name)),
            snapshot=snapshot,
            is_new=is_new,
            seconds=dict(self._watch.seconds),
        )


def _look_back(current: Snapshot | None) -> _Before:
    if current is None:
        return _Before({}, ())
    return _Before(read_ledger(current.path / "dumps.parquet"), tuple(current.manifest.lake))
