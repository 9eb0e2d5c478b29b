"""Compressed dumps: cut, flipped, wrong checksums, bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
from collections.abc import Callable, Iterator

import zstandard
from fastwarc.stream_io import Lz4Writer

from tests.hostile.case import Case, Cases, fails, flip, gives
from transforms.errors import DumpReason
from transforms.readers import Limits
from transforms.readers.bounds import RATIO_FLOOR_BYTES

LINE = b'{"text": "%s"}\n'
LINES = b"".join(LINE % random.Random(seed).randbytes(30).hex().encode() for seed in range(99))
EMPTY_LZ4 = "04224d1860408200000000"
BLANKS = b" " * 65_535 + b"\n"
BOMB = LINE % b"NATO" + BLANKS * (RATIO_FLOOR_BYTES // len(BLANKS) + 2)
"""One record and blank lines, just over what no ratio is too high for."""


def pack_zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def pack_lz4(data: bytes) -> bytes:
    packed = io.BytesIO()
    writer = Lz4Writer(packed)
    writer.write(data)
    writer.close()
    return packed.getvalue()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": pack_zstd,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lz4": pack_lz4,
}
# A frame of the lz4 command, with checksums: "one" fifty times.
LZ4_WITH_SUMS = bytes.fromhex(
    "04224d187c4096000000000000002f0d0000003f6f6e6503007b506e656f6e65695fb4b700000000e6757a8a"
)
CHECKED = {**{kind: pack(LINES) for kind, pack in PACK.items() if kind != "lz4"}, "lz4": LZ4_WITH_SUMS}
# Where the checksum of the data stands, counted from the end.
CHECKSUM = {"gzip": -8, "zstd": -1, "bzip2": -3, "xz": -30, "lz4": -2}


def list_packed(kind: str) -> Iterator[tuple[str, Case]]:
    pack = PACK[kind]
    whole = pack(LINES)
    truncated, corrupt = DumpReason.TRUNCATED, DumpReason.CORRUPT
    yield f"{kind}, whole", gives(lambda: whole, 99)
    for share in (0.02, 0.5, 0.9):
        kept = whole[: int(len(whole) * share)]
        yield f"{kind}, cut at {share:.0%}", fails(truncated, lambda kept=kept: kept)
    yield f"{kind}, cut before its last byte", fails(truncated, lambda: whole[:-1])
    yield f"{kind}, second member cut", fails(truncated, lambda: whole + whole[:-4])
    yield f"{kind}, wrong checksum", fails(corrupt, lambda: flip(CHECKED[kind], CHECKSUM[kind]))
    yield f"{kind}, other bytes behind it", fails(corrupt, lambda: whole + b"NATO talks go on")
    yield f"{kind}, nothing in it", fails(DumpReason.EMPTY, lambda: pack(b"") or bytes.fromhex(EMPTY_LZ4))
    yield f"{kind}, noise in it", fails(DumpReason.UNKNOWN_FORMAT, lambda: pack(bytes(range(256)) * 9))
    yield f"{kind}, another compression in it", fails(DumpReason.UNKNOWN_FORMAT, lambda: pack(whole))
    yield f"{kind}, bomb by ratio", fails(DumpReason.TOO_LARGE, lambda: pack(BOMB))
    tight = Limits(max_bytes=len(LINES) - 1)
    yield f"{kind}, bomb by size", fails(DumpReason.TOO_LARGE, lambda: whole, tight)


GARBLED: Cases = {
    "gzip, flags of the future": fails(DumpReason.CORRUPT, lambda: flip(CHECKED["gzip"], 3, 0xE0)),
    "gzip, wrong length": fails(DumpReason.CORRUPT, lambda: flip(CHECKED["gzip"], -1)),
    "gzip, a name that does not end": fails(
        DumpReason.TRUNCATED, lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 99_999
    ),
    "gzip, 100,000 empty members": gives(lambda: gzip.compress(b"") * 100_000 + gzip.compress(LINES), 99),
    "gzip, zeros behind it": gives(lambda: gzip.compress(LINES) + bytes(9999), 99),
    "zstd, a window of 1 GiB": fails(DumpReason.CORRUPT, lambda: pack_wide(LINES)),
    "zstd, a skippable frame only": fails(DumpReason.EMPTY, lambda: b"\x50\x2a\x4d\x18\4\0\0\0abcd"),
    "zstd, a dictionary that is not there": fails(
        DumpReason.UNKNOWN_FORMAT, lambda: pack_with_dictionary(LINES)
    ),
    "xz, a dictionary of 1 GiB": fails(
        DumpReason.CORRUPT,
        lambda: lzma.compress(LINES, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 2**30}]),
    ),
    "lz4, a block of 2 GiB": fails(
        DumpReason.CORRUPT, lambda: bytes.fromhex(EMPTY_LZ4)[:7] + b"\xff\xff\xff\x7f" + LINES
    ),
    "lz4, wrong checksum of a block": fails(DumpReason.CORRUPT, lambda: flip(LZ4_WITH_SUMS, -10)),
    "lz4 of old": fails(DumpReason.UNKNOWN_FORMAT, lambda: b"\x02\x21\x4c\x18\x05\0\0\0@NATO"),
    "lzma of old": fails(DumpReason.UNKNOWN_FORMAT, lambda: lzma.compress(LINES, lzma.FORMAT_ALONE)),
}
CASES: Cases = {**GARBLED, **{name: case for kind in PACK for name, case in list_packed(kind)}}


def pack_wide(data: bytes) -> bytes:
    parameters = zstandard.ZstdCompressionParameters(window_log=30)
    return zstandard.ZstdCompressor(compression_params=parameters).compressobj().compress(data * 400)


def pack_with_dictionary(data: bytes) -> bytes:
    samples = [data[start : start + 400] for start in range(0, len(data), 40)]
    dictionary = zstandard.train_dictionary(1000, samples)
    return zstandard.ZstdCompressor(dict_data=dictionary).compress(data)
