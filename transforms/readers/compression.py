"""Taking the compression off a dump: gzip, zstd, bzip2, xz and lz4, of any number of members or frames.

It is told by the dump's first bytes. The decoders say themselves whether a member is complete, and that is
what tells a cut file: the stream readers of the same libraries end a cut zstd frame in silence.
"""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Protocol, TypeAlias

import zstandard

from transforms.errors import DumpError, DumpReason
from transforms.readers.lz4_frames import decompress_lz4
from transforms.readers.opening import CHUNK_BYTES
from transforms.readers.zstd_dictionary import find_dictionary

MAGIC_BYTES = 10
"""As many first bytes as tell every compression."""

_SLICE_BYTES = 1024
"""Packed bytes given to a decoder at once: the worst bomb of gzip or zstd gives 32 MiB for them, ordinary
dumps a few KiB."""

_WINDOW_BYTES = 128 * 2**20
"""Memory that a zstd window or an xz dictionary may ask for; the highest ordinary levels ask for half of
it."""

_DAMAGE = (zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError)
"""What the decoders raise; bzip2's raises OSError."""

Unpack: TypeAlias = Callable[[Iterable[bytes], str], Iterator[bytes]]


class Decoder(Protocol):
    """What the libraries' decoders have in common; one lives as long as one member."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete and its checksum right."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """The bytes that `data` completes."""


class Packing(NamedTuple):
    """How a compression packs: its name, a decoder for one member, what may pad between two."""

    name: str
    new_decoder: Callable[[], Decoder]
    padding: bytes = b""


class Compression(NamedTuple):
    """One compression: its name, its first bytes, and what unpacks a stream, given the dump's name."""

    name: str
    magic: re.Pattern[bytes]
    unpack: Unpack


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
    for piece in compression.unpack(chunks, name):
        waiting.append(piece)
        waiting_bytes += len(piece)
        if waiting_bytes >= CHUNK_BYTES:
            yield b"".join(waiting)
            waiting.clear()
            waiting_bytes = 0
    if waiting_bytes:
        yield b"".join(waiting)


def _unpack_members(packing: Packing, chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder: Decoder | None = packing.new_decoder()
    position = 0
    for packed in _slice_chunks(chunks):
        rest = packed
        while rest:
            if decoder is None:
                rest = rest.lstrip(packing.padding)
                if not rest:
                    break
                decoder = packing.new_decoder()
            try:
                for piece in _give(decoder, rest):
                    position += len(piece)
                    yield piece
            except _DAMAGE as error:
                advice = f"damaged {packing.name} data ({error}); fetch the file again"
                raise DumpError(name, position, DumpReason.CORRUPT, advice) from error
            if not decoder.eof:
                break
            rest, decoder = decoder.unused_data, None
    if decoder is not None:
        advice = f"the {packing.name} data ends in the middle; fetch the file again"
        raise DumpError(name, position, DumpReason.TRUNCATED, advice)


def _give(decoder: Decoder, packed: bytes) -> Iterator[bytes]:
    """What a decoder makes of some packed bytes; in steps where a few of them may stand for a gigabyte."""
    if not isinstance(decoder, bz2.BZ2Decompressor | lzma.LZMADecompressor):
        yield decoder.decompress(packed)
        return
    yield decoder.decompress(packed, CHUNK_BYTES)
    while not (decoder.eof or decoder.needs_input):
        yield decoder.decompress(b"", CHUNK_BYTES)


def _slice_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), _SLICE_BYTES):
            yield chunk[start : start + _SLICE_BYTES]


def _new_gzip_decoder() -> Decoder:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _unpack_zstd(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    dictionary, chunks = find_dictionary(chunks, name=name)
    yield from _unpack_members(Packing("zstd", partial(_new_zstd_decoder, dictionary)), chunks, name)


def _new_zstd_decoder(dictionary: zstandard.ZstdCompressionDict | None) -> Decoder:
    unpacker = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_WINDOW_BYTES)
    decoder: Decoder = unpacker.decompressobj()
    return decoder


def _new_xz_decoder() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_WINDOW_BYTES)


def _make_compression(
    name: str, magic: bytes, new_decoder: Callable[[], Decoder], *, padding: bytes = b""
) -> Compression:
    return Compression(name, re.compile(magic), partial(_unpack_members, Packing(name, new_decoder, padding)))


COMPRESSIONS = (
    # Tapes and block devices pad with zeros, and gzip itself passes over them.
    _make_compression("gzip", rb"\x1f\x8b", _new_gzip_decoder, padding=b"\0"),
    # The second form is a skippable frame, with which pzstd, seekable files and dictionaries open.
    Compression("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), _unpack_zstd),
    _make_compression("bzip2", rb"BZh[1-9](?:1AY|\x17rE|.{0,2}\Z)", bz2.BZ2Decompressor),
    _make_compression("xz", rb"\xfd7zXZ\0", _new_xz_decoder, padding=b"\0"),
    Compression("lz4", re.compile(rb"\x04\x22\x4d\x18"), decompress_lz4),
)
"""In no order that matters: their first bytes differ."""
