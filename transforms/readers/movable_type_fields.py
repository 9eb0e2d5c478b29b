"""What an entry of a Movable Type export says of itself, and what the export's name says of its blog."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import NamedTuple

from transforms.records import LeftOutReason

_LINE = re.compile(
    r"^(AUTHOR|TITLE|BASENAME|STATUS|CONVERT BREAKS|(?:PRIMARY )?CATEGORY|TAGS|DATE|UNIQUE URL|NO ENTRY)"
    r":(.*)",
    re.MULTILINE,
)
_BLANKS = " \t\r"
_PUBLIC = frozenset({"", "publish", "published"})
_LEFT_OUT = {
    "draft": LeftOutReason.DRAFT,
    "review": LeftOutReason.DRAFT,
    "future": LeftOutReason.DRAFT,
    "pending": LeftOutReason.DRAFT,
    "scheduled": LeftOutReason.DRAFT,
    "junk": LeftOutReason.JUNK,
    "spam": LeftOutReason.JUNK,
    "trash": LeftOutReason.TRASHED,
}
"""Any other status, such as Unpublish, is taken for private: what is not said to be public is not."""

_TAG = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*(?=,|\Z)|([^,]+)""")
_DAY = r"(?:(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)|(\d{4})[-/](\d{1,2})[-/](\d{1,2}))"
_CLOCK = r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AP]M))?"
_DATE = re.compile(rf"{_DAY}(?:(?:\s+|T){_CLOCK})?", re.ASCII | re.IGNORECASE)
_FIRST_SHORT_YEAR = 69
"""As POSIX reads two digits: 69 is 1969, 68 is 2068."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\."
_HATENA_HOST = re.compile(
    rf"{_LABEL}(?:hatenablog\.(?:com|jp)|hatenadiary\.(?:com|jp|org)|hateblo\.jp)(?![a-z0-9-])"
)
_HATENA_EXPORT = re.compile(
    # A domain of one's own: Hatena calls every export by its blog's host.
    rf"((?:{_LABEL})+(?:[a-z]{{2}}|com|net|org|info|biz|dev|blog|tokyo|work|site|xyz|app|page|online))"
    r"\.export(?![a-z0-9])"
)
_OTHER_HOST = re.compile(
    rf"{_LABEL}(?:livedoor\.blog|blog\.jp|blog\d*\.fc2\.com|seesaa\.net|typepad\.(?:com|jp)|cocolog-nifty\.com)"
    r"(?![a-z0-9-])"
)
"""Hosts of one blog each."""


class Metadata(NamedTuple):
    """An entry's own fields, as written; empty where the entry says nothing.

    Attributes:
        categories: PRIMARY CATEGORY, CATEGORY and TAGS in this order, each once.
        breaks: CONVERT BREAKS, the name of the filter that makes HTML of the body.
        has_entry: False for the comments of an entry that stands elsewhere.
    """

    author: str
    title: str
    basename: str
    status: str
    breaks: str
    date: str
    unique_url: str
    categories: tuple[str, ...]
    has_entry: bool


class Blog(NamedTuple):
    """The blog an export came from; `is_hatena` if an entry's BASENAME is its path there."""

    host: str
    is_hatena: bool


def parse_metadata(text: str) -> Metadata:
    r"""Read the lines before an entry's first section.

    Lines without a colon and unknown keys, the e-mail address among them, are passed over; of a key that
    should stand once the first counts.

    >>> parse_metadata("TITLE: a: b\n?\nCATEGORY: c\nPRIMARY CATEGORY: d\nTAGS: \"e f\",c\n").categories
    ('d', 'c', 'e f')
    """
    fields: dict[str, str] = {}
    categories: list[str] = []
    for key, value in _LINE.findall(text):
        if key == "CATEGORY":
            categories.append(value.strip(_BLANKS))
        elif key == "PRIMARY CATEGORY":
            categories.insert(0, value.strip(_BLANKS))
        else:
            fields.setdefault(key, value.strip(_BLANKS))
    categories += _parse_tags(fields.get("TAGS", ""))
    return Metadata(
        author=fields.get("AUTHOR", ""),
        title=fields.get("TITLE", ""),
        basename=fields.get("BASENAME", ""),
        status=fields.get("STATUS", ""),
        breaks=fields.get("CONVERT BREAKS", ""),
        date=fields.get("DATE", ""),
        unique_url=fields.get("UNIQUE URL", ""),
        categories=tuple(dict.fromkeys(filter(None, categories))),
        has_entry=fields.get("NO ENTRY", "") in {"", "0"},
    )


def find_left_out_reason(metadata: Metadata) -> LeftOutReason | None:
    """Why an entry is no public post, or None if it is one; an entry without STATUS is published."""
    if not metadata.has_entry:
        return LeftOutReason.NOT_A_POST
    status = metadata.status.lower()
    return None if status in _PUBLIC else _LEFT_OUT.get(status, LeftOutReason.PRIVATE)


def parse_entry_date(text: str) -> str | None:
    """The date of an entry in ISO form, without a time zone, for the format has none.

    Args:
        text: month first, on a clock of 24 hours or of 12 with AM or PM, the year with 4 digits or 2; or year
            first, as other tools write it.

    >>> parse_entry_date("01/31/2002 03:31:05 PM"), parse_entry_date("1/2/05 12:04:05 AM")
    ('2002-01-31T15:31:05', '2005-01-02T00:04:05')
    >>> parse_entry_date("08/08/2007"), parse_entry_date("31/12/2007 10:00:00")
    ('2007-08-08', None)
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    month, day, year, *rest = match.groups()
    first_year, first_month, first_day, hour, minute, second, half = rest
    try:
        date = dt.date(
            _expand_year(year) if year else int(first_year), int(month or first_month), int(day or first_day)
        )
        if hour is None:
            return date.isoformat()
        return f"{date}T{dt.time(_to_24_hours(int(hour), half), int(minute), int(second or 0))}"
    except ValueError:
        return None


def find_blog(name: str) -> Blog | None:
    """The blog that an export's name says it came from.

    Args:
        name: the dump as the user named it; folders do not count.

    >>> find_blog("backup/kiroku.hatenadiary.jp.export.txt")
    Blog(host='kiroku.hatenadiary.jp', is_hatena=True)
    >>> find_blog("kiroku.blog12.fc2.com.txt").is_hatena, find_blog("export.txt")
    (False, None)
    """
    bare = PurePath(name).name.lower()
    if (match := _HATENA_HOST.search(bare)) is not None:
        return Blog(match.group(), is_hatena=True)
    if (match := _HATENA_EXPORT.search(bare)) is not None:
        return Blog(match[1], is_hatena=True)
    match = _OTHER_HOST.search(bare)
    return Blog(match.group(), is_hatena=False) if match else None


def _parse_tags(text: str) -> list[str]:
    return [(double or single or bare).strip() for double, single, bare in _TAG.findall(text)]


def _expand_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= _FIRST_SHORT_YEAR else 2000)


def _to_24_hours(hour: int, half: str | None) -> int:
    # "15:31:05 PM" occurs: beyond 12 the hour already says which half.
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half.upper() == "PM" else 0)
