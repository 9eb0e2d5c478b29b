"""`hatsugen inspect`: what dumps hold, for people and for programs."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from flows.inspection import DateRange, Inspection, Preview

_SITES_SHOWN = 10


def to_json(found: Inspection) -> dict[str, object]:
    """An inspection for programs: days in ISO form, of the sites the most frequent."""
    own = found.own_dates
    return {
        "dump": found.name,
        "bytes": found.bytes,
        "format": found.format,
        "encoding": found.encoding,
        "records": found.records,
        "posts": found.posts,
        "duplicates": found.duplicates,
        "rejects": dict(found.rejects),
        "left_out": dict(found.left_out),
        "replaced_count": found.replaced_count,
        "first_date": _show_day(own.first if own else None),
        "last_date": _show_day(own.last if own else None),
        "dates": {basis: _to_json_range(dates) for basis, dates in found.dates.items()},
        "assumed_time_zones": dict(found.assumed_time_zones),
        "site_count": len(found.sites),
        "sites": dict(found.sites.most_common(_SITES_SHOWN)),
        "preview": [each._asdict() | {"posted_date": _show_day(each.posted_date)} for each in found.preview],
        "quarantine_reason": found.quarantine_reason,
        "quarantine_detail": found.quarantine_detail,
    }


def _to_json_range(dates: DateRange) -> dict[str, object]:
    return {"posts": dates.posts, "first": _show_day(dates.first), "last": _show_day(dates.last)}


def _show_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def describe_inspection(found: Inspection) -> str:
    """An inspection for people; what foreign text could do to a terminal is taken out."""
    lines = [found.name, *(f"  {name:<12}{value}" for name, value in _list_facts(found) if value)]
    lines += [f"  {line}" for each in found.preview for line in _describe_preview(each)]
    return "\n".join(map(_make_printable, lines))


def _list_facts(found: Inspection) -> Iterator[tuple[str, str]]:
    yield "format", f"{found.format or 'unknown'}, {found.encoding or 'unknown'}, {found.bytes:,} bytes"
    yield "quarantine", found.quarantine_detail or ""
    counts = {
        "posts": found.posts, "duplicates": found.duplicates, "rejects": found.rejects.total(),
    }  # fmt: skip
    yield "records", f"{found.records:,} ({_list_counts(counts)})"
    yield "rejects", _list_counts(found.rejects)
    yield "left out", _list_counts(found.left_out)
    yield "replaced", f"{found.replaced_count:,} characters" if found.replaced_count else ""
    for basis, dates in sorted(found.dates.items()):
        yield "dates", f"{dates.first} to {dates.last} by {basis} ({dates.posts:,})"
    undated = found.posts - sum(dates.posts for dates in found.dates.values())
    yield "undated", f"{undated:,}" if undated else ""
    yield "time zone", _list_counts(found.assumed_time_zones, "assumed: ")
    yield "sites", _list_sites(found.sites)


def _list_counts(counts: Mapping[str, int], before: str = "") -> str:
    listed = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    return f"{before}{listed}" if listed else ""


def _list_sites(sites: Counter[str]) -> str:
    listed = _list_counts(dict(sites.most_common(_SITES_SHOWN)))
    others = len(sites) - _SITES_SHOWN
    return f"{listed} and {others:,} more" if others > 0 else listed


def _describe_preview(each: Preview) -> Iterator[str]:
    yield f"- {each.posted_date or 'undated'}  {each.title or each.record_id}"
    if each.url:
        yield f"  {each.url}"
    yield f"  {each.opening}"


def _make_printable(line: str) -> str:
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in line)
