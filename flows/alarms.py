"""When somebody must be told: a night failed, too much was rejected, or nothing new was published for long.

A small dump with one bad record is no alarm by its share alone: of a dump that holds a night back, at least
`BLOCKING_REJECTS` records must be bad.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.settings import Settings

if TYPE_CHECKING:
    from flows.report import NightReport
    from warehouse.ingest import DumpResult

WARNING_SHARE = 0.01
"""Rejected records out of the records of a night, above which somebody is told."""
BLOCKING_SHARE = 0.05
"""Rejected records out of the records of one dump, above which the night is not published."""
BLOCKING_REJECTS = 10


class Freshness(StrEnum):
    """How old the newest snapshot is, against the two limits of the settings."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Alarm:
    """What somebody is told.

    Attributes:
        kind: failure, rejects, stale or report.
        level: warn, or fail when the tables are not what they should be.
        text: one sentence for a person.
        at: when it was noticed (UTC).
    """

    kind: str
    level: str
    text: str
    at: dt.datetime

    def to_json(self) -> dict[str, str]:
        """The alarm for programs; chat webhooks show `text`."""
        return {
            "kind": self.kind,
            "level": self.level,
            "text": f"hatsugen: {self.text}",
            "at": self.at.isoformat().replace("+00:00", "Z"),
        }


class TooManyRejectsError(Exception):
    """Dumps so bad that publishing the night would hide it; `current` is unchanged.

    Attributes:
        dumps: their results.
    """

    def __init__(self, dumps: Sequence[DumpResult]) -> None:
        super().__init__(tuple(dumps))
        self.dumps = tuple(dumps)

    def __str__(self) -> str:
        named = "; ".join(
            f"{each.name}: {each.rejected:,} of {each.records_in:,} records rejected" for each in self.dumps
        )
        return (
            f"{named}. Nothing is published: look at it with `hatsugen inspect`, then mend the dump or take "
            "it out of the inbox, or publish all the same with `hatsugen run --accept-rejects`"
        )


def require_few_rejects(results: Iterable[DumpResult]) -> None:
    """Stop a night one of whose dumps is mostly not understood.

    Raises:
        TooManyRejectsError: more than `BLOCKING_SHARE` of a dump, and at least `BLOCKING_REJECTS` records.
    """
    bad = [
        each
        for each in results
        if each.rejected >= BLOCKING_REJECTS and each.rejected > BLOCKING_SHARE * each.records_in
    ]
    if bad:
        raise TooManyRejectsError(bad)


def judge_age(age_seconds: float, settings: Settings) -> Freshness:
    """Whether a snapshot of that age is fresh."""
    if age_seconds > settings.stale_fail_hours * 3_600:
        return Freshness.FAIL
    return Freshness.WARN if age_seconds > settings.stale_warn_hours * 3_600 else Freshness.OK


def find_alarms(report: NightReport, settings: Settings, *, now: dt.datetime) -> list[Alarm]:
    """What a night that ended well still has to tell somebody."""
    alarms = []
    read = sum(each.records_in for each in report.results)
    if report.rejected > WARNING_SHARE * read:
        text = f"{report.rejected:,} of {read:,} records were rejected ({report.rejected / read:.1%})"
        alarms.append(Alarm("rejects", "warn", f"{text}; `hatsugen status` says why", now))
    published_at = report.snapshot.manifest.created_at if report.snapshot else None
    return [*alarms, *find_stale(published_at, settings, now=now)]


def find_stale(published_at: dt.datetime | None, settings: Settings, *, now: dt.datetime) -> list[Alarm]:
    """One alarm when nothing new was published for too long, else none.

    Args:
        published_at: of the newest snapshot; None where nothing ever was published, which is no alarm.
        settings: for the two limits.
        now: the instant to judge at.
    """
    if published_at is None:
        return []
    freshness = judge_age((now - published_at).total_seconds(), settings)
    if freshness is Freshness.OK:
        return []
    text = f"nothing new was published since {published_at:%Y-%m-%d %H:%M} UTC"
    return [Alarm("stale", str(freshness), text, now)]
