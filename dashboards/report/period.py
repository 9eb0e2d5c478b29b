"""Periods: some days in a row, Asia/Tokyo, both ends included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
DEFAULT_DAYS = 7


class PeriodError(Exception):
    """Days that make no period; the message says why."""


@dataclass(frozen=True)
class Period:
    """The days from `since` to `until`."""

    since: dt.date
    until: dt.date

    @property
    def day_count(self) -> int:
        """Number of days."""
        return (self.until - self.since).days + 1

    def before(self) -> Period:
        """The period of equal length before this one.

        >>> Period(dt.date(2024, 6, 10), dt.date(2024, 6, 16)).before()
        Period(since=datetime.date(2024, 6, 3), until=datetime.date(2024, 6, 9))
        """
        length = dt.timedelta(days=self.day_count)
        return Period(self.since - length, self.until - length)


def choose_period(
    since: dt.date | None,
    until: dt.date | None,
    *,
    last_date: dt.date | None,
    published_at: dt.datetime,
    days: int = DEFAULT_DAYS,
) -> Period:
    """The period asked for; what is left open ends with the newest day and lasts some days.

    Args:
        since: first day, or None.
        until: last day, or None.
        last_date: newest day with a dated post; None where no post has a date.
        published_at: instant of the snapshot; a post dated later has a wrong date and opens no period.
        days: how many, where the first day is left open.

    Raises:
        PeriodError: the last day lies before the first, or no calendar has the days before them.

    >>> noon = dt.datetime(2024, 8, 1, 3, tzinfo=dt.UTC)
    >>> print(choose_period(None, None, last_date=dt.date(2024, 7, 31), published_at=noon).since)
    2024-07-25
    """
    published = published_at.astimezone(TOKYO).date()
    if until is None:
        until = min(last_date or published, published)
        until = max(until, since or until)
    try:
        period = Period(since or until - dt.timedelta(days=days - 1), until)
        if period.since > period.until:
            raise PeriodError(f"the last day, {until}, lies before the first, {since}")
        period.before()
    except OverflowError as error:
        raise PeriodError(f"there are no days before {since or until}") from error
    return period
