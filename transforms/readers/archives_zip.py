"""Walking a zip archive by its table of contents, with the standard library's zipfile.

Members that zipfile would unpack without a bound (bzip2, LZMA), or cannot unpack, are refused by name: nearly
every zip file has deflated and stored members only.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO

from transforms.errors import DumpError, DumpReason
from transforms.readers.archives_members import Holder, Member, decode_member_name
from transforms.readers.bounds import SizeGuard
from transforms.readers.opening import CHUNK_BYTES, show_name
from transforms.readers.stream import ByteStream

_CONTENTS_BYTES = 32 * 2**20
"""What the table of contents may weigh: half a million members, which take 16 times as much in memory."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    OSError,
)
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_UNIX = 3
_METHODS = {
    9: "Deflate64", 12: "bzip2", 14: "LZMA", 20: "zstd", 93: "zstd", 95: "xz", 98: "PPMd", 99: "AES"
}  # fmt: skip
_OFFICE_CONTENTS = "[Content_Types].xml"


def is_zip(head: bytes) -> bool:
    """Whether these are the first bytes of a zip archive; the second form is that of an empty one."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def walk_zip(stream: ByteStream, holder: Holder) -> Iterator[Member]:
    """The members of a zip archive in the order of its table of contents; folders are passed over.

    Args:
        stream: the archive.
        holder: takes the blame for trouble with it.

    Raises:
        DumpError: TRUNCATED when the table of contents, at the end, is missing; CORRUPT when it makes no
            sense; TOO_LARGE when it is over 32 MiB; UNKNOWN_FORMAT for an Office document.
    """
    with stream.open_in_any_order() as file:
        checked = _CheckedFile(file, holder)
        archive = _open_archive(checked, holder)
        with archive:
            if _OFFICE_CONTENTS in archive.NameToInfo:
                advice = "it looks like an Office document; save it as plain text or HTML"
                raise holder.blame(DumpError(holder.name, 0, DumpReason.UNKNOWN_FORMAT, advice))
            for info in archive.infolist():
                if not info.is_dir():
                    yield _make_member(archive, info, stream, checked.size)


class _CheckedFile:
    """The archive's file as zipfile reads it: no read is longer than memory allows, none fails unnoticed."""

    def __init__(self, file: IO[bytes], holder: Holder) -> None:
        self._file = file
        self._holder = holder
        self.size = file.seek(0, 2)
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1, /) -> bytes:
        size = max(self.size - self.tell(), 0) if size < 0 else size
        if size > _CONTENTS_BYTES:
            advice = f"its table of contents is over {_CONTENTS_BYTES:,} bytes; split the archive"
            raise self._holder.blame(DumpError(self._holder.name, 0, DumpReason.TOO_LARGE, advice))
        try:
            return self._file.read(size)
        except OSError as error:
            advice = f"the file cannot be read ({error.strerror}); check the disk and try again"
            raise self._holder.blame(
                DumpError(self._holder.name, 0, DumpReason.UNREADABLE, advice)
            ) from error

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The walk closes the file."""


def _open_archive(file: _CheckedFile, holder: Holder) -> zipfile.ZipFile:
    try:
        if not zipfile.is_zipfile(file):
            advice = "the zip archive ends without its table of contents; fetch the file again"
            raise holder.blame(DumpError(holder.name, file.size, DumpReason.TRUNCATED, advice))
        return zipfile.ZipFile(file)
    except _DAMAGE as error:
        advice = f"damaged table of contents of a zip archive ({error}); fetch the file again"
        raise holder.blame(DumpError(holder.name, 0, DumpReason.CORRUPT, advice)) from error


def _make_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: ByteStream, size: int) -> Member:
    name = _decode_name(info)
    if info.create_system == _UNIX and stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        return Member(name, is_left_out=True)
    if info.flag_bits & _IS_ENCRYPTED:
        return Member(name, trouble="it is encrypted; pack it anew without a password")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        method = _METHODS.get(info.compress_type, f"method {info.compress_type}")
        return Member(name, trouble=f"it is packed with {method}; pack it anew with deflate")
    count_packed = partial(min, info.compress_size, size)
    guard = SizeGuard(count_packed=count_packed, limits=stream.limits, name=name)
    return Member(name, guard.watch(_unpack(archive, info, name)), count_packed)


def _decode_name(info: zipfile.ZipInfo) -> str:
    """A member's name; zipfile takes one that is not marked as UTF-8 for the code page of the first PC."""
    if info.flag_bits & _IS_UTF8:
        return show_name(info.filename)
    return decode_member_name(info.filename.encode("cp437"))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    position = 0
    try:
        with archive.open(info) as file:
            while chunk := file.read(CHUNK_BYTES):
                position += len(chunk)
                yield chunk
    except _DAMAGE as error:
        advice = f"damaged zip member ({error}); fetch the file again"
        raise DumpError(name, position, DumpReason.CORRUPT, advice) from error
