"""Exports, arrays, tables and archives of X: cut, garbled, lying about themselves."""

from __future__ import annotations

from tests.hostile.case import POST, SMALL, Cases, fails, flip, gives
from tests.hostile.valid import JSON_ARRAY, MOVABLE_TYPE, TWEETS, VALID
from transforms.errors import DumpReason
from transforms.records import RejectReason

PARQUET = VALID["Parquet"]
BAD, CUT, LONG = RejectReason.BAD_RECORD, RejectReason.CUT, RejectReason.TOO_LONG
CORRUPT, UNKNOWN = DumpReason.CORRUPT, DumpReason.UNKNOWN_FORMAT
MAIL, ADDRESS = "tani@example.org", "192.0.2.7"


def mt(old: str, new: str) -> bytes:
    return MOVABLE_TYPE.replace(old, new, 1).encode()


CASES: Cases = {
    "Movable Type, no address of who comments": gives(lambda: MOVABLE_TYPE.encode(), 3, lacks=MAIL),
    "Movable Type, no IP of who comments": gives(
        lambda: mt("BODY:\n<p>", "BODY:\n\n-----\nCOMMENT:\n<p>"), 2, RejectReason.NO_TEXT, lacks=ADDRESS
    ),
    "Movable Type, its beginning missing": fails(UNKNOWN, lambda: MOVABLE_TYPE.encode()[300:]),
    "Movable Type, categories over the head that is sniffed": gives(
        lambda: mt("CATEGORY: 外交\n", "CATEGORY: 外交\n" * 9000), 3, lacks=MAIL
    ),
    "Movable Type, cut in a body": gives(lambda: MOVABLE_TYPE.encode()[:700], 1, RejectReason.NO_TEXT),
    "Movable Type, an entry over the limit": gives(
        lambda: mt("日記1", "x" * SMALL.max_record_bytes), 2, LONG, lacks=MAIL
    ),
    "Movable Type, a draft over the limit": gives(
        lambda: mt("日記1\n", "日記1\nSTATUS: Draft\nTITLE: " + "x" * SMALL.max_record_bytes + "\n"),
        2,
        left_out=1,
    ),
    "Movable Type, a date of nonsense": gives(lambda: mt("11/01/2023 21:30:00", "99/99/9999 99:99:99"), 3),
    "Movable Type, separators without end": gives(lambda: mt("BODY:\n", "BODY:\n" + "-----\n" * 20_000), 3),
    "Movable Type, long separators without end": gives(
        lambda: b"--------\n" * 5000 + MOVABLE_TYPE.encode(), 3
    ),
    "Movable Type, metadata without end": gives(lambda: mt("CATEGORY: 外交\n", "CATEGORY: 外交\n" * 2000), 3),
    "Movable Type, tags never closed": gives(lambda: mt("<p>", "<p>" * 50_000), 3),
    "Movable Type, a NUL": gives(lambda: mt("日記1", "日\0記"), 3),
    "Movable Type, bytes that are not UTF-8": gives(
        lambda: MOVABLE_TYPE.encode().replace("日記1".encode(), b"\xff\xfe\x80"), 3
    ),
    "Movable Type, carriage returns alone": gives(
        lambda: MOVABLE_TYPE.replace("\n", "\r").encode(), 3, lacks=MAIL
    ),
    "X archive, cut in a tweet": gives(lambda: TWEETS.encode()[:-300], 2, CUT),
    "X archive, without an array": fails(UNKNOWN, lambda: b"window.YTD.tweets.part0 = 7"),
    "X archive, other files of it": gives(
        lambda: b'window.YTD.account.part0 = [ {"account": {"email": "tani@example.org"}} ]',
        left_out=1,
        lacks=MAIL,
    ),
    "X archive, nothing in it": gives(lambda: b"window.YTD.tweets.part0 = [ ]", 0),
    "X archive, a script": fails(UNKNOWN, lambda: b"window.YTD.tweets.part0 = eval('[]')"),
    "X archive, a tweet that is a list": gives(
        lambda: TWEETS.replace('"tweet": {', '"tweet": [{', 1).encode(), 0, RejectReason.BAD_JSON
    ),
    "X archive, a date of nonsense": gives(lambda: TWEETS.replace("Wed Nov", "Xxx Nov", 1).encode(), 3),
    "X archive, an id of nonsense": gives(
        lambda: TWEETS.replace("1722000000000000001", "x" * 99, 1).encode(), 3
    ),
    "JSON array, cut in an element": gives(lambda: JSON_ARRAY.encode()[:-20], 2, CUT),
    "JSON array, cut between elements": gives(
        lambda: JSON_ARRAY[: JSON_ARRAY.rindex(",\n {")].encode(), 2, CUT
    ),
    "JSON array, 100,000 deep": gives(
        lambda: JSON_ARRAY.replace("]", ", {" + '"a":' + "[" * 100_000, 1).encode(), 3, RejectReason.TOO_DEEP
    ),
    "JSON array, an element 1,000 deep": gives(
        lambda: b'[{"text": "a", "m": ' + b"[" * 1000 + b"]" * 1000 + b'}, {"text": "b"}]',
        1,
        RejectReason.TOO_DEEP,
    ),
    "JSON array, an element over the limit": gives(
        lambda: b'[{"text": "' + b"x" * SMALL.max_record_bytes + b'"}, {"text": "b"}]', 1, LONG
    ),
    "JSON array, other bytes behind it": gives(
        lambda: JSON_ARRAY.encode() + b" and more", 3, RejectReason.BAD_JSON
    ),
    "JSON array, elements that are no objects": gives(
        lambda: b'[{"text": "a"}, 7, null, "x", []]', 1, *[RejectReason.NOT_AN_OBJECT] * 4
    ),
    "Parquet, cut": fails(CORRUPT, lambda: PARQUET[:-9]),
    "Parquet, its first bytes": fails(CORRUPT, lambda: PARQUET[:30]),
    "Parquet, magic at both ends": fails(CORRUPT, lambda: b"PAR1" + bytes(40) + b"PAR1"),
    "Parquet, a footer of 2 GiB": fails(CORRUPT, lambda: PARQUET[:-8] + b"\xff\xff\xff\x7fPAR1"),
    "Parquet, a page flipped": fails(CORRUPT, lambda: flip(PARQUET, 60)),
    "Parquet, a column whose name is not UTF-8": fails(
        CORRUPT, lambda: PARQUET.replace(b"url", b"\xff\xfe\x80")
    ),
    "Parquet, footer garbled": fails(CORRUPT, lambda: PARQUET[:-60] + POST.encode()[:40] + PARQUET[-20:]),
}
