"""The decompressed bytes of one dump, as every reader takes them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import IO, BinaryIO

from transforms.errors import DumpError, DumpReason
from transforms.readers.limits import Limits

_HELD_BYTES = 16 * 2**20


class ByteStream:
    """Bytes that come once, in order, with a look ahead.

    Attributes:
        name: the dump as the user named it, fit to be printed.
        limits: the bounds to keep.
        open_file: opens the same bytes for reading in any order, where they stand in a file as they are; None
            where they come out of something packed. The caller closes what it opens.
    """

    def __init__(
        self,
        chunks: Iterable[bytes],
        *,
        name: str,
        limits: Limits,
        open_file: Callable[[], BinaryIO] | None = None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.open_file = open_file
        self._chunks = iter(chunks)
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """At least the next `size` bytes, or all there are, without taking them.

        Raises:
            DumpError: whatever is wrong with the bytes up to there.
        """
        if len(self._ahead) < size:
            parts, held = [self._ahead], len(self._ahead)
            for chunk in self._chunks:
                parts.append(chunk)
                held += len(chunk)
                if held >= size:
                    break
            self._ahead = b"".join(parts)
        return self._ahead

    def chunks(self) -> Iterator[bytes]:
        """Take all that is left, in chunks of no fixed size, none of them empty.

        Raises:
            DumpError: where the trouble begins.
        """
        ahead, self._ahead = self._ahead, b""
        if ahead:
            yield ahead
        yield from self._chunks

    def open_in_any_order(self) -> IO[bytes]:
        """Take all that is left as a file that can be sought in; the caller closes it.

        It is the dump itself where that stands as it is; else its bytes are laid down in a nameless temporary
        file, the first 16 MiB in memory only.

        Raises:
            DumpError: where trouble with the bytes begins; UNREADABLE when there is no room for them.
        """
        if self.open_file is not None:
            file = self.open_file()
            file.seek(0)
            return file
        with ExitStack() as held:
            spool = held.enter_context(tempfile.SpooledTemporaryFile(_HELD_BYTES))
            try:
                for chunk in self.chunks():
                    # Not writelines: that would hold everything before it looks at the size.
                    spool.write(chunk)
                spool.seek(0)
            except OSError as error:
                advice = f"it cannot be unpacked to a temporary file ({error.strerror}); make room there"
                raise DumpError(self.name, 0, DumpReason.UNREADABLE, advice) from error
            held.pop_all()
        return spool
