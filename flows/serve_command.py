"""`hatsugen serve`: the nightly flow on its schedule, through Prefect, until the process is stopped.

Prefect is imported inside the functions, after its settings are decided.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import MutableMapping
from dataclasses import asdict
from zoneinfo import ZoneInfo

from flows.last_run import LastRun, read_last_run
from flows.prefect_runtime import configure_prefect
from flows.prefect_server import prefect_api
from flows.progress import configure_logging, log
from flows.run_command import FAILURES
from flows.settings import Settings
from warehouse.snapshots import SnapshotError, WarehouseBusyError

SCHEDULE_ZONE = "Asia/Tokyo"
"""The clock of the schedule, whatever the machine's own is."""


def serve_nightly(settings: Settings, environ: MutableMapping[str, str], *, cron: str) -> None:
    """Run the nightly flow on a schedule until the process is stopped, and first a night that was missed.

    However many nights were missed, one run makes up for them: it reads all that is new.

    Raises:
        ValueError: `cron` is no cron expression.
        ServerError: Prefect's server does not answer.
    """
    configure_logging()
    configure_prefect(environ, home=settings.prefect_home, workers=settings.workers, log_level="INFO")
    with prefect_api(environ, with_scheduler=True) as wait:
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from flows.nightly import nightly

        schedule = Cron(cron, timezone=SCHEDULE_ZONE)
        last_due = find_last_due(cron, dt.datetime.now(dt.UTC))
        wait()
        if is_missed(read_last_run(settings.home), last_due):
            log.warning("the night of %s was missed: it is run now", last_due.isoformat())
            _catch_up(settings)
        nightly.serve(
            name="nightly",
            schedule=schedule,
            parameters={"settings": json.loads(json.dumps(asdict(settings), default=str))},
            # Never two at once; the warehouse's own lock sees to the runs of others.
            limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


def find_last_due(cron: str, now: dt.datetime) -> dt.datetime:
    """When the schedule last wanted a run.

    Args:
        cron: the schedule, read by the clock of `SCHEDULE_ZONE`.
        now: an instant.

    Raises:
        ValueError: `cron` is no cron expression.
    """
    # Prefect's own reader of cron, so that both mean the same nights; it has no types.
    from prefect._vendor.croniter.croniter import croniter

    clock = now.astimezone(ZoneInfo(SCHEDULE_ZONE))
    due: dt.datetime = croniter(cron, clock).get_prev(dt.datetime)  # type: ignore[no-untyped-call]
    return due


def is_missed(last_run: LastRun | None, last_due: dt.datetime) -> bool:
    """Whether a night was due and no run began since; where none ever ran, none is missed."""
    return last_run is not None and last_run.started_at < last_due


def _catch_up(settings: Settings) -> None:
    """Run the missed night; the schedule goes on however it ends, and the alarms have told of it."""
    from flows.nightly import nightly

    try:
        nightly(settings)
    except (*FAILURES, SnapshotError, WarehouseBusyError) as error:
        log.warning("the missed night failed: %s", error)
