"""Plain texts: odd characters, broken encodings, endless lines, brackets without end."""

from __future__ import annotations

import codecs
import random
from collections.abc import Iterable

from tests.hostile.case import POST, SMALL, Case, Cases, fails, gives, write
from transforms.errors import DumpReason
from transforms.readers import Limits
from transforms.records import RejectReason

ODD = {
    "a line separator": "一\u2028二",
    "a paragraph separator and NEL": "一\u2029二\x85三",
    "form feed and vertical tab": "一\x0c二\x0b三",
    "zero-width characters": "NA\u200bTO\u200c会\u200d談\ufeff",
    "right-to-left marks and overrides": "\u202e逆\u202c \u200f右\u2067x\u2069",
    "tag characters": "旗\U000e0067\U000e0062\U000e007f",
    "combining marks by the hundred": "か" + "\u0301" * 500,
    "emoji joined": "👨‍👩‍👧‍👦🏴🇯🇵",
    "a character of its own plane": "𠮟る\U0010ffff",
    "private and unassigned characters": "\ue000\U000e1000",
    "interlinear marks": "\ufff9漢\ufffa字\ufffb",
    "carriage returns alone": "一\r二\r三",
    "its own replacement characters": "一\ufffd二",
    "full-width and half-width forms": "ＮＡＴＯ①ｶﾞ㍻",
}
BRACKETS = 200_000


def one_line(size: int) -> Iterable[bytes]:
    for _ in range(size // 2**20):
        yield b"a" * 2**20


UNKNOWN, NO_TEXT = DumpReason.UNKNOWN_FORMAT, RejectReason.NO_TEXT
CASES: Cases = {
    **{
        f"text with {what}": gives(lambda text=text: f"#NATO({text})\n".encode(), 1, kept=text)
        for what, text in ODD.items()
    },
    "nothing": fails(DumpReason.EMPTY, lambda: b""),
    "blanks": gives(lambda: b" \n\t\r\n" * 99, 0, NO_TEXT),
    "full-width blanks": gives(lambda: "\u3000\n".encode() * 99, 0, NO_TEXT),
    "a byte order mark": gives(lambda: codecs.BOM_UTF8, 0, NO_TEXT),
    "a byte order mark of UTF-16": gives(lambda: codecs.BOM_UTF16_BE, 0, NO_TEXT),
    "two byte order marks": gives(lambda: codecs.BOM_UTF8 * 2 + POST.encode(), 1),
    "zeros": fails(UNKNOWN, lambda: bytes(99_999)),
    "random bytes": fails(UNKNOWN, lambda: random.Random(1).randbytes(99_999)),
    "random bytes behind the mark of UTF-16": fails(
        UNKNOWN, lambda: codecs.BOM_UTF16_LE + random.Random(2).randbytes(9999)
    ),
    "UTF-16 of odd length": fails(UNKNOWN, lambda: POST.encode("utf-16") + b"x"),
    "UTF-16 with a lone surrogate": fails(UNKNOWN, lambda: POST.encode("utf-16") + b"\x00\xd8" + b"x\0"),
    "UTF-32": fails(UNKNOWN, lambda: POST.encode("utf-32")),
    "UTF-7 stays what it looks like": gives(lambda: POST.encode("utf-7"), 1),
    "UTF-8 of lone surrogates": fails(UNKNOWN, lambda: b"\xed\xa0\x80" * 99),
    "UTF-8 of overlong slashes": fails(UNKNOWN, lambda: b"\xc0\xaf" * 99),
    "UTF-8 cut in its last character": gives(lambda: (POST * 9).encode()[:-3], 1),
    "EUC-JP and cp932 mixed": fails(UNKNOWN, lambda: POST.encode("euc_jp") + POST.encode("cp932")),
    "ISO-2022-JP that does not shift back": gives(lambda: POST.encode("iso2022_jp")[:-6], 1),
    "noise that begins late": fails(UNKNOWN, lambda: POST.encode() * 3000 + bytes(9)),
    "a text over the record limit": fails(DumpReason.TOO_LARGE, lambda: b"a" * (SMALL.max_record_bytes + 1)),
    "nested 「": gives(lambda: ("「" * BRACKETS).encode(), 1),
    "nested 「 with an end each": gives(lambda: ("「" * 20_000 + "」" * 20_000).encode(), 1),
    "nested (": gives(lambda: b"#NATO" + b"(" * BRACKETS, 1),
    "hash signs": gives(lambda: b"#" * BRACKETS, 1),
    "closing brackets only": gives(lambda: ("」』）" * 30_000).encode(), 1),
    "a program": fails(UNKNOWN, lambda: b"\x7fELF\2\1\1" + bytes(9) + b"\3\0\x3e\0\1\0\0\0" + bytes(99)),
    "a PDF": fails(UNKNOWN, lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "a picture": fails(UNKNOWN, lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99)),
}
SLOW_CASES: Cases = {
    "a text of 200 MB in one line": Case(
        write(lambda: one_line(200 * 2**20)), error=DumpReason.TOO_LARGE, limits=Limits()
    ),
    "a million nested 「": Case(write(lambda: ("「" * 10**6).encode()), documents=1, limits=Limits()),
    "a million nested 「 and as many 」": Case(
        write(lambda: ("「" * 10**6 + "」" * 10**6).encode()), documents=1, limits=Limits()
    ),
}
