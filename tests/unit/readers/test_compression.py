from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import pytest
import zstandard

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.compression import COMPRESSIONS, RATIO_FLOOR_BYTES, decompress, tell_compression
from transforms.readers.opening import CHUNK_BYTES

GZIP, ZSTD = COMPRESSIONS
SKIPPABLE_FRAME = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
DATA = random.Random(7).randbytes(5000) + b"abc" * 100_000


def pack_zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACK = {"gzip": gzip.compress, "zstd": pack_zstd}


def unpack(packed: bytes, *, chunk: int = 700) -> bytes:
    compression = tell_compression(packed)
    assert compression is not None
    chunks = (packed[start : start + chunk] for start in range(0, len(packed), chunk))
    return b"".join(decompress(chunks, compression, name="d"))


@pytest.mark.parametrize("kind", PACK)
@pytest.mark.parametrize("chunk", [1, 1023, 1 << 20])
def test_all_members_are_read_however_the_chunks_fall(kind: str, chunk: int) -> None:
    parts = [DATA[:3000], b"", DATA[3000:]]
    assert unpack(b"".join(map(PACK[kind], parts)), chunk=chunk) == DATA


def test_zeros_after_a_gzip_member_are_padding() -> None:
    assert unpack(gzip.compress(b"one") + bytes(2000) + gzip.compress(b"two") + bytes(3)) == b"onetwo"


def test_skippable_zstd_frames_are_passed_over() -> None:
    assert unpack(SKIPPABLE_FRAME + pack_zstd(b"one") + SKIPPABLE_FRAME + pack_zstd(b"two")) == b"onetwo"


@pytest.mark.parametrize("kind", PACK)
def test_a_member_cut_anywhere_is_truncated(kind: str) -> None:
    first, second = PACK[kind](b"one" * 50), PACK[kind](b"two" * 50)
    for kept in range(1, len(second)):
        with pytest.raises(DumpError) as caught:
            unpack(first + second[:kept])
        assert (caught.value.reason, kept) == (DumpReason.TRUNCATED, kept)
        assert caught.value.position >= 150


def flip(packed: bytes, position: int) -> bytes:
    changed = bytearray(packed)
    changed[position] ^= 0x55
    return bytes(changed)


DAMAGE = {
    "gzip: one byte inside": flip(gzip.compress(DATA), 2000),
    "gzip: wrong CRC": flip(gzip.compress(DATA), -8),
    "gzip: wrong length": flip(gzip.compress(DATA), -1),
    "gzip: other bytes after the last member": gzip.compress(DATA) + b"PK and other bytes",
    "zstd: one byte inside": flip(pack_zstd(DATA), 2000),
    "zstd: wrong checksum": flip(pack_zstd(DATA), -1),
    "zstd: other bytes after the last frame": pack_zstd(DATA) + b"PK and other bytes",
    "zstd: zeros after the last frame": pack_zstd(DATA) + bytes(20),
    "zstd: a window of 1 GiB": zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=30)
    )
    .compressobj()
    .compress(DATA * 9),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_data_is_corrupt(damage: str) -> None:
    with pytest.raises(DumpError) as caught:
        unpack(DAMAGE[damage])
    assert caught.value.reason is DumpReason.CORRUPT


@pytest.mark.parametrize("kind", PACK)
def test_chunks_of_a_bomb_stay_bounded(kind: str) -> None:
    compression = next(known for known in COMPRESSIONS if known.name == kind)
    bomb = PACK[kind](bytes(100 * 2**20))
    assert max(len(chunk) for chunk in decompress([bomb], compression, name="d")) <= 33 * 2**20


def test_chunks_are_neither_crumbs_nor_all_at_once() -> None:
    sizes = [len(chunk) for chunk in decompress([gzip.compress(DATA * 4, 1)], GZIP, name="d")]
    assert min(sizes[:-1]) >= CHUNK_BYTES
    assert max(sizes) < 4 * CHUNK_BYTES


LINE = b'{"text": "' + "首相は「合意した」と述べた。".encode() * 2000 + b'"}\n'


@pytest.mark.parametrize("kind", PACK)
def test_a_ratio_over_the_limit_is_a_bomb(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(PACK[kind](LINE * (RATIO_FLOOR_BYTES // len(LINE) + 2)))
    with pytest.raises(DumpError) as caught, read_dump(path, name="bomb") as dump:
        for _ in dump.records():
            pass
    assert caught.value.reason is DumpReason.TOO_LARGE
    with read_dump(path, name="bomb", limits=Limits(max_ratio=20_000)) as dump:
        assert sum(1 for _ in dump.records()) == RATIO_FLOOR_BYTES // len(LINE) + 2


@pytest.mark.parametrize("kind", PACK)
def test_a_small_file_is_no_bomb_whatever_its_ratio(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "repeated"
    path.write_bytes(PACK[kind](LINE * 50))
    assert path.stat().st_size * 200 < 50 * len(LINE)
    with read_dump(path, name="repeated") as dump:
        assert sum(1 for _ in dump.records()) == 50


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_dump_over_the_size_limit_is_too_large(tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "d"
    path.write_bytes(pack(LINE * 10))
    limits = Limits(max_bytes=len(LINE) * 10 - 1)
    with pytest.raises(DumpError) as caught, read_dump(path, name="d", limits=limits) as dump:
        list(dump.records())
    assert (caught.value.reason, caught.value.position) == (DumpReason.TOO_LARGE, len(LINE) * 10 - 1)
    with read_dump(path, name="d", limits=Limits(max_bytes=len(LINE) * 10)) as dump:
        assert len(list(dump.records())) == 10


def test_only_gzip_and_zstd_are_told() -> None:
    assert [tell_compression(head) for head in (b"", b"\x1f", b"BZh9", zlib.compress(b"x"))] == [None] * 4
    assert [tell_compression(head) for head in (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")] == [GZIP, ZSTD]
