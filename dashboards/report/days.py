"""Days and instants in words."""

from __future__ import annotations

import datetime as dt

from dashboards.app.words import Language
from dashboards.report.period import TOKYO, Period

_WEEKDAYS = "月火水木金土日"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(day: dt.date, language: Language) -> str:
    """A day in full.

    >>> say_day(dt.date(2024, 6, 3), Language.JA), say_day(dt.date(2024, 6, 3), Language.EN)
    ('2024年6月3日（月）', '3 June 2024')
    """
    if language is Language.JA:
        return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_short_day(day: dt.date, language: Language) -> str:
    """A day on an axis.

    >>> say_short_day(dt.date(2024, 6, 3), Language.JA), say_short_day(dt.date(2024, 6, 3), Language.EN)
    ('6/3', '3 Jun')
    """
    return f"{day.month}/{day.day}" if language is Language.JA else f"{day.day} {_MONTHS[day.month - 1][:3]}"


def say_period(period: Period, language: Language) -> str:
    """A period in full.

    >>> say_period(Period(dt.date(2024, 6, 3), dt.date(2024, 6, 9)), Language.JA)
    '2024年6月3日（月）〜6月9日（日）'
    """
    first, last = say_day(period.since, language), say_day(period.until, language)
    if period.day_count == 1:
        return first
    if language is Language.JA:
        is_one_year = period.since.year == period.until.year
        return f"{first}〜{last.partition('年')[2] if is_one_year else last}"
    return f"{first} – {last}"


def say_instant(instant: dt.datetime, language: Language) -> str:
    """An instant by the clock of Tokyo.

    >>> say_instant(dt.datetime(2024, 8, 1, 3, tzinfo=dt.UTC), Language.EN)
    '1 August 2024, 12:00 (Japan)'
    """
    there = instant.astimezone(TOKYO)
    if language is Language.JA:
        return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}（日本時間）"
    return f"{say_day(there.date(), language)}, {there:%H:%M} (Japan)"
