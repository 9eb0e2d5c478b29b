"""JSON: what orjson, the standard library and RFC 8259 do not agree on, and what is too much."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.hostile.case import POST, SMALL, Case, Cases, gives, write
from transforms.errors import DumpReason
from transforms.readers import Limits
from transforms.records import RejectReason

UNKNOWN = DumpReason.UNKNOWN_FORMAT
GOOD = b'{"text": "NATO"}\n'
BAD, DEEP, CUT = RejectReason.BAD_JSON, RejectReason.TOO_DEEP, RejectReason.CUT
LINES: dict[str, tuple[bytes, RejectReason]] = {
    "NaN": (b'{"text": "a", "n": NaN}', RejectReason.NON_FINITE_NUMBER),
    "-Infinity": (b'{"text": "a", "n": -Infinity}', RejectReason.NON_FINITE_NUMBER),
    "a number beyond a double": (b'{"text": "a", "n": 1e999}', RejectReason.NON_FINITE_NUMBER),
    "a lone surrogate": (rb'{"text": "a\ud800b"}', RejectReason.LONE_SURROGATE),
    "a surrogate pair the wrong way round": (rb'{"text": "\udc00\ud800"}', RejectReason.LONE_SURROGATE),
    "a key twice": (b'{"text": "a", "text": "b"}', RejectReason.DUPLICATE_KEY),
    "a key twice, once escaped": (rb'{"text": "a", "t\u0065xt": "b"}', RejectReason.DUPLICATE_KEY),
    "a key twice, deep inside": (
        b'{"text": "a", "m": [{"k": {"x": 1, "x": 2}}]}',
        RejectReason.DUPLICATE_KEY,
    ),
    "objects 65 deep": (b'{"text": "a", "m": ' + b'{"a": ' * 64 + b"1" + b"}" * 65, DEEP),
    "arrays 1,000 deep": (b'{"text": "a", "m": ' + b"[" * 1000 + b"]" * 1000 + b"}", DEEP),
    "arrays 100,000 deep": (b'{"text": "a", "m": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", DEEP),
    "arrays 100,000 deep without an end": (b'{"text": "a", "m": ' + b"[" * 100_000, DEEP),
    "an array": (b'["text", "a"]', RejectReason.NOT_AN_OBJECT),
    "a number": (b"42", RejectReason.NOT_AN_OBJECT),
    "a comment": (b'{"text": "a"} // NATO', BAD),
    "a trailing comma": (b'{"text": "a",}', BAD),
    "quotes that are single": (b"{'text': 'a'}", BAD),
    "two objects": (b'{"text": "a"}{"text": "b"}', BAD),
    "a line break inside a string": (b'{"text": "a\x0b"}', BAD),
    "a NUL": (b'{"text": "a\0"}', BAD),
    "bytes that are not UTF-8": (b'{"text": "\x83\x41"}', RejectReason.BAD_ENCODING),
    "no text": (b'{"url": "https://example.org/1"}', RejectReason.NO_TEXT),
    "a text that is null": (b'{"text": null}', RejectReason.NO_TEXT),
    "a text that is a number": (b'{"text": 42}', RejectReason.NO_TEXT),
    "a text that is a list": (b'{"text": ["a"]}', RejectReason.NO_TEXT),
    "a number of 100,000 digits": (
        b'{"text": "a", "n": ' + b"9" * 100_000 + b"}",
        RejectReason.NON_FINITE_NUMBER,
    ),
    "a mail address": (
        b'{"text": null, "mail": "taro@example.org", "ip": "192.0.2.7"}',
        RejectReason.NO_TEXT,
    ),
}
KEPT = (
    "一\u2028二\x85三",
    "\x00",
    "旗\U000e0067",
    "\u202e逆",
    "NA\u200bTO",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)


def long_line(size: int) -> Iterable[bytes]:
    yield b'{"text": "'
    for _ in range(size // 2**20):
        yield b"a" * 2**20
    yield b'"}\n' + GOOD


CASES: Cases = {
    **{
        f"JSON line with {what}": gives(
            lambda line=line: GOOD + line + b"\n" + GOOD, 2, reason, lacks="taro@" if "mail" in what else ""
        )
        for what, (line, reason) in LINES.items()
    },
    "JSON line cut in a string": gives(lambda: GOOD + b'{"text": "NAT', 1, CUT),
    "JSON line cut in a character": gives(lambda: GOOD + '{"text": "会'.encode()[:-1], 1, CUT),
    "JSON line over the record limit": gives(
        lambda: [GOOD, b'{"text": "', b"a" * SMALL.max_record_bytes, b'"}\n', GOOD],
        2,
        RejectReason.TOO_LONG,
    ),
    "JSON lines in UTF-16": gives(lambda: (GOOD * 2).decode().encode("utf-16"), 2),
    "JSON lines, each its own mark": gives(lambda: b"\xef\xbb\xbf" + GOOD + b"\xef\xbb\xbf" + GOOD, 1, BAD),
    "JSON lines ending in CR LF and blanks": gives(lambda: b'{"text": "a"} \r\n\r\n \t\n' + GOOD, 2),
    "JSON lines, 50,000 of nothing": gives(lambda: b"\n" * 50_000 + GOOD, 1),
    **{
        f"JSON text with {text!a}": gives(
            lambda text=text: json.dumps({"text": POST + text}).encode() + b"\n", 1, kept=text
        )
        for text in KEPT
    },
}
SLOW_CASES: Cases = {
    "a JSON line of 200 MB": Case(
        write(lambda: long_line(200 * 2**20)), documents=1, rejects=(RejectReason.TOO_LONG,), limits=Limits()
    ),
    "a million nested [": Case(
        write(lambda: GOOD + b'{"text": "a", "m": ' + b"[" * 10**6 + b"]" * 10**6 + b"}\n" + GOOD),
        documents=2,
        rejects=(DEEP,),
        limits=Limits(),
    ),
}
