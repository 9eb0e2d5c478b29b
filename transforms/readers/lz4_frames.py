"""LZ4 frames: fastwarc decodes them and checks their checksums; that they are complete is seen to here.

fastwarc takes a stream that stops between two blocks for a whole one, so the packed bytes are followed on
their way to it. The layout: a magic number; a descriptor of two bytes, 8 more with the content's size, 4 more
with a dictionary's id, and a check byte; blocks of a 4-byte size and their data (and 4 bytes of checksum); a
size of 0; 4 bytes of checksum of all.

References:
    https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from io import UnsupportedOperation
from typing import NamedTuple

from fastwarc.stream_io import Lz4Reader

from transforms.errors import DumpError, DumpReason
from transforms.readers.opening import CHUNK_BYTES

_MAGIC_BYTES = 4
_LOOKED_AT_BYTES = 4
_HAS_DICTIONARY, _HAS_CONTENT_SUM, _HAS_CONTENT_SIZE, _HAS_BLOCK_SUMS = 0x01, 0x04, 0x08, 0x10
_SIZE_BITS = 0x7FFF_FFFF


def decompress_lz4(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Decompress LZ4 frames.

    Args:
        chunks: the packed bytes, in order, cut anywhere.
        name: the dump as the user named it.

    Raises:
        DumpError: CORRUPT for damaged data, a wrong checksum or foreign bytes after the last frame; TRUNCATED
            when the stream ends inside a frame.
    """
    packed = _FollowedStream(chunks)
    reader = Lz4Reader(packed)
    position = 0
    while True:
        try:
            piece = reader.read(CHUNK_BYTES)
        except OSError as error:
            raise _blame(packed, name, position, str(error)) from error
        if not piece:
            break
        position += len(piece)
        yield piece
    if not packed.is_complete:
        raise _blame(packed, name, position, "")


class _Step(NamedTuple):
    """The next bytes of a frame: how many, and whether the stream may end before them."""

    size: int
    may_end: bool = False


class _FollowedStream:
    """Chunks as the file that fastwarc reads from, followed frame by frame."""

    closed = False

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._chunk = b""
        self._read_bytes = 0
        self._steps = _follow_frames()
        self._step = next(self._steps)
        self._seen_bytes = 0
        self._start = b""
        self.is_at_end = False

    @property
    def is_complete(self) -> bool:
        """Whether what has been read ends where a frame ends."""
        return self._step.may_end and not self._seen_bytes

    def close(self) -> None:
        """The chunks are not the reader's to close."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise UnsupportedOperation

    def tell(self) -> int:
        return self._read_bytes

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` of the next bytes; none at the end only."""
        if not self._chunk:
            self._chunk = next(self._chunks, b"")
            self.is_at_end = not self._chunk
            self._follow(self._chunk)
        end = len(self._chunk) if size < 0 else size
        piece, self._chunk = self._chunk[:end], self._chunk[end:]
        self._read_bytes += len(piece)
        return piece

    def _follow(self, chunk: bytes) -> None:
        place = 0
        while place < len(chunk):
            taken = min(self._step.size - self._seen_bytes, len(chunk) - place)
            # Only sizes and flags are looked at; a block's data is passed over.
            self._start += chunk[place : place + min(taken, _LOOKED_AT_BYTES - len(self._start))]
            self._seen_bytes += taken
            place += taken
            if self._seen_bytes == self._step.size:
                self._step = self._steps.send(self._start)
                self._seen_bytes, self._start = 0, b""


def _follow_frames() -> Generator[_Step, bytes, None]:
    """Say what comes next in frames without end; told the first bytes of each step when it is taken."""
    while True:
        yield _Step(_MAGIC_BYTES, may_end=True)
        flags = (yield _Step(2))[0]
        yield _Step(1 + 8 * bool(flags & _HAS_CONTENT_SIZE) + 4 * bool(flags & _HAS_DICTIONARY))
        while size := int.from_bytes((yield _Step(4)), "little") & _SIZE_BITS:
            yield _Step(size + 4 * bool(flags & _HAS_BLOCK_SUMS))
        if flags & _HAS_CONTENT_SUM:
            yield _Step(4)


def _blame(packed: _FollowedStream, name: str, position: int, words: str) -> DumpError:
    if packed.is_at_end and not packed.is_complete:
        advice = "the lz4 data ends in the middle; fetch the file again"
        return DumpError(name, position, DumpReason.TRUNCATED, advice)
    return DumpError(name, position, DumpReason.CORRUPT, f"damaged lz4 data ({words}); fetch the file again")
