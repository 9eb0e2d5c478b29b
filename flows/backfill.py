"""Read kept dumps again after the parser or its settings changed, and rebuild tables from the lake alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flows.discover import FoundDump, discover_dumps
from flows.night import open_night
from flows.publishing import Standing
from flows.report import NightReport
from flows.settings import Settings
from flows.steps import PlainSteps
from transforms import PARSER_VERSION
from warehouse.lake_view import find_dumps_of_days
from warehouse.ledger import LedgerRow, Reading, is_of_the_moment
from warehouse.raw import RawStore
from warehouse.snapshots import Snapshot


class UnknownDumpError(Exception):
    """A dump that the ledger does not know; the message names it and says where to look."""


@dataclass(frozen=True)
class Selection:
    """Which dumps to read again.

    Attributes:
        names: ids or paths as the ledger has them; what is named is read again in any case. Empty means every
            dump that was read with another parser or other settings.
        since: only dumps with a post of this day (Asia/Tokyo) or later.
        until: only dumps with a post of this day or earlier.
    """

    names: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Backfill:
    """What a backfill did.

    Attributes:
        report: as of a night.
        before: the snapshot that was published before.
        missing: paths of chosen dumps of which no copy is kept and none lies in the inbox: their rows stay.
    """

    report: NightReport
    before: int
    missing: tuple[str, ...]


def run_backfill(settings: Settings, selection: Selection, *, now: dt.datetime) -> Backfill:
    """Read dumps again and publish what came of it, if anything changed.

    Raises:
        UnknownDumpError: a named dump is not in the ledger.
        WarehouseBusyError, ChecksFailedError, SnapshotError, OSError: as for `run_night`.
    """
    chooser = _Chooser(settings, selection)
    with open_night(settings, PlainSteps(settings.workers), now=now) as night:
        report = night.reread(chooser.choose)
    return Backfill(report, chooser.before, tuple(chooser.missing))


def run_rebuild(settings: Settings, *, now: dt.datetime, is_full: bool = False) -> Snapshot:
    """Bring every table up to date with the lake, the seeds and the models, and publish; no dump is read.

    Args:
        settings: where things lie.
        now: the instant of the run.
        is_full: compute everything, whether it changed or not.

    Raises:
        WarehouseBusyError, ChecksFailedError, SnapshotError, OSError: as for `run_night`.
    """
    with open_night(settings, PlainSteps(settings.workers), now=now) as night:
        return night.rebuild(is_full=is_full)


class _Chooser:
    """Chooses dumps from what is published, and remembers what it could not find."""

    def __init__(self, settings: Settings, selection: Selection) -> None:
        self._settings = settings
        self._selection = selection
        self._raw = RawStore(settings.raw, settings.keep_raw)
        self.before = 0
        self.missing: list[str] = []

    def choose(self, current: Snapshot, standing: Standing) -> Sequence[FoundDump]:
        self.before = current.seq
        rows = [*self._list_chosen(current, standing)]
        kept = {row.dump_id: path for row in rows if (path := self._raw.find(row.dump_id))}
        found = [
            FoundDump(kept[row.dump_id], row.path, row.dump_id, row.bytes)
            for row in rows
            if row.dump_id in kept
        ]
        lost = {row.dump_id: row for row in rows if row.dump_id not in kept}
        delivered = discover_dumps(self._settings.inbox if lost else ()).dumps
        found += [dump for dump in delivered if dump.dump_id in lost]
        there = {dump.dump_id for dump in found}
        self.missing = sorted(row.path for row in lost.values() if row.dump_id not in there)
        return found

    def _list_chosen(self, current: Snapshot, standing: Standing) -> list[LedgerRow]:
        rows = [row for row in standing.ledger.values() if self._is_chosen(row)]
        if missing := set(self._selection.names) - {name for row in rows for name in (row.dump_id, row.path)}:
            raise UnknownDumpError(
                f"no dump {min(missing)!r} in the ledger; `hatsugen query` on the table dumps lists them"
            )
        if self._selection.since is None and self._selection.until is None:
            return rows
        files = [current.root / name for name in standing.lake_files]
        of_days = find_dumps_of_days(files, since=self._selection.since, until=self._selection.until)
        return [row for row in rows if row.dump_id in of_days]

    def _is_chosen(self, row: LedgerRow) -> bool:
        if names := self._selection.names:
            return row.dump_id in names or row.path in names
        if is_of_the_moment(row.quarantine_reason):
            return False  # there is no content to read; the nightly run looks for it again
        reading = Reading(PARSER_VERSION, self._settings.parse_options.options_id)
        return not row.is_read_with(reading)
