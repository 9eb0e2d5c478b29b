"""Dates: every form in which dumps state one, and what evidence dates a post."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.date_forms import parse_stated_date
from transforms.dates import NO_DATE, TOKYO, PostDate, date_document, find_url_date, parse_metadata_date
from transforms.records import DateBasis, DatePrecision, Document

NEW_YORK = ZoneInfo("America/New_York")
DAY = dt.date(2023, 11, 8)


def read(text: str, zone: ZoneInfo = TOKYO) -> PostDate:
    return parse_metadata_date(text, DateBasis.METADATA, zone=zone)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2023-11-08T21:05:09Z", "2023-11-08T21:05:09", "second"),
        ("2023-11-08t21:05:00z", "2023-11-08T21:05:00", "second"),
        ("2023-11-08T21:05Z", "2023-11-08T21:05:00", "minute"),
        ("2023-11-08T21:05:09.250+09:00", "2023-11-08T12:05:09.250", "second"),
        ("2023-11-08T21:05:09,25+09:00", "2023-11-08T12:05:09.250", "second"),
        ("2023-11-08 21:05:09.123456789 +0900", "2023-11-08T12:05:09.123456", "second"),
        ("2023-11-08T21:05:09+0900", "2023-11-08T12:05:09", "second"),
        ("2023-11-08T21:05:09+09", "2023-11-08T12:05:09", "second"),
        ("2023-11-08T21:05:09\u22120530", "2023-11-09T02:35:09", "second"),
        ("2023-11-08 21:05:09 UTC", "2023-11-08T21:05:09", "second"),
        ("2023-11-08 21:05:09 +0900 JST", "2023-11-08T12:05:09", "second"),
        ("2023-11-08 21:05:09 JST", "2023-11-08T12:05:09", "second"),
        ("2023-11-08T21:05:09+09:00[Asia/Tokyo]", "2023-11-08T12:05:09", "second"),
        ("20231108T120509Z", "2023-11-08T12:05:09", "second"),
        ("Wed, 08 Nov 2023 21:05:09 +0900", "2023-11-08T12:05:09", "second"),
        ("Wed, 8 Nov 2023 21:05:09 GMT", "2023-11-08T21:05:09", "second"),
        ("08 Nov 23 21:05 EST", "2023-11-09T02:05:00", "minute"),
        ("Mon, 08 Nov 99 21:05:09 -0000", "1999-11-08T21:05:09", "second"),
        ("Wed Nov 08 12:05:09 +0000 2023", "2023-11-08T12:05:09", "second"),
        ("Wed Nov  8 12:05:09 UTC 2023", "2023-11-08T12:05:09", "second"),
        ("Wed Nov 08 2023 21:05:09 GMT+0900 (Japan Standard Time)", "2023-11-08T12:05:09", "second"),
        ("November 8, 2023 at 9:05 PM GMT+9", "2023-11-08T12:05:00", "minute"),
        ("1699445109", "2023-11-08T12:05:09", "second"),
        ("1699445109.5", "2023-11-08T12:05:09.500", "second"),
        ("1699445109250", "2023-11-08T12:05:09.250", "second"),
        ("1699445109250.5", "2023-11-08T12:05:09.250500", "second"),
        ("1699445109250000", "2023-11-08T12:05:09.250", "second"),
        ("1699445109250000000", "2023-11-08T12:05:09.250", "second"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00", "second"),
        ("2023-11-08T24:00:00Z", "2023-11-09T00:00:00", "second"),
        ("  2023-11-08T21:05:09Z\n", "2023-11-08T21:05:09", "second"),
    ],
)
def test_an_instant_whose_zone_is_stated(text: str, instant: str, precision: str) -> None:
    found = read(text, NEW_YORK)
    assert (found.published_at, found.precision.value) == (utc(instant), precision)
    assert found.posted_date == (utc(instant) + dt.timedelta(hours=9)).date()
    assert (found.basis, found.assumed_zone) == (DateBasis.METADATA, None)


@pytest.mark.parametrize(
    ("text", "clock", "precision"),
    [
        ("2023-11-08T21:05:09", "21:05:09", "second"),
        ("2023-11-08 21:05", "21:05:00", "minute"),
        ("2023/11/8 21:05", "21:05:00", "minute"),
        ("2023.11.08 21:05:00", "21:05:00", "second"),
        ("2023/11/08(水) 21:05", "21:05:00", "minute"),
        ("20231108210509", "21:05:09", "second"),
        ("202311082105", "21:05:00", "minute"),
        ("Wed Nov  8 21:05:09 2023", "21:05:09", "second"),
        ("8 November 2023 21:05", "21:05:00", "minute"),
        ("Nov. 8th, 2023, 9:05 p.m.", "21:05:00", "minute"),
        ("8. November 2023 21:05", "21:05:00", "minute"),
        ("2023年11月8日 21時05分", "21:05:00", "minute"),
        ("2023年11月8日21時5分9秒", "21:05:09", "second"),
        ("２０２３年１１月８日　２１：０５", "21:05:00", "minute"),
        ("2023年11月8日（水）午後9時5分", "21:05:00", "minute"),
        ("2023年11月8日 午後9:05", "21:05:00", "minute"),
        ("2023年11月8日 午前0時5分", "00:05:00", "minute"),
        ("2023年11月8日 12:05 PM", "12:05:00", "minute"),
        ("令和5年11月8日 21:05", "21:05:00", "minute"),
    ],
)
def test_a_time_without_a_zone_is_taken_in_the_given_one(text: str, clock: str, precision: str) -> None:
    for zone, name in ((TOKYO, "Asia/Tokyo"), (NEW_YORK, "America/New_York")):
        found = read(text, zone)
        local = dt.datetime.combine(DAY, dt.time.fromisoformat(clock), zone)
        assert (found.published_at, found.precision.value) == (local.astimezone(dt.UTC), precision)
        assert found.assumed_zone == name


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-08", "2023/11/8", "2023.11.08", "20231108", "2023年11月8日", "2023年11月8日(水)",
        "2023年11月8日水曜日", "令和5年11月8日", "8 Nov 2023", "Nov 8, 2023", "08-Nov-2023",
        "Wednesday, November 8th, 2023",
        "8. November 2023", "2023年11月8日 21時", "2023年11月8日午後9時",
    ],
)  # fmt: skip
def test_a_day_is_that_day_in_every_zone(text: str) -> None:
    for zone in (TOKYO, NEW_YORK):
        assert read(text, zone) == PostDate(None, DAY, DateBasis.METADATA, DatePrecision.DAY)


def test_an_era_begins_with_its_first_year() -> None:
    assert read("令和元年5月1日").posted_date == dt.date(2019, 5, 1)
    assert read("平成31年4月30日").posted_date == dt.date(2019, 4, 30)


def test_late_evening_hours_belong_to_the_next_morning() -> None:
    found = read("2023年11月8日 25時30分")
    assert (found.published_at, found.posted_date) == (utc("2023-11-08T16:30:00"), dt.date(2023, 11, 9))


@pytest.mark.parametrize(
    "text", ["2023-11-08 21:05:09 IST", "2023-11-08 21:05 BST", "2023-11-08T21:05+25:00"]
)
def test_a_zone_that_could_be_several_leaves_the_day_alone(text: str) -> None:
    assert read(text) == PostDate(None, DAY, DateBasis.METADATA, DatePrecision.DAY)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "yesterday", "8", "2023", "2023-11", "November 2023", "21:05", "08/11/2023",
        "11/08/2023 21:05", "23/11/08", "2023-02-30", "2023-13-01", "2023-00-00", "0000-00-00 00:00:00",
        "2023-11-08T30:00",
        "2023-11-08T21:60:00", "2023-11-08 13:05 PM", "1989-12-31", "2100-01-01", "0", "-1", "1e9",
        "99999999999999999999", "9999999999999", "5000000000000000", "2023-11-08T21:05:09Z and more",
        "令和5年", "昭和64年1月7日",
        "2023-11/08", "Wed, 08 Xyz 2023 21:05:09 +0900", "２０２３", "8" * 10_000, "( " * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_none(text: str) -> None:
    assert read(text) is NO_DATE


@given(st.text(alphabet="0123456789年月日時分 :-+/.TZJNovPM()令和元", max_size=60) | st.text(max_size=60))
def test_no_text_raises_and_every_day_is_in_reach(text: str) -> None:
    found = parse_stated_date(text)
    assert found is None or 1990 <= found.day.year < 2100


@given(
    st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2099, 12, 30), timezones=st.timezones()),  # noqa: DTZ001
)
def test_what_python_writes_is_read_back(instant: dt.datetime) -> None:
    if instant.utcoffset().seconds % 60:  # type: ignore[union-attr] # local mean time
        return
    found = read(instant.isoformat())
    assert found.published_at == instant.astimezone(dt.UTC)


def test_a_day_in_tokyo_begins_nine_hours_before_utc() -> None:
    assert read("2023-11-08T14:59:59Z").posted_date == DAY
    assert read("2023-11-08T15:00:00Z").posted_date == dt.date(2023, 11, 9)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2023/11/08/title", DAY),
        ("https://example.org/2023/11/8/", DAY),
        ("https://example.org/news/2023-11-08-title.html", DAY),
        ("https://example.org/20231108.html", DAY),
        ("https://example.org/articles/20231108-OYT1T50123/", DAY),
        ("https://example.org/20231108#p01", DAY),
        ("https://example.org/diary?date=20231108", DAY),
        ("https://example.org/diary/?theme=x&date=20231108#p01", DAY),
        # an id, not a day:
        ("https://example.org/20231108123/", None),
        ("https://example.org/watch/sm20110311", None),
        ("https://example.org/20231308/", None),
        ("https://example.org/00020231108", None),
        ("https://example.org/19891231/", None),
        ("https://example.org/202311/08", None),
        ("https://example.org/2023/1108", None),
        ("https://example.org/2023/11/081", None),
        ("https://example.org/1.20231108e3f", None),
        ("https://20231108.example.org/", None),
        ("https://example.org/page?id=20231108", None),
        ("https://example.org/2023/11/", None),
        # the first that is a day counts:
        ("https://example.org/12345678/2023/11/08", DAY),
    ],
)
def test_the_day_of_an_address(url: str, day: dt.date | None) -> None:
    expected = NO_DATE if day is None else PostDate(None, day, DateBasis.URL, DatePrecision.DAY)
    assert find_url_date(url) == expected


@pytest.mark.parametrize(
    ("url", "instant"),
    [
        ("https://blog.example/entry/2023/11/08/213000", "2023-11-08T12:30:00"),
        ("https://blog.example/entry/2023/11/08/213000?utm_source=x", "2023-11-08T12:30:00"),
        ("https://blog.example/archive/20231108213000.html", "2023-11-08T12:30:00"),
        ("https://blog.example/entry/20231108/1699445109", "2023-11-08T12:05:09"),
        ("https://blog.example/someone/20231108#1699445109", "2023-11-08T12:05:09"),
    ],
)
def test_the_time_of_an_address(url: str, instant: str) -> None:
    found = find_url_date(url)
    assert (found.published_at, found.posted_date) == (utc(instant), DAY)
    assert (found.basis, found.precision) == (DateBasis.URL, DatePrecision.SECOND)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2023/11/08/123456",
        "https://blog.example/entry/2023/11/08/996060",
        "https://blog.example/entry/20231108/1600000000",
    ],
)
def test_digits_behind_a_day_that_are_no_time(url: str) -> None:
    assert find_url_date(url) == PostDate(None, DAY, DateBasis.URL, DatePrecision.DAY)


def test_the_clock_of_an_address_is_the_blogs() -> None:
    url = "https://blog.example/entry/2023/11/08/213000"
    assert find_url_date(url).assumed_zone == "Asia/Tokyo"
    found = find_url_date(url, zone=NEW_YORK)
    assert (found.published_at, found.assumed_zone) == (utc("2023-11-09T02:30:00"), "America/New_York")
    assert find_url_date("https://blog.example/entry/20231108/1699445109").assumed_zone is None


def date(text: str = "本文", *, embeds: tuple[dt.date, ...] = (), **fields: object) -> PostDate:
    document = Document(position=0, record_id="1", text=text)._replace(**fields)
    return date_document(document, text, list(embeds))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年11月8日\n市長は「直す」と述べた。", DAY),
        ("\n 2023/11/08(水) きょうの切り抜き\n本文", DAY),
        ("2023-11-08 21:05", DAY),
        ("令和5年11月8日 きょうの切り抜き", DAY),
        # a sentence about a day is not written on it:
        ("2011年3月11日の震災から12年が過ぎた。", None),
        ("2023年11月8日、市長は「直す」と述べた。", None),
        ("2023-11-081 号室", None),
        ("きょうは2023年11月8日", None),
        ("", None),
    ],
)
def test_the_day_a_text_opens_with(text: str, day: dt.date | None) -> None:
    assert date(text) == (NO_DATE if day is None else PostDate(None, day, DateBasis.TEXT, DatePrecision.DAY))


CRAWLED = {"date_text": "2024-05-01T00:00:00Z", "date_basis": DateBasis.CRAWL}


def test_the_best_evidence_counts() -> None:
    stated = {"date_text": "2023-11-04", "date_basis": DateBasis.METADATA}
    url = {"url": "https://example.org/2023/11/05/x"}
    opening = "2023年11月6日\n本文"
    embeds = (dt.date(2023, 11, 1), dt.date(2023, 11, 7))
    named = {"date_text": "2023-11-03", "date_basis": DateBasis.FILE}

    def basis_and_day(found: PostDate) -> tuple[str, int]:
        return found.basis.value, found.posted_date.day if found.posted_date else 0

    assert basis_and_day(date(opening, embeds=embeds, **stated, **url)) == ("metadata", 4)
    assert basis_and_day(date(opening, embeds=embeds, **url, **CRAWLED)) == ("url", 5)
    assert basis_and_day(date(opening, embeds=embeds, **named)) == ("text", 6)
    assert basis_and_day(date(embeds=embeds, **named)) == ("embed", 7)
    assert basis_and_day(date(**named)) == ("file", 3)
    assert basis_and_day(date(**CRAWLED)) == ("crawl", 1)
    assert date() is NO_DATE


def test_a_stated_date_that_cannot_be_read_leaves_the_next_best() -> None:
    found = date(
        url="https://example.org/2023/11/05/x", date_text="0000-00-00", date_basis=DateBasis.METADATA
    )
    assert (found.basis, found.posted_date) == (DateBasis.URL, dt.date(2023, 11, 5))


def test_no_evidence_is_later_than_the_crawl() -> None:
    assert date(url="https://example.org/20301108/", **CRAWLED).basis is DateBasis.CRAWL
    assert date("2030年11月8日\n本文", **CRAWLED).basis is DateBasis.CRAWL
    assert date(embeds=(dt.date(2030, 1, 1),), **CRAWLED).basis is DateBasis.CRAWL
    # midnight of one zone is the day before in another:
    assert date(url="https://example.org/20240502/", **CRAWLED).basis is DateBasis.URL
