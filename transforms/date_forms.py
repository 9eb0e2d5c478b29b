"""The forms in which dumps state a date, read without guessing.

ISO 8601 and its relatives, RFC 2822, asctime, JavaScript's, English and German month names, Japanese with
eras, digits run together, counts since 1970. A date of numbers alone that does not begin with its year
(08/11/2023) is month first to some and day first to others: it is not read.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

from dateutil import parser as dateutil_parser

YEARS = range(1990, 2100)
"""Years a post can be of; what lies outside is a default or a mistake."""

_MONTHS = (
    "jan januar january", "feb februar february", "mar mär märz maerz march mrz", "apr april", "may mai",
    "jun juni june", "jul juli july", "aug august", "sep sept september", "oct okt oktober october",
    "nov november", "dec dez dezember december",
)  # fmt: skip
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""English and German names of months, short and long, in lower case."""

_ZONE_HOURS = {
    "z": 0, "utc": 0, "ut": 0, "gmt": 0, "jst": 9, "kst": 9,
    # Those of RFC 2822; others share their letters with zones elsewhere and are not guessed.
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2,
}  # fmt: skip
_ERA_STARTS = {"平成": 1988, "令和": 2018}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ISO_DAY = r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
_JAPANESE_DAY = (
    r"(?:(?P<year>\d{4})|(?P<era>平成|令和)\s?(?P<era_year>\d{1,2}|元))年"
    r"\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日"
)
_WEEKDAY = r"(?:\s?\((?:[月火水木金土日](?:曜日?)?|[a-z]{3,9})\)|\s?[月火水木金土日]曜日?)?"
_CLOCK = (
    r"(?:(?P<half>午前|午後)\s?)?(?P<hour>\d{1,2})[:時]\s?(?P<minute>\d{1,2})"
    r"(?:[:分]\s?(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?[分秒]?(?:\s?(?P<noon>[ap])\.?m\.?)?"
)
_ZONE = (
    r"(?:\s?(?P<zone>[a-z]{1,5}))?(?:\s?(?P<offset>[-+]\d{1,2}:?(?:\d\d)?)(?:\s[a-z]{2,5})?)?"
    r"(?:\s?(?:\(.*\)|\[.*\]))?"
)
_NAMED = r"(?:[a-z]+\.?,?\s)?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<name>[a-zä]+)\.?"
_TIME = rf"(?:,?\s(?:at\s)?{_CLOCK}{_ZONE})?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_ISO_DAY}{_WEEKDAY}(?:(?:t|,?\s){_CLOCK}{_ZONE})?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
        rf"(?:[t ]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE})?",
        rf"{_NAMED}{_ORDINAL}\.?[\s-]{_MONTH},?[\s-](?P<year>\d{{4}}|\d\d){_TIME}",
        rf"{_NAMED}{_MONTH}\s{_ORDINAL},?\s(?P<year>\d{{4}}){_TIME}",
        rf"{_NAMED}{_MONTH}\s{_ORDINAL}\s{_CLOCK}{_ZONE}\s(?P<year>\d{{4}})",
        rf"{_JAPANESE_DAY}{_WEEKDAY}[,、]?(?:\s?{_CLOCK}{_ZONE}|\s?(?:午前|午後)?\s?\d{{1,2}}時)?",
    )
)
_LEADING_DAY = tuple(
    re.compile(rf"\s*{day}{_WEEKDAY}(?=\s|$|\d{{1,2}}[:時])", re.IGNORECASE)
    for day in (_ISO_DAY, _JAPANESE_DAY)
)
_COUNT = re.compile(r"(\d{10}(?:\d{3}){0,3})(?:\.(\d+))?", re.ASCII)
_MICROSECOND_DIGITS = 16
_LONGEST_FORM = 120
_MONTH_NAME = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_DEFAULTS = (dt.datetime(2001, 1, 1, tzinfo=dt.UTC), dt.datetime(2002, 2, 2, tzinfo=dt.UTC))
_BLANKS = re.compile(r"\s+")
_MINUS_SIGNS = str.maketrans("\u2010\u2011\u2212", "---")


class StatedDate(NamedTuple):
    """What a dump states.

    Attributes:
        day: the calendar day of the clock it is stated by.
        clock: time since that day's midnight, 24 hours and more included; None when only the day is known.
        has_seconds: whether seconds are stated.
        zone: the clock's zone; None when none is stated.
    """

    day: dt.date
    clock: dt.timedelta | None = None
    has_seconds: bool = False
    zone: dt.timezone | None = None


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None when there is no such day or the year is out of reach of the web."""
    if year not in YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_stated_date(text: str) -> StatedDate | None:
    """Read a date as a dump states it; None when it is no date, or could be one of two.

    A time in a zone whose name could mean several gives the day alone. Never raises on text.

    >>> parse_stated_date("Wed, 08 Nov 2023 21:05:00 +0900").zone
    datetime.timezone(datetime.timedelta(seconds=32400))
    >>> parse_stated_date("令和5年11月8日(水) 午後9時5分").clock
    datetime.timedelta(seconds=75900)
    >>> parse_stated_date("8th of November 2023").day
    datetime.date(2023, 11, 8)
    >>> parse_stated_date("08/11/2023")
    """
    if len(text) > _LONGEST_FORM:
        return None
    text = _fold(text)
    if (count := _COUNT.fullmatch(text)) is not None:
        return _of_count(count)
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    return _read_form(match.groupdict()) if match else _read_words(text)


def _read_words(text: str) -> StatedDate | None:
    """A date in words that no form foresees (8th of November 2023): its month must be named."""
    if not _MONTH_NAME.search(text):
        return None
    try:
        # Missing parts must not come from today's date: with two different defaults they would differ.
        first, second = (dateutil_parser.parse(text, default=default, ignoretz=True) for default in _DEFAULTS)
    except (ValueError, OverflowError):
        return None
    day = make_day(first.year, first.month, first.day)
    return StatedDate(day) if day is not None and first.date() == second.date() else None


def find_leading_day(text: str) -> dt.date | None:
    """The day a text opens with, if it stands by itself: a sentence that begins with a day is about that day.

    >>> find_leading_day("2023年11月8日(水) きょうの記録"), find_leading_day("2011年3月11日の震災から")
    (datetime.date(2023, 11, 8), None)
    """
    line = _fold(text.lstrip()[:_LONGEST_FORM].partition("\n")[0])
    match = next((found for form in _LEADING_DAY if (found := form.match(line))), None)
    return _read_day(match.groupdict()) if match else None


def _fold(text: str) -> str:
    """One spelling for full-width digits, minus signs and runs of blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_MINUS_SIGNS)
    return _BLANKS.sub(" ", text).strip()


def _of_count(match: re.Match[str]) -> StatedDate | None:
    """Seconds, or by the number of its digits milliseconds, microseconds or nanoseconds, since 1970."""
    digits = f"{match[1]}{match[2] or ''}"[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
    instant = _EPOCH + dt.timedelta(microseconds=int(digits))
    if instant.year not in YEARS:
        return None
    midnight = instant.replace(hour=0, minute=0, second=0, microsecond=0)
    return StatedDate(instant.date(), instant - midnight, has_seconds=True, zone=dt.UTC)


def _read_form(parts: dict[str, str | None]) -> StatedDate | None:
    day = _read_day(parts)
    if day is None or parts.get("hour") is None:
        return StatedDate(day) if day else None
    clock = _read_clock(parts)
    if clock is None:
        return None
    zone_name, offset = parts["zone"], parts["offset"]
    if zone_name is None and offset is None:
        return StatedDate(day, clock, has_seconds=parts["second"] is not None)
    zone = _read_zone(zone_name, offset)
    if zone is None:
        return StatedDate(day)
    return StatedDate(day, clock, has_seconds=parts["second"] is not None, zone=zone)


def _read_day(parts: dict[str, str | None]) -> dt.date | None:
    name = parts.get("name")
    month = MONTH_NUMBERS.get(name.lower()) if name else int(parts["month"] or 0)
    if month is None:
        return None
    return make_day(_read_year(parts), month, int(parts["day"] or 0))


def _read_year(parts: dict[str, str | None]) -> int:
    if era := parts.get("era"):
        number = parts["era_year"]
        return _ERA_STARTS[era] + (1 if number == "元" else int(number or 0))
    digits = parts["year"] or "0"
    if len(digits) == 2:  # RFC 2822, 4.3
        return int(digits) + (2000 if int(digits) < 50 else 1900)
    return int(digits)


def _read_clock(parts: dict[str, str | None]) -> dt.timedelta | None:
    """Time since midnight; late evenings may be written as 24 to 29 hours, and a leap second as 60."""
    hour, minute, second = (int(parts[part] or 0) for part in ("hour", "minute", "second"))
    half = {"午前": "a", "午後": "p"}.get(parts.get("half") or "") or (parts.get("noon") or "").lower()
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 29 or minute > 59 or second > 60:
        return None
    fraction = (parts.get("fraction") or "")[:6].ljust(6, "0")
    return dt.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(fraction))


def _read_zone(name: str | None, offset: str | None) -> dt.timezone | None:
    hours = _ZONE_HOURS.get(name.lower()) if name else 0
    if hours is None:
        return None
    shift = dt.timedelta(hours=hours)
    if offset:
        digits = offset[1:].replace(":", "")
        at = len(digits) - 2 if len(digits) > 2 else len(digits)
        minutes = int(digits[:at]) * 60 + int(digits[at:] or 0)
        shift += dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes)
    return dt.timezone(shift) if abs(shift) < dt.timedelta(hours=24) else None
