"""The report that a night leaves behind when it is set to: a page on the newest days, and its removal.

A report that cannot be written never fails the night, which is published by then: somebody is told.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.alarms import Alarm
from flows.progress import log
from flows.report import NightReport
from flows.report_command import ReportError, Wish, describe_report, write_report
from flows.settings import Settings

_NAME = "hatsugen-{until}"
_OURS = ("hatsugen-????-??-??.html", "hatsugen-????-??-??.pdf", ".hatsugen-*.part")
"""The last is what a killed one left half written."""


def leave_report(night: NightReport, settings: Settings, *, now: dt.datetime) -> list[Alarm]:
    """Write the report of a night that published something, where the settings name a folder.

    Args:
        night: what it did.
        settings: the folder and what the report is to be.
        now: the instant to tell troubles with.

    Returns:
        An alarm when no report could be written, else none.
    """
    folder = settings.report_folder
    if folder is None or night.snapshot is None or not night.is_new:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write_report(settings, _wish(folder, settings, night.snapshot.seq))
    except (ReportError, OSError) as error:
        return [Alarm("report", "warn", f"the night is published, its report was not written: {error}", now)]
    log.info("report=%s", describe_report(written))
    return []


def _wish(folder: Path, settings: Settings, seq: int) -> Wish:
    return Wish(
        out=folder / f"{_NAME}.html",
        pdf=folder / f"{_NAME}.pdf" if settings.report_pdf else None,
        language=settings.report_language,
        seq=seq,
        days=settings.report_days,
    )


def drop_reports(settings: Settings) -> list[Path]:
    """Remove every report that nights left: a takedown cannot tell which names and words they show.

    Raises:
        OSError: one cannot be removed.
    """
    if settings.report_folder is None:
        return []
    dropped = sorted(path for pattern in _OURS for path in settings.report_folder.glob(pattern))
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped
