"""One night, in the order of its steps: discover, read, build, check, publish; how a step is run is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from flows.alarms import require_few_rejects
from flows.discover import Discovery, FoundDump, discover_dumps
from flows.inputs import list_changed_inputs
from flows.plan import (
    keeps_rows,
    list_known_bad,
    list_lake_files,
    list_unread,
    list_unreadable,
    put_aside,
    update_ledger,
)
from flows.pool import ReadingPool
from flows.progress import describe_dump, follow_dumps, log
from flows.publishing import Publishing, Standing, look_back
from flows.report import NightReport
from flows.settings import Settings
from flows.shortage import ShortageTeller
from flows.steps import Steps
from flows.takedown import resume_takedown
from transforms import PARSER_VERSION
from transforms.errors import DumpError
from warehouse.arrow_start import start_without_pandas
from warehouse.compact import LakeDraft, compact
from warehouse.ingest import DumpResult
from warehouse.ledger import LedgerRow, Reading
from warehouse.raw import RawStore
from warehouse.resolve_seeds import require_seeds
from warehouse.snapshots import Draft, Snapshot, Warehouse
from warehouse.stopwatch import Stopwatch
from warehouse.takedown import read_takedowns

_NO_INBOX = Discovery((), (), ())


def run_night(settings: Settings, steps: Steps, *, now: dt.datetime) -> NightReport:
    """Bring the warehouse up to date with the inbox.

    Args:
        settings: where things lie.
        steps: how the steps are run.
        now: the instant of the run, for the snapshot's manifest.

    Returns:
        What was read and what is published now; no snapshot is made when the inbox brought nothing new, and
        reviewed names, SQL, program and settings are those that the published one was made with.

    Raises:
        WarehouseBusyError: another run holds the warehouse.
        SeedError: the folder of reviewed names holds none, or they are not in order.
        ChecksFailedError: a blocking check found rows; `current` is unchanged.
        TooManyRejectsError: a dump is mostly rejected and the settings do not accept it; likewise.
        ShortageError, WorkerStartError: the machine has too little memory; likewise.
        SnapshotError, OSError: the warehouse cannot be written, or is damaged.
    """
    with open_night(settings, steps, now=now) as night:
        return night.run()


@contextmanager
def open_night(settings: Settings, steps: Steps, *, now: dt.datetime) -> Iterator[Night]:
    """Hold the warehouse, recovered, for one run.

    Raises:
        SeedError, WarehouseBusyError, ShortageError, SnapshotError, OSError: as for `run_night`.
    """
    require_seeds(settings.seeds)
    warehouse = Warehouse(settings.warehouse, keep_count=settings.keep_count, keep_days=settings.keep_days)
    with ShortageTeller(), warehouse.lock():
        start_without_pandas()
        warehouse.recover()
        resume_takedown(settings, warehouse, steps, now=now)
        yield Night(settings, steps, warehouse, now)


class Night:
    """One run; the lock is held and the warehouse recovered, and the stages share what they need here."""

    def __init__(self, settings: Settings, steps: Steps, warehouse: Warehouse, now: dt.datetime) -> None:
        self._settings = settings
        self._steps = steps
        self._warehouse = warehouse
        self._now = now
        self._watch = Stopwatch()
        self._publishing = Publishing(settings, steps, warehouse, self._watch, now)
        self._raw = RawStore(settings.raw, settings.keep_raw)
        self._raw.clear_leftovers()

    def run(self) -> NightReport:
        """Read what the inbox has new; see `run_night`."""
        with self._watch.stage("discover"):
            discovery = self._steps.call("discover", partial(discover_dumps, self._settings.inbox))
        current = self._warehouse.current()
        before = look_back(current)
        unread = list_unread(discovery, before.ledger, parser_version=PARSER_VERSION)
        unreadable = list_unreadable(discovery)
        for result in unreadable:
            log.warning(describe_dump(result))
        is_of_inbox = bool(unread) or self._update(before, discovery, unreadable, seq=0) != before.ledger
        if is_of_inbox or list_changed_inputs(self._settings, current):
            report = self._read_and_publish(before, discovery, unread, unreadable)
        else:
            report = self._report(discovery, unreadable, current, before.ledger)
        if self._settings.keep_raw_days:
            self._raw.expire(days=self._settings.keep_raw_days, now=self._now)
        return report

    def reread(self, choose: Callable[[Snapshot, Standing], Sequence[FoundDump]]) -> NightReport:
        """Read dumps again that the ledger knows, whatever the inbox holds.

        Args:
            choose: gives them, from what is published.

        Raises:
            SnapshotError: nothing is published yet; and everything that `run_night` raises.
        """
        with self._warehouse.open_current() as current:
            before = look_back(current)
            dumps = choose(current, before)
            if not dumps:
                return self._report(_NO_INBOX, (), current, before.ledger)
            return self._read_and_publish(before, _NO_INBOX, dumps, ())

    def rebuild(self, *, is_full: bool) -> Snapshot:
        """Bring every table up to date with the lake, the seeds and the models; no dump is read.

        Args:
            is_full: compute everything, whether it changed or not.

        Raises:
            SnapshotError: nothing is published yet; and everything that `run_night` raises.
        """
        with self._warehouse.open_current() as current:
            before = look_back(current)
            draft = self._warehouse.begin()
            return self._publishing.publish(
                draft, lake_files=before.lake_files, ledger=before.ledger, upon=None if is_full else current
            )

    def _read_and_publish(
        self,
        before: Standing,
        discovery: Discovery,
        dumps: Sequence[FoundDump],
        unreadable: Sequence[DumpResult],
    ) -> NightReport:
        draft = self._warehouse.begin()
        with self._watch.stage("read"):
            results = (*unreadable, *self._read(dumps, draft))
        if not self._settings.accept_rejects:
            require_few_rejects(results)
        ledger = self._update(before, discovery, results, seq=draft.seq)
        lake_files, merged = self._settle_lake(before, draft, results)
        changed = list_changed_inputs(self._settings, before.snapshot)
        if ledger == before.ledger and set(lake_files) == set(before.lake_files) and not changed:
            self._warehouse.recover()
            return self._report(discovery, results, self._warehouse.current(), ledger)
        snapshot = self._publishing.publish(
            draft,
            lake_files=lake_files,
            ledger=ledger,
            results=results,
            upon=before.snapshot,
            merged=merged,
        )
        report = self._report(discovery, results, snapshot, ledger, is_new=True)
        return replace(report, changed_inputs=changed)

    def _settle_lake(
        self, before: Standing, draft: Draft, results: Sequence[DumpResult]
    ) -> tuple[list[str], set[str]]:
        """Name the lake files to build from, and merge the small ones where there are too many.

        Returns:
            The names, and which of the published ones went because all their rows were merged into others:
            where a known dump was read again none, as its former rows are gone.
        """
        new = [path.relative_to(draft.path).as_posix() for path in draft.lake.rglob("*.parquet")]
        reread = [result.dump_id for result in results if not keeps_rows(result, before.ledger)]
        names = list_lake_files(before.lake_files, new, reread)
        known = before.ledger.keys() & set(reread)
        lake_files = compact(LakeDraft(self._warehouse.layout.root, draft.path), names, reread=known)
        return lake_files, set() if known else set(before.lake_files).difference(lake_files)

    def _update(
        self, before: Standing, discovery: Discovery, results: Sequence[DumpResult], *, seq: int
    ) -> dict[str, LedgerRow]:
        reading = Reading(PARSER_VERSION, self._settings.parse_options.options_id)
        return update_ledger(before.ledger, discovery, results, reading=reading, snapshot_id=seq)

    def _read(self, dumps: Sequence[FoundDump], draft: Draft) -> list[DumpResult]:
        results = []
        takedowns = read_takedowns(self._warehouse.layout)
        pooled = ReadingPool(self._settings.workers, draft.lake, self._settings.parse_options, takedowns)
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

    def _report(
        self,
        discovery: Discovery,
        results: Sequence[DumpResult],
        snapshot: Snapshot | None,
        ledger: Mapping[str, LedgerRow],
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
            known_bad=list_known_bad(discovery, ledger, results),
        )
