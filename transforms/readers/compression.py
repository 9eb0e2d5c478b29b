"""Taking the compression off a dump: gzip of any number of members, zstd of any number of frames.

It is told by the dump's first bytes. Both decoders say themselves whether a member is complete, and that is
what tells a cut file: the stream readers of the same libraries end a cut zstd frame in silence.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

import zstandard

from transforms.errors import DumpError, DumpReason
from transforms.readers.limits import Limits
from transforms.readers.opening import CHUNK_BYTES

RATIO_FLOOR_BYTES = 16 * 2**20
"""Below this much output no ratio is too high: a small file of one repeated line is harmless."""

_SLICE_BYTES = 1024
"""Packed bytes given to a decoder at once: the worst bomb gives 32 MiB for them, ordinary dumps a few KiB."""

_ZSTD_WINDOW_BYTES = 128 * 2**20


class Decoder(Protocol):
    """What zlib's and zstandard's decompressors have in common; one lives as long as one member."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete and its checksum right."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """The bytes that `data` completes."""


class Compression(NamedTuple):
    """One compression: its name, its first bytes, a decoder for one member, padding between members."""

    name: str
    magic: re.Pattern[bytes]
    new_decoder: Callable[[], Decoder]
    padding: bytes = b""


def _new_gzip_decoder() -> Decoder:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _new_zstd_decoder() -> Decoder:
    decoder: Decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj()
    return decoder


COMPRESSIONS = (
    # Tapes and block devices pad with zeros, and gzip itself passes over them.
    Compression("gzip", re.compile(rb"\x1f\x8b"), _new_gzip_decoder, padding=b"\0"),
    # The second form is a skippable frame, which pzstd and seekable files may open with.
    Compression("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), _new_zstd_decoder),
)


def tell_compression(head: bytes) -> Compression | None:
    r"""The compression whose first bytes these are, or None.

    >>> tell_compression(b"\x1f\x8b\x08").name
    'gzip'
    """
    return next((known for known in COMPRESSIONS if known.magic.match(head)), None)


def decompress(chunks: Iterable[bytes], compression: Compression, *, name: str) -> Iterator[bytes]:
    """Decompress a stream, member after member, into chunks of some hundred KiB.

    Args:
        chunks: the packed bytes, in order, cut anywhere.
        compression: how they are packed.
        name: the dump as the user named it.

    Raises:
        DumpError: CORRUPT for damaged data, a wrong checksum or foreign bytes after the last member;
            TRUNCATED when the stream ends inside a member. The position is that of the last byte decompressed
            before it.
    """
    waiting: list[bytes] = []
    waiting_bytes = 0
    for piece in _decompress_slices(chunks, compression, name):
        waiting.append(piece)
        waiting_bytes += len(piece)
        if waiting_bytes >= CHUNK_BYTES:
            yield b"".join(waiting)
            waiting.clear()
            waiting_bytes = 0
    if waiting_bytes:
        yield b"".join(waiting)


def _decompress_slices(chunks: Iterable[bytes], compression: Compression, name: str) -> Iterator[bytes]:
    decoder: Decoder | None = compression.new_decoder()
    position = 0
    for packed in _slice_chunks(chunks):
        rest = packed
        while rest:
            if decoder is None:
                rest = rest.lstrip(compression.padding)
                if not rest:
                    break
                decoder = compression.new_decoder()
            try:
                piece = decoder.decompress(rest)
            except (zlib.error, zstandard.ZstdError) as error:
                advice = f"damaged {compression.name} data ({error}); fetch the file again"
                raise DumpError(name, position, DumpReason.CORRUPT, advice) from error
            position += len(piece)
            yield piece
            if not decoder.eof:
                break
            rest, decoder = decoder.unused_data, None
    if decoder is not None:
        advice = f"the {compression.name} data ends in the middle; fetch the file again"
        raise DumpError(name, position, DumpReason.TRUNCATED, advice)


def _slice_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), _SLICE_BYTES):
            yield chunk[start : start + _SLICE_BYTES]


def check_size(
    chunks: Iterable[bytes], *, count_packed: Callable[[], int], limits: Limits, name: str
) -> Iterator[bytes]:
    """Pass a decompressed stream through until it is too large to be honest.

    Args:
        chunks: the decompressed bytes.
        count_packed: how many packed bytes have been read for them; the ratio is taken as the stream goes, so
            that a bomb ends early.
        limits: `max_bytes` always counts, `max_ratio` from `RATIO_FLOOR_BYTES` on.
        name: the dump as the user named it.

    Raises:
        DumpError: TOO_LARGE.
    """
    position = 0
    for chunk in chunks:
        position += len(chunk)
        packed = count_packed()
        allowed = min(limits.max_bytes, max(limits.max_ratio * packed, RATIO_FLOOR_BYTES))
        if position > allowed:
            advice = f"more than {allowed:,} bytes come out of {packed:,}; split it or raise the limits"
            raise DumpError(name, allowed, DumpReason.TOO_LARGE, advice)
        yield chunk
