"""Days and instants in Japanese, English and German texts, addresses, file names and status ids."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from transforms.records import DateBasis, DatePrecision, Document

TOKYO = ZoneInfo("Asia/Tokyo")
TWITTER_EPOCH_MS = 1_288_834_974_657
FIRST_SNOWFLAKE = 1 << 32
"""Status ids below this were plain counters (before November 2010) and hold no time."""

YEARS = range(1990, 2100)
_MONTHS = (
    "jan januar january", "feb februar february", "mar mär märz maerz march mrz", "apr april", "may mai",
    "jun juni june", "jul juli july", "aug august", "sep sept september", "oct okt oktober october",
    "nov november", "dec dez dezember december",
)  # fmt: skip
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))

PRINTED_DAY = (
    r"(?:"
    rf"(?:{_MONTH})\.?\s?\d{{1,2}},?\s\d{{4}}"  # November 7, 2023
    rf"|\d{{1,2}}\.?\s(?:{_MONTH})\.?,?\s\d{{4}}"  # 25. September 2018
    r"|\d{4},?\s?(?:1[0-2]|0?[1-9])月\s?\d{1,2}日?"  # 2014, 12月 31
    r"|\d{4}年\s?(?:1[0-2]|0?[1-9])月\s?\d{1,2}日"  # 2022年3月1日
    r"|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    r")"
)
"""Pattern of a day as embeds print it; match it without regard to case."""

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-zä]+")
_URL_DAY = re.compile(r"(?<!\d)(\d{4})(?:/|-|_)?(\d{2})(?:/|-|_)?(\d{2})(?:/?(\d{6})|/)?(?!\d)")
_TEXT_DAY = re.compile(r"\s*(?:(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))")


class PostDate(NamedTuple):
    """A post's date: the instant if known to the minute, the Tokyo day, where it came from, how exact it is.

    `assumed_zone` names the time zone that was taken for a time stated without one.
    """

    published_at: dt.datetime | None
    posted_date: dt.date | None
    basis: DateBasis
    precision: DatePrecision
    assumed_zone: str | None = None


NO_DATE = PostDate(None, None, DateBasis.NONE, DatePrecision.NONE)


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None when there is no such day or the year is out of reach of the web."""
    if year not in YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_printed_day(text: str) -> dt.date | None:
    """The day an embed's signature prints, in English, Japanese or German form.

    >>> parse_printed_day("November 7, 2023"), parse_printed_day("25. September 2018")
    (datetime.date(2023, 11, 7), datetime.date(2018, 9, 25))
    >>> parse_printed_day("2014, 12月 31")
    datetime.date(2014, 12, 31)
    """
    numbers = [int(digits) for digits in _DIGITS.findall(text)]
    if len(numbers) == 3:
        year, month, day = numbers
        return make_day(year, month, day)
    word = _WORD.search(text)
    month_number = _MONTH_NUMBERS.get(word.group().lower()) if word else None
    if len(numbers) != 2 or month_number is None:
        return None
    return make_day(numbers[1], month_number, numbers[0])


def find_status_instant(status_id: int) -> dt.datetime | None:
    """The instant (UTC, to the millisecond) that a status id carries; None for ids older than that scheme.

    >>> find_status_instant(1541815603606036480)
    datetime.datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=datetime.timezone.utc)
    """
    if not FIRST_SNOWFLAKE <= status_id < 1 << 63:
        return None
    milliseconds = (status_id >> 22) + TWITTER_EPOCH_MS
    return dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=milliseconds)


def find_url_date(url: str) -> PostDate:
    """The date a blog's address carries: /YYYY/MM/DD/HHMMSS, /YYYY/MM/DD, /YYYYMMDD; Tokyo time.

    >>> find_url_date("https://example.org/entry/2023/11/08/213000").published_at
    datetime.datetime(2023, 11, 8, 12, 30, tzinfo=datetime.timezone.utc)
    """
    path = url.split("?", 1)[0]
    for match in _URL_DAY.finditer(path):
        day = make_day(int(match[1]), int(match[2]), int(match[3]))
        if day is None:
            continue
        if match[4] and (clock := _parse_clock(match[4])) is not None:
            instant = dt.datetime.combine(day, clock, TOKYO).astimezone(dt.UTC)
            return PostDate(instant, day, DateBasis.URL, DatePrecision.SECOND)
        return PostDate(None, day, DateBasis.URL, DatePrecision.DAY)
    return NO_DATE


def _parse_clock(digits: str) -> dt.time | None:
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hour > 23 or minute > 59 or second > 59:
        return None
    return dt.time(hour, minute, second)


def parse_metadata_date(text: str, basis: DateBasis, *, zone: ZoneInfo = TOKYO) -> PostDate:
    """The date a dump states: ISO 8601, RFC 2822, epoch seconds or milliseconds, or a bare day.

    Args:
        text: the date as written.
        basis: what it is the date of.
        zone: the clock of a time that names no zone.

    >>> parse_metadata_date("2023-11-08", DateBasis.METADATA).precision
    <DatePrecision.DAY: 'day'>
    >>> parse_metadata_date("2023-11-07T20:00:00Z", DateBasis.METADATA).posted_date
    datetime.date(2023, 11, 8)
    """
    text = text.strip()
    if text.isdecimal() and text.isascii() and len(text) in {10, 13}:
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return _of_instant(dt.datetime.fromtimestamp(seconds, dt.UTC), basis)
    if (match := _TEXT_DAY.fullmatch(text)) is not None:
        return _of_day(match, basis)
    try:
        instant = _parse_instant(text)
    except (ValueError, OverflowError):
        return NO_DATE
    if instant.year not in YEARS:
        return NO_DATE
    if instant.tzinfo:
        return _of_instant(instant, basis)
    return _of_instant(instant.replace(tzinfo=zone), basis)._replace(assumed_zone=zone.key)


def _parse_instant(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        # Missing parts must not come from today's date: two different defaults have to agree.
        first, second = (
            dateutil_parser.parse(text, default=default)
            for default in (dt.datetime(2001, 1, 1), dt.datetime(2002, 2, 2))  # noqa: DTZ001
        )
        if first != second:
            raise ValueError(text) from None
        return first


def _of_instant(instant: dt.datetime, basis: DateBasis) -> PostDate:
    precision = DatePrecision.SECOND if instant.second else DatePrecision.MINUTE
    try:
        utc = instant.astimezone(dt.UTC)
        return PostDate(utc, utc.astimezone(TOKYO).date(), basis, precision)
    except OverflowError:
        return NO_DATE


def _of_day(match: re.Match[str], basis: DateBasis) -> PostDate:
    numbers = [int(digits) for digits in match.groups() if digits]
    day = make_day(*numbers)
    return PostDate(None, day, basis, DatePrecision.DAY) if day else NO_DATE


def find_text_date(text: str) -> PostDate:
    """The date a post opens with, when its first line begins with a full day.

    >>> find_text_date("2023年11月8日 きょうの記録").posted_date
    datetime.date(2023, 11, 8)
    """
    match = _TEXT_DAY.match(text)
    return _of_day(match, DateBasis.TEXT) if match else NO_DATE


def date_document(
    document: Document, text: str, embed_days: list[dt.date], *, zone: ZoneInfo = TOKYO
) -> PostDate:
    """The best-founded date of a document, best evidence first: see `DateBasis`.

    Args:
        document: the reader's record; its `date_text` counts by its `date_basis`.
        text: the normalised text.
        embed_days: the days printed in the post's embeds; the last one is when the clipping was made, at the
            earliest.
        zone: the clock of a stated time that names no zone.
    """
    stated = NO_DATE
    if document.date_text:
        stated = parse_metadata_date(document.date_text, document.date_basis, zone=zone)
    if stated.basis is DateBasis.METADATA:
        return stated
    if document.url and (from_url := find_url_date(document.url)) is not NO_DATE:
        return from_url
    if (from_text := find_text_date(text)) is not NO_DATE:
        return from_text
    if embed_days:
        return PostDate(None, max(embed_days), DateBasis.EMBED, DatePrecision.DAY)
    return stated
