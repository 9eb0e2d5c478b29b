"""The records of WARC 0.17-1.1 (WET is one) and ARC 1-2 archives, in one form.

WARC: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
ARC: https://archive.org/web/researcher/ArcFileFormat.php
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from transforms.readers.warc_framing import Frame, Grammar
from transforms.records import RejectReason

_ARC_LINE = re.compile(
    # Address, IP, date, type; then the length, before which version 2 has five more columns.
    rb"(?P<url>[A-Za-z][\w+.-]{1,20}:[^\r\n]{0,2000}?) \S{1,45} (?P<date>\d{8,17}) (?P<mime>[^\r\n]{1,200}?)"
    rb"(?: (?:\d{3}|-) \S{1,100} \S{1,1000} \d{1,17} [^\r\n]{1,500}?)? (?P<length>\d{1,17})[ \t]*\r?\n"
)
_ARC_DATE_DIGITS = 14
_ZONELESS = re.compile(r"\d{4}-?\d\d-?\d\d[T ]?\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?", re.ASCII)


class ArchiveRecord(NamedTuple):
    """One record of an archive.

    Attributes:
        position: byte offset in the decompressed dump.
        kind: `response`, `resource`, `conversion` or another of WARC's types; "" if not known.
        record_id: its name in the archive.
        url: the address it was fetched from, or None.
        date_text: when it was fetched, as written, or None.
        content_type: of the block, as written; "" if not stated.
        block: its content; only the beginning where there is trouble.
        trouble: as in `Frame`.
    """

    position: int
    kind: str
    record_id: str
    url: str | None
    date_text: str | None
    content_type: str
    block: bytes
    trouble: RejectReason | None


def _parse_warc_head(head: bytes) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name in fields:
            fields[name] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon and name not in fields:
            fields[name] = value.strip()
    return fields


def _parse_arc_head(head: bytes) -> Mapping[str, str]:
    line = _ARC_LINE.match(head)
    if line is None:
        return {}
    url, date, mime, length = (
        line[part].decode("utf-8", "replace") for part in ("url", "date", "mime", "length")
    )
    return {"url": url, "date": date, "content-type": mime, "content-length": length}


WARC = Grammar(
    head=re.compile(rb"WARC/\d{1,2}\.\d{1,2}[^\n]{0,20}\n(?:(?!WARC/\d)[^\r\n][^\n]*+\n)*+\r?\n"),
    parse_head=_parse_warc_head,
    # Bytes that a broken disk or a cut record left may stand on the head's first line.
    mark=re.compile(
        rb"^WARC/\d{1,2}\.\d{1,2}[ \t]{0,5}\r?$"
        rb"|WARC/\d{1,2}\.\d{1,2}[ \t]{0,5}\r?\n(?=WARC-[A-Za-z-]{2,40}:|Content-Length:)",
        re.MULTILINE,
    ),
    boundary=re.compile(rb"\r\n\r\n|[\r\n]*(?:WARC/\d|\Z)"),
)
ARC = Grammar(
    head=_ARC_LINE,
    parse_head=_parse_arc_head,
    mark=re.compile(rb"^" + _ARC_LINE.pattern, re.MULTILINE),
    boundary=re.compile(rb"[\r\n]*(?:\Z|" + _ARC_LINE.pattern + rb")"),
)


def read_warc_record(frame: Frame) -> ArchiveRecord:
    """Make a record of a frame of a WARC archive."""
    fields = frame.fields
    url = fields.get("warc-target-uri", "").strip("<> \t")
    return ArchiveRecord(
        position=frame.position,
        kind=fields.get("warc-type", "").lower(),
        record_id=fields.get("warc-record-id", "").strip("<> \t") or str(frame.position),
        url=url or None,
        date_text=_name_utc(fields.get("warc-date", "")) or None,
        content_type=fields.get("content-type", "").lower(),
        block=frame.block,
        trouble=frame.trouble,
    )


def read_arc_record(frame: Frame) -> ArchiveRecord:
    """Make a record of a frame of an ARC archive: it is a response if it holds one."""
    fields = frame.fields
    url, date = fields.get("url", ""), fields.get("date", "")
    is_response = frame.block.startswith(b"HTTP/")
    return ArchiveRecord(
        position=frame.position,
        kind="response" if is_response else "",
        record_id=f"{date}/{url}",
        url=url or None,
        date_text=_show_arc_date(date),
        content_type="application/http" if is_response else fields.get("content-type", "").lower(),
        block=frame.block,
        trouble=frame.trouble,
    )


def _show_arc_date(digits: str) -> str | None:
    """The instant of an ARC record, which is UTC, in ISO form.

    >>> _show_arc_date("20140216050221")
    '2014-02-16T05:02:21Z'
    """
    if len(digits) != _ARC_DATE_DIGITS:
        return _name_utc(digits) or None
    day, clock = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", f"{digits[8:10]}:{digits[10:12]}:{digits[12:]}"
    return f"{day}T{clock}Z"


def _name_utc(time: str) -> str:
    """A crawl's time with its zone: both formats count in UTC, and some crawlers leave the letter out.

    >>> _name_utc("2023-11-08 21:05:00"), _name_utc("2023-11-08T21:05:00Z"), _name_utc("2023-11-08")
    ('2023-11-08 21:05:00Z', '2023-11-08T21:05:00Z', '2023-11-08')
    """
    return f"{time}Z" if _ZONELESS.fullmatch(time) else time
