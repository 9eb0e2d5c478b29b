"""Random damage to a dump: what disks, networks, editors and attackers do to bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

TOKENS = (
    b"\0", b"\xff", b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x1b$B", b"\x80" + b"\xff" * 11, b"7" * 12,
    "「".encode(), "」".encode(), "山野".encode("cp932"), "山野".encode("utf-16"),
    b"\n-----\n", b"\n--------\n", b"\nBODY:\n", b"<item>", b"</item>", b"</entry>", b"<p", b"<!--", b"]]>",
    b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#xD800;", b"{", b"[", b"]", b'"', b"\\ud800",
    b"NaN", b"1e999", b"\r\n\r\n", b"WARC/1.0\r\n", b"HTTP/1.1 200 OK\r\n", b"Content-Length: 99999999\r\n",
    b"PK\3\4", b"PK\5\6", b"ustar\0", b"PAR1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
"""Pieces that mean something to one format or another."""


def flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 5, 50))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    piece = chance.randbytes(chance.choice((1, 2, 4, 16, 200)))
    data[start : start + len(piece)] = piece


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def drop_front(data: bytearray, chance: random.Random) -> None:
    del data[: chance.randrange(min(len(data), 600))]


def drop(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 2, 10, 300))]


def repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 3, 40, 500))]
    data[start:start] = piece * chance.choice((1, 2, 100))


def swap(data: bytearray, chance: random.Random) -> None:
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    data[first:] = data[second:] + data[first:second]


def insert_token(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 500))


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip_bits, overwrite, cut, drop_front, drop, repeat, swap, insert_token, insert_token
)  # fmt: skip


def mutate(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Damage a dump one to four times; now and then it goes on as another dump."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if changed:
            chance.choice(MUTATIONS)(changed, chance)
    if chance.random() < 0.1:
        changed += chance.choice(others)
    return bytes(changed)
