"""Around a night: what it came to is noted, told to whom it concerns, and written for monitors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flows.alarms import Alarm, find_alarms
from flows.last_run import LastRun, write_last_run, write_whole
from flows.metrics import render_metrics
from flows.night_report import leave_report
from flows.notify import notify
from flows.progress import log
from flows.query_session import query_limits
from flows.report import NightReport
from flows.settings import Settings
from flows.status import read_status
from warehouse.query_limits import QueryError
from warehouse.snapshots import SnapshotError, Warehouse, WarehouseBusyError


def watch_night(
    settings: Settings, night: Callable[[], NightReport], *, clock: Callable[[], dt.datetime]
) -> NightReport:
    """Run a night, and tell how it ended.

    A night that found the warehouse held by another run is no failure: the other one tells how it ends.

    Args:
        settings: whom to tell, and where monitors read.
        night: runs it.
        clock: gives the instant (UTC).

    Raises:
        BaseException: whatever the night raises, after it was told.
    """
    started_at = clock()
    try:
        report = night()
    except (WarehouseBusyError, KeyboardInterrupt):
        raise
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}"
        _close(settings, LastRun(started_at, clock(), succeeded=False, reason=reason))
        notify([Alarm("failure", "fail", f"the night failed: {reason}", clock())], settings)
        raise
    _close(settings, LastRun(started_at, clock(), succeeded=True))
    alarms = [*find_alarms(report, settings, now=clock()), *leave_report(report, settings, now=clock())]
    notify(alarms, settings)
    return report


def tell_death(settings: Settings, reason: str, *, now: dt.datetime) -> None:
    """Note and tell that a night's process died, which could not do so itself."""
    _close(settings, LastRun(now, now, succeeded=False, reason=reason))
    notify([Alarm("failure", "fail", f"the night failed: {reason}", now)], settings)


def _close(settings: Settings, run: LastRun) -> None:
    """Note how the run ended; that this cannot be written must not hide how it ended."""
    try:
        write_last_run(settings.home, run)
        if settings.metrics_file is not None:
            write_whole(settings.metrics_file, _render(settings, run))
    except (OSError, SnapshotError, QueryError) as error:
        log.warning("the state of the warehouse could not be written for monitors: %s", error)


def _render(settings: Settings, run: LastRun) -> str:
    warehouse = Warehouse(settings.warehouse)
    if warehouse.current() is None:
        return render_metrics(None, run)
    with warehouse.open_current() as snapshot:
        status = read_status(snapshot, now=run.ended_at, limits=query_limits(settings))
    return render_metrics(status, run)
