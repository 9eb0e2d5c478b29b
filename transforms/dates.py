"""Days and instants in Japanese, English and German texts, addresses, file names and status ids."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from transforms.date_forms import (
    MONTH_NUMBERS,
    StatedDate,
    find_leading_day,
    make_day,
    parse_stated_date,
)
from transforms.records import DateBasis, DatePrecision, Document

TOKYO = ZoneInfo("Asia/Tokyo")
TWITTER_EPOCH_MS = 1_288_834_974_657
FIRST_SNOWFLAKE = 1 << 32
"""Status ids below this were plain counters (before November 2010) and hold no time."""

_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))

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
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
# 2023/11/08 or 20231108 between what is neither letter nor digit: sm20110311 and 20231108123 are ids.
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<sep>[/_-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    r"|(?<![0-9A-Za-z])(?P<run>\d{8})(?P<clock>\d{6})?(?![0-9A-Za-z])"
)
_ENTRY_CLOCK = re.compile(r"/(\d{6})(?!\d)")
_ENTRY_COUNT = re.compile(r"[/#](\d{10})(?!\d)")
_QUERY_DAY = re.compile(r"[?&]date=(\d{8})(?!\d)")


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
    month_number = MONTH_NUMBERS.get(word.group().lower()) if word else None
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


def find_url_date(url: str, *, zone: ZoneInfo = TOKYO) -> PostDate:
    """The date a blog's address carries.

    Days: /2023/11/08, /2023-11-08, /20231108, ?date=20231108. Times are those of Hatena
    (/entry/2023/11/08/213000; of entries moved there, /20231108/1699446600), and fourteen digits together;
    after any other day, six digits are as likely an id.

    >>> find_url_date("https://example.org/entry/2023/11/08/213000").published_at
    datetime.datetime(2023, 11, 8, 12, 30, tzinfo=datetime.timezone.utc)
    >>> find_url_date("https://example.org/20231108123/").posted_date
    """
    path = _HOST.sub("", url, count=1)
    if (in_query := _QUERY_DAY.search(path)) is not None:
        return _of_day(_split_run(in_query[1]), DateBasis.URL)
    for match in _URL_DAY.finditer(path.partition("?")[0]):
        run = match["run"]
        day = _split_run(run) if run else make_day(*(int(match[part]) for part in ("year", "month", "day")))
        if day is not None:
            return _read_url_clock(path, match, day, zone) or _of_day(day, DateBasis.URL)
    return NO_DATE


def _split_run(digits: str) -> dt.date | None:
    return make_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _read_url_clock(path: str, match: re.Match[str], day: dt.date, zone: ZoneInfo) -> PostDate | None:
    if (count := _ENTRY_COUNT.match(path, match.end())) is not None:
        found = parse_metadata_date(count[1], DateBasis.URL)
        # The number is a time only if it agrees with the day before it.
        return found if found.posted_date == day else None
    digits = match["clock"]
    if not digits and path[: match.start()].endswith("/entry/"):
        clock = _ENTRY_CLOCK.match(path, match.end())
        digits = clock[1] if clock else None
    stated = parse_stated_date(f"{day:%Y%m%d}{digits}") if digits else None
    return _of_stated(stated, DateBasis.URL, zone) if stated else None


def parse_metadata_date(text: str, basis: DateBasis, *, zone: ZoneInfo = TOKYO) -> PostDate:
    """The date a dump states, in any form of `transforms.date_forms`.

    Args:
        text: the date as written.
        basis: what it is the date of.
        zone: the clock of a time that names no zone.

    >>> parse_metadata_date("2023-11-08", DateBasis.METADATA).precision
    <DatePrecision.DAY: 'day'>
    >>> parse_metadata_date("2023-11-07T20:00:00Z", DateBasis.METADATA).posted_date
    datetime.date(2023, 11, 8)
    """
    stated = parse_stated_date(text)
    return _of_stated(stated, basis, zone) if stated else NO_DATE


def _of_stated(stated: StatedDate, basis: DateBasis, zone: ZoneInfo) -> PostDate:
    if stated.clock is None:
        return _of_day(stated.day, basis)
    local = dt.datetime.combine(stated.day, dt.time(), stated.zone or zone) + stated.clock
    precision = DatePrecision.SECOND if stated.has_seconds else DatePrecision.MINUTE
    instant = local.astimezone(dt.UTC)
    return PostDate(instant, to_tokyo_day(instant), basis, precision, None if stated.zone else zone.key)


def _of_day(day: dt.date | None, basis: DateBasis) -> PostDate:
    return PostDate(None, day, basis, DatePrecision.DAY) if day else NO_DATE


def to_tokyo_day(instant: dt.datetime) -> dt.date:
    """The calendar day of an aware instant in Tokyo."""
    return instant.astimezone(TOKYO).date()


def date_document(
    document: Document, text: str, embed_days: list[dt.date], *, zone: ZoneInfo = TOKYO
) -> PostDate:
    """The best-founded date of a document, best evidence first: see `DateBasis`.

    A day after the one on which the document was fetched is no evidence: the digits of an address, or a day
    that the text is about, may look like one.

    Args:
        document: the reader's record; its `date_text` counts by its `date_basis`.
        text: the normalised text.
        embed_days: the days of the post's embeds; the last one is when the clipping was made, at the
            earliest.
        zone: the clock of a stated time that names no zone.
    """
    stated = NO_DATE
    if document.date_text:
        stated = parse_metadata_date(document.date_text, document.date_basis, zone=zone)
    if stated.basis is DateBasis.METADATA:
        return stated
    fetched = stated.posted_date if stated.basis is DateBasis.CRAWL else None
    if document.url and _is_before(found := find_url_date(document.url, zone=zone), fetched):
        return found
    if _is_before(found := _of_day(find_leading_day(text), DateBasis.TEXT), fetched):
        return found
    if embed_days and _is_before(found := _of_day(max(embed_days), DateBasis.EMBED), fetched):
        return found
    return stated


def _is_before(found: PostDate, fetched: dt.date | None) -> bool:
    """Whether a day was found that lies before the fetching; days of two time zones may differ by one."""
    if found.posted_date is None:
        return False
    return fetched is None or found.posted_date <= fetched + dt.timedelta(days=1)
