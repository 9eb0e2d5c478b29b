"""`hatsugen report`: a period as a page to send on, written by a process of its own.

The report belongs to the dashboards, which the flows do not import; a process also keeps whatever befalls it
away from the night that asked for it.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Settings

_SECONDS = 600


class ReportError(Exception):
    """No report was written; the message says what to do."""


@dataclass(frozen=True)
class Wish:
    """What a report is to be.

    Attributes:
        out: the page; `{until}` in its name becomes the period's last day.
        pdf: the PDF, likewise; None for none.
        since: first day; None for as many days as `days`.
        until: last day; None for the newest.
        language: ja or en.
        seq: the snapshot; None for the published one.
        days: length of a period whose first day is open.
    """

    out: Path
    pdf: Path | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    language: str = "ja"
    seq: int | None = None
    days: int = 7


@dataclass(frozen=True)
class WrittenReport:
    """The files that were written, and what they are about."""

    snapshot: int
    since: str
    until: str
    out: str
    pdf: str | None = None


def write_report(settings: Settings, wish: Wish) -> WrittenReport:
    """Write a report on a published snapshot.

    Raises:
        ReportError: it cannot be written.
    """
    options = {
        "--out": wish.out,
        "--pdf": wish.pdf,
        "--since": wish.since,
        "--until": wish.until,
        "--lang": wish.language,
        "--snapshot": wish.seq,
        "--days": wish.days,
    }
    given = [f"{name}={value}" for name, value in options.items() if value is not None]
    command = [sys.executable, "-m", "dashboards.report", str(settings.warehouse), *given]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"the report's process failed: {error}") from error
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else "it said nothing"
        raise ReportError(f"the report's process ended with {done.returncode}: {reason}") from error
    if "error" in told:
        raise ReportError(told["error"])
    return WrittenReport(**told)


def describe_report(written: WrittenReport) -> str:
    """What was written, in a line.

    >>> describe_report(WrittenReport(3, "2024-06-10", "2024-06-16", "report.html", "report.pdf"))
    'report.html, report.pdf: 2024-06-10 to 2024-06-16, from snapshot 3'
    """
    files = ", ".join(each for each in (written.out, written.pdf) if each)
    return f"{files}: {written.since} to {written.until}, from snapshot {written.snapshot}"
