"""Search bytes and everything that is packed in them: compressed streams, archives, one in another."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import IO, TypeAlias

import pyarrow as pa
import zstandard

from warehouse.needles import Needles

_CHUNK_BYTES = 1 << 20
_MAX_DEPTH = 4
_TAR_MAGIC_AT = 257

_Opener: TypeAlias = Callable[[], AbstractContextManager[IO[bytes]]]
_Wrap: TypeAlias = Callable[[IO[bytes]], IO[bytes]]
_STREAMS: dict[bytes, _Wrap] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),  # type: ignore[dict-item, return-value]
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"\x28\xb5\x2f\xfd": lambda stream: zstandard.ZstdDecompressor().stream_reader(
        stream, read_across_frames=True
    ),
    b"\x04\x22\x4d\x18": lambda stream: pa.CompressedInputStream(pa.PythonFile(stream), "lz4"),
}
# zipfile raises RuntimeError for a member that is encrypted or packed in a way it does not know.
_DAMAGE = (
    OSError,
    EOFError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    tarfile.TarError,
)


def search_packed(opener: _Opener, needles: Needles, *, depth: int = 0) -> bool:
    """Whether bytes hold a needle, as they are or unpacked. What cannot be unpacked counts as holding one.

    Args:
        opener: opens them from their beginning, any number of times.
        needles: what to look for.
        depth: how often they have been unpacked already; at four it ends, unproven.
    """
    try:
        with opener() as stream:
            if _search_bytes(stream, needles):
                return True
        return any(
            depth >= _MAX_DEPTH or search_packed(inner, needles, depth=depth + 1)
            for inner in _list_packed(opener)
        )
    except _DAMAGE:
        return True


def _search_bytes(stream: IO[bytes], needles: Needles) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK_BYTES):
        if needles.any_in(tail + chunk):
            return True
        tail = chunk[-needles.overlap :] if needles.overlap else b""
    return False


def _list_packed(opener: _Opener) -> Iterator[_Opener]:
    """What is packed in some bytes: one stream, or the members of an archive."""
    with opener() as stream:
        head = stream.read(512)
    for magic, wrap in _STREAMS.items():
        if head.startswith(magic):
            yield partial(_unpack, opener, wrap)
            return
    if head.startswith(b"PK\x03\x04"):
        yield from _list_zip(opener)
    elif head[_TAR_MAGIC_AT:].startswith(b"ustar"):
        yield from _list_tar(opener)


@contextmanager
def _unpack(opener: _Opener, wrap: _Wrap) -> Iterator[IO[bytes]]:
    with opener() as packed, wrap(packed) as stream:
        yield stream


def _list_zip(opener: _Opener) -> Iterator[_Opener]:
    with opener() as stream, zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield partial(archive.open, member)


def _list_tar(opener: _Opener) -> Iterator[_Opener]:
    with opener() as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        for member in archive:
            if member.isfile():
                yield partial(_extract, archive, member)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return stream
