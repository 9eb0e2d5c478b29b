"""`hatsugen status`: the published snapshot for people, for a monitor, for Prometheus."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum

from flows.alarms import find_stale, judge_age
from flows.last_run import LastRun, read_last_run
from flows.metrics import render_metrics
from flows.query_session import query_limits
from flows.settings import Settings
from flows.status import describe_status, read_status, to_json
from warehouse.snapshots import Warehouse


class StatusFormat(StrEnum):
    """How `hatsugen status` writes what it knows."""

    TEXT = "text"
    JSON = "json"
    OPENMETRICS = "openmetrics"


def show_status(settings: Settings, chosen: StatusFormat, *, now: dt.datetime, is_told: bool) -> str:
    """Look at the published snapshot and the last run.

    Args:
        settings: where the warehouse is, and when its tables are stale.
        chosen: how to write it.
        now: the instant to judge at.
        is_told: whether stale tables raise the alarm of the settings.

    Raises:
        SnapshotError: nothing is published, or it is damaged.
        QueryError: its database cannot be read.
    """
    with Warehouse(settings.warehouse).open_current() as snapshot:
        status = read_status(snapshot, now=now, limits=query_limits(settings))
    if is_told:
        from flows.notify import notify

        notify(find_stale(status.published_at, settings, now=now), settings)
    run, freshness = read_last_run(settings.home), judge_age(status.age_seconds, settings)
    match chosen:
        case StatusFormat.OPENMETRICS:
            return render_metrics(status, run)
        case StatusFormat.JSON:
            told = to_json(status) | {"freshness": freshness, "last_run": run and _run_to_json(run)}
            return json.dumps(told, ensure_ascii=False, indent=2)
        case StatusFormat.TEXT:
            return "\n".join([describe_status(status), "", f"freshness: {freshness}", *_describe_run(run)])


def _run_to_json(run: LastRun) -> dict[str, object]:
    return {
        "started_at": _write_instant(run.started_at),
        "ended_at": _write_instant(run.ended_at),
        "succeeded": run.succeeded,
        "reason": run.reason,
    }


def _write_instant(instant: dt.datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


def _describe_run(run: LastRun | None) -> list[str]:
    if run is None:
        return []
    ended = f"{run.ended_at:%Y-%m-%d %H:%M} UTC"
    return [f"last run: {ended}, {'succeeded' if run.succeeded else f'failed of {run.reason}'}"]
