from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import zlib
from pathlib import Path

import pytest
import zstandard
from fastwarc.stream_io import Lz4Writer

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.bounds import RATIO_FLOOR_BYTES
from transforms.readers.compression import COMPRESSIONS, decompress, tell_compression
from transforms.readers.opening import CHUNK_BYTES

SKIPPABLE_FRAME = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
DATA = random.Random(7).randbytes(5000) + b"abc" * 100_000
# What the lz4 command makes of "one" fifty times, with the content's size, checksums of blocks and of all.
LZ4_WITH_SUMS = bytes.fromhex(
    "04224d187c4096000000000000002f0d0000003f6f6e6503007b506e656f6e65695fb4b700000000e6757a8a"
)


def pack_zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def pack_lz4(data: bytes) -> bytes:
    packed = io.BytesIO()
    writer = Lz4Writer(packed)
    writer.write(data)
    writer.close()
    return packed.getvalue() or bytes.fromhex("04224d1860408200000000")


PACK = {
    "gzip": gzip.compress,
    "zstd": pack_zstd,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lz4": pack_lz4,
}


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


def test_zeros_between_and_after_members_are_padding() -> None:
    assert unpack(gzip.compress(b"one") + bytes(2000) + gzip.compress(b"two") + bytes(3)) == b"onetwo"
    assert unpack(lzma.compress(b"one") + bytes(8) + lzma.compress(b"two") + bytes(4)) == b"onetwo"


def test_skippable_zstd_frames_are_passed_over() -> None:
    assert unpack(SKIPPABLE_FRAME + pack_zstd(b"one") + SKIPPABLE_FRAME + pack_zstd(b"two")) == b"onetwo"


DICTIONARY = zstandard.train_dictionary(
    1024, [b"WARC/1.0 record %d of a crawl" % number for number in range(999)]
)


def pack_with_dictionary(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(dict_data=DICTIONARY).compress(data)


def frame_dictionary(content: bytes) -> bytes:
    return b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


@pytest.mark.parametrize(
    "content", [DICTIONARY.as_bytes(), pack_zstd(DICTIONARY.as_bytes())], ids=["bare", "packed"]
)
@pytest.mark.parametrize("chunk", [1, 700])
def test_a_zstd_file_is_read_with_the_dictionary_it_opens_with(content: bytes, chunk: int) -> None:
    frames = pack_with_dictionary(b"WARC/1.0 record 1") + pack_with_dictionary(b"WARC/1.0 record 2")
    assert unpack(frame_dictionary(content) + frames, chunk=chunk) == b"WARC/1.0 record 1WARC/1.0 record 2"


def test_a_frame_that_holds_no_dictionary_is_passed_over() -> None:
    for content in (b"", b"notes", pack_zstd(b"notes")):
        assert unpack(frame_dictionary(content) + pack_zstd(b"one")) == b"one"


def test_a_zstd_file_without_its_dictionary_is_told_from_a_damaged_one() -> None:
    with pytest.raises(DumpError, match="unpack it with that dictionary") as caught:
        unpack(pack_with_dictionary(b"WARC/1.0 record 1"))
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


def test_a_damaged_dictionary_is_corrupt_and_a_cut_one_truncated() -> None:
    damaged = bytearray(pack_zstd(DICTIONARY.as_bytes()))
    damaged[-1] ^= 1
    with pytest.raises(DumpError, match="damaged zstd dictionary") as caught:
        unpack(frame_dictionary(bytes(damaged)))
    assert caught.value.reason is DumpReason.CORRUPT
    with pytest.raises(DumpError) as caught:
        unpack(frame_dictionary(DICTIONARY.as_bytes())[:300])
    assert caught.value.reason is DumpReason.TRUNCATED


def test_lz4_frames_of_every_descriptor_are_read() -> None:
    assert unpack(LZ4_WITH_SUMS + pack_lz4(b"two") + LZ4_WITH_SUMS) == b"one" * 50 + b"two" + b"one" * 50


CUT = {kind: (pack(b"one" * 50), pack(b"two" * 50)) for kind, pack in PACK.items()}
CUT["lz4 with checksums"] = (LZ4_WITH_SUMS, LZ4_WITH_SUMS)


@pytest.mark.parametrize("kind", CUT)
def test_a_member_cut_anywhere_is_truncated(kind: str) -> None:
    first, second = CUT[kind]
    for kept in range(1, len(second)):
        with pytest.raises(DumpError) as caught:
            unpack(first + second[:kept])
        assert (caught.value.reason, kept) == (DumpReason.TRUNCATED, kept)
        # fastwarc keeps to itself what it decoded just before the trouble.
        assert caught.value.position >= 150 or kind.startswith("lz4")


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
    "bzip2: one byte inside": flip(bz2.compress(DATA), 2000),
    "bzip2: wrong CRC": flip(bz2.compress(DATA), -4),
    "bzip2: other bytes after the last stream": bz2.compress(DATA) + b"PK and other bytes",
    "xz: one byte inside": flip(lzma.compress(DATA), 2000),
    "xz: wrong check of the index": flip(lzma.compress(DATA), -20),
    "xz: other bytes after the last stream": lzma.compress(DATA) + b"PK and other bytes",
    "xz: a dictionary of 1 GiB": lzma.compress(
        DATA, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 2**30}]
    ),
    "lz4: one byte inside": flip(pack_lz4(DATA), 5100),
    "lz4: wrong checksum of all": flip(LZ4_WITH_SUMS, -1),
    "lz4: wrong checksum of a block": flip(LZ4_WITH_SUMS, -10),
    "lz4: reserved bits": flip(LZ4_WITH_SUMS, 5),
    "lz4: other bytes after the last frame": LZ4_WITH_SUMS + b"PK and other bytes",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_data_is_corrupt(damage: str) -> None:
    with pytest.raises(DumpError) as caught:
        unpack(DAMAGE[damage])
    assert caught.value.reason is DumpReason.CORRUPT


@pytest.mark.parametrize("kind", PACK)
def test_chunks_of_a_bomb_stay_bounded(kind: str) -> None:
    compression = next(known for known in COMPRESSIONS if known.name == kind)
    bomb = PACK[kind](bytes(36 * 2**20))
    assert max(len(chunk) for chunk in decompress([bomb], compression, name="d")) <= 33 * 2**20


def test_chunks_are_neither_crumbs_nor_all_at_once() -> None:
    for kind, pack in PACK.items():
        compression = next(known for known in COMPRESSIONS if known.name == kind)
        sizes = [len(chunk) for chunk in decompress([pack(DATA * 4)], compression, name="d")]
        assert min(sizes[:-1]) >= CHUNK_BYTES, kind
        assert max(sizes) < 6 * CHUNK_BYTES, kind


# Runs of one character, because bzip2 is slow to pack what repeats at a longer period.
LINE = b'{"text": "' + b"a" * 80_000 + b'"}\n'


@pytest.mark.parametrize("kind", PACK)
def test_a_ratio_over_the_limit_is_a_bomb(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(PACK[kind](LINE * (RATIO_FLOOR_BYTES // len(LINE) + 2)))
    with pytest.raises(DumpError) as caught, read_dump(path, name="bomb") as dump:
        for _ in dump.records():
            pass
    assert caught.value.reason is DumpReason.TOO_LARGE
    with read_dump(path, name="bomb", limits=Limits(max_ratio=10**6)) as dump:
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


def test_compressions_are_told_by_their_first_bytes() -> None:
    known = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh9": "bzip2", b"\xfd7zXZ\0": "xz"}
    for head, name in known.items():
        compression = tell_compression(head)
        assert compression is not None
        assert compression.name == name
    for other in (b"", b"\x1f", b"BZh9 is a name", b"BZh0", zlib.compress(b"x"), b"\x02\x21\x4c\x18"):
        assert tell_compression(other) is None
