"""Opening a dump: regular files only, never through a symbolic link, and unchanged from first byte to last.

Foreign names are shown escaped, because a file's name may hold line breaks or bytes that are no text.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from transforms.errors import DumpError, DumpReason
from transforms.readers.masking import mask_name

CHUNK_BYTES = 256 * 1024
DUMP_ID_LENGTH = 16

_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOT_A_FILE = frozenset({errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.EISDIR})


class OpenedFile:
    """A regular file held open, with what it looked like at that moment.

    Args:
        descriptor: it, given back by `close`.
        name: fit to be printed.
        status: what it looked like.
        dump_id: what its content must be, or None.

    Attributes:
        name: what the user calls it, fit to be printed.
        size: its bytes when it was opened.
        read_bytes: how many of them have been read.
    """

    def __init__(self, descriptor: int, name: str, status: os.stat_result, dump_id: str | None) -> None:
        self.name = name
        self.size = status.st_size
        self.read_bytes = 0
        self._dump_id = dump_id
        self._digest = hashlib.sha256()
        self._descriptor = descriptor
        self._fingerprint = _fingerprint(status)

    def chunks(self) -> Iterator[bytes]:
        """The file's bytes from where reading stands, at most `CHUNK_BYTES` at a time.

        Raises:
            DumpError: CHANGED_WHILE_READ as soon as the file is longer or shorter than when it was opened, so
                that a file that grows as fast as it is read still comes to an end; UNREADABLE on an I/O
                error.
        """
        while chunk := self._read_chunk():
            self.read_bytes += len(chunk)
            if self.read_bytes > self.size:
                raise self._changed()
            if self._dump_id is not None:
                self._digest.update(chunk)
            yield chunk
        if self.read_bytes != self.size:
            raise self._changed()

    @contextmanager
    def blame_changes(self) -> Iterator[None]:
        """Read within this, and a file that changes is blamed before anything its bytes seem to show.

        Raises:
            DumpError: CHANGED_WHILE_READ when the size or time of change is not that of the opening, at the
                end and in place of any other DumpError; in place of another also when the content is not the
                one that was asked for.
        """
        try:
            yield
        except DumpError as error:
            if self._is_changed() or self._is_other():
                raise self._changed() from error
            raise
        if self._is_changed():
            raise self._changed()

    def check_content(self) -> None:
        """Look whether the content, read to its end, is the one that was asked for.

        Raises:
            DumpError: CHANGED_WHILE_READ, because the file was replaced after it was hashed; UNREADABLE.
        """
        if self._is_other():
            raise self._changed()

    def open_again(self) -> BinaryIO:
        """The same file, to be read in any order; the caller closes it.

        It shares this file's place, so that `chunks` must not be gone on with.
        """
        return os.fdopen(os.dup(self._descriptor), "rb")

    def close(self) -> None:
        """Give the file back."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_changed(self) -> bool:
        return _fingerprint(os.fstat(self._descriptor)) != self._fingerprint

    def _is_other(self) -> bool:
        """Whether the content has another id; what was not read in order is read for that."""
        if self._dump_id is None:
            return False
        digest = self._digest.hexdigest() if self.read_bytes == self.size else self._hash_whole()
        return digest[:DUMP_ID_LENGTH] != self._dump_id

    def _hash_whole(self) -> str:
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            file.seek(0)
            try:
                return hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise self._unreadable(error) from error

    def _read_chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, CHUNK_BYTES)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> DumpError:
        advice = f"the file cannot be read ({error.strerror}); check the disk and try again"
        return DumpError(self.name, self.read_bytes, DumpReason.UNREADABLE, advice)

    def _changed(self) -> DumpError:
        advice = "the file changed while it was read; wait until it is written, then run again"
        return DumpError(self.name, 0, DumpReason.CHANGED_WHILE_READ, advice)


def open_file(path: Path, *, name: str, dump_id: str | None = None) -> OpenedFile:
    """Open a regular file for reading, without following a symbolic link and without waiting for a pipe.

    Args:
        path: where the file is.
        name: what the user calls it.
        dump_id: what its content must be, by `hash_dump`; None for any.

    Raises:
        DumpError: NOT_A_FILE for a symbolic link, directory, pipe, socket or device; UNREADABLE when it is
            missing or may not be read.
    """
    shown = show_name(name)
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        raise _refuse(shown, error) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _not_a_file(shown)
    return OpenedFile(descriptor, shown, status, dump_id)


def hash_dump(path: Path, *, name: str) -> tuple[str, int]:
    """Name a dump by its content.

    Args:
        path: where the file is.
        name: what the user calls it, for errors.

    Returns:
        The dump's id, the first 16 hexadecimal characters of the SHA-256 of its bytes as stored, and its size
        in bytes.

    Raises:
        DumpError: NOT_A_FILE, UNREADABLE or CHANGED_WHILE_READ.
    """
    digest = hashlib.sha256()
    with open_file(path, name=name) as file:
        with file.blame_changes():
            for chunk in file.chunks():
                digest.update(chunk)
        return digest.hexdigest()[:DUMP_ID_LENGTH], file.size


def show_name(name: str) -> str:
    r"""A file's name as one line of honest UTF-8, without anybody's address.

    Control characters and undecodable bytes are escaped, e-mail and IP addresses masked.

    >>> show_name("発言 'a'.txt"), show_name("two\nlines"), show_name("\udcff.txt"), show_name("a@b.jp")
    ("発言 'a'.txt", 'two\\x0alines', '\\xff.txt', '[e-mail]')
    """
    encoded = (
        name.encode("utf-8", "surrogateescape") if _is_escaped(name) else name.encode("utf-8", "replace")
    )
    decoded = encoded.decode("utf-8", "backslashreplace")
    shown = "".join(char if char.isprintable() or char == "\u3000" else _escape(char) for char in decoded)
    return mask_name(shown)


def _is_escaped(name: str) -> bool:
    """Whether every surrogate in the name stands for a byte, as `os.fsdecode` writes them."""
    return all("\udc80" <= char <= "\udcff" for char in name if "\ud800" <= char <= "\udfff")


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _fingerprint(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _refuse(name: str, error: OSError) -> DumpError:
    if error.errno in _NOT_A_FILE:
        return _not_a_file(name)
    advice = f"the file cannot be opened ({error.strerror}); check that it exists and may be read"
    return DumpError(name, 0, DumpReason.UNREADABLE, advice)


def _not_a_file(name: str) -> DumpError:
    advice = (
        "only regular files are read, no symbolic links, folders, pipes or devices; copy the file itself here"
    )
    return DumpError(name, 0, DumpReason.NOT_A_FILE, advice)
