"""One dump being read, whatever its format and compression."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from transforms.readers.bounds import SizeGuard
from transforms.readers.compression import MAGIC_BYTES, decompress, tell_compression
from transforms.readers.limits import Limits
from transforms.readers.opening import OpenedFile, open_file
from transforms.readers.reading import Reading, Record
from transforms.readers.sniffing import tell_format
from transforms.readers.stream import ByteStream

DEFAULT_LIMITS = Limits()


class Dump:
    """An opened dump; close it, or use it as a context manager.

    Attributes:
        format: `text` or `jsonl`.
        encoding: what the bytes are, outermost first: `utf-8`, `gzip+utf-8`, `zstd+cp932`.
    """

    def __init__(
        self, file: OpenedFile, *, format_name: str, encoding: str, records: Iterator[Record]
    ) -> None:
        self.format = format_name
        self.encoding = encoding
        self._file = file
        self._records = records

    def records(self) -> Iterator[Record]:
        """The dump's records in their order, each once; a second call goes on where the first one stopped.

        Yields:
            A Document or a Reject per record, with rising positions.

        Raises:
            DumpError: CORRUPT, TRUNCATED, TOO_LARGE, CHANGED_WHILE_READ or UNREADABLE, at the latest after
                the last record: only a dump read to its end is known to be whole.
        """
        with self._file.blame_changes():
            yield from self._records

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_dump(path: Path, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Dump:
    """Open a dump and tell by its content what it is.

    Args:
        path: where the file is.
        name: what the user calls it, such as its path in the inbox; it stands in errors and, without folders
            and ending, names a text file's one record.
        limits: how much to take.

    Returns:
        The Dump, whose records stream: memory stays flat however long it is.

    Raises:
        DumpError: any of its reasons, if it shows in the file's first bytes.
    """
    with ExitStack() as held:
        file = held.enter_context(open_file(path, name=name))
        with file.blame_changes():
            dump = _start_reading(file, limits)
        held.pop_all()
        return dump


def _start_reading(file: OpenedFile, limits: Limits) -> Dump:
    packed = ByteStream(file.chunks(), name=file.name, limits=limits)
    compression = tell_compression(packed.peek(MAGIC_BYTES))
    chunks = packed.chunks()
    if compression is not None:
        chunks = decompress(chunks, compression, name=file.name)
    guard = SizeGuard(count_packed=lambda: file.read_bytes, limits=limits, name=file.name)
    sized = guard.watch(chunks)
    open_file = file.open_again if compression is None else None
    stream = ByteStream(sized, name=file.name, limits=limits, open_file=open_file)
    known = tell_format(stream)
    reading: Reading = known.read(stream)
    encoding = f"{compression.name}+{reading.encoding}" if compression else reading.encoding
    return Dump(file, format_name=known.name, encoding=encoding, records=reading.records)
