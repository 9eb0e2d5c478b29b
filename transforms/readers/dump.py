"""One dump being read, whatever its format and compression."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from transforms.readers.layers import Layers
from transforms.readers.limits import Limits
from transforms.readers.opening import OpenedFile, open_file
from transforms.readers.reading import Record
from transforms.readers.rejecting import gather_rejects
from transforms.readers.stream import ByteStream

DEFAULT_LIMITS = Limits()


class Dump:
    """An opened dump; close it, or use it as a context manager.

    The format of an archive is told member by member, so that `format` and `encoding` are complete only when
    its records have been read.
    """

    def __init__(self, file: OpenedFile, layers: Layers, records: Iterator[Record]) -> None:
        self._file = file
        self._layers = layers
        self._records = records

    @property
    def format(self) -> str:
        """What the dump is: `text`, `jsonl`, ...; archives go before their members: `tar+zip+text+jsonl`."""
        return "+".join((*self._layers.archives, *self._layers.formats))

    @property
    def encoding(self) -> str:
        """What the bytes are, outermost first: `utf-8`, `gzip+utf-8`; of an archive's members `utf-8,cp932`.

        It is `none` as long as no member of an archive could be read.
        """
        return ",".join(self._layers.encodings) or "none"

    def records(self) -> Iterator[Record]:
        """The dump's records in their order, each once; a second call goes on where the first one stopped.

        Yields:
            A Document, a Reject or a LeftOut per record, with rising positions; behind them one Reject for
            all of a reason beyond `Limits.max_rejects`.

        Raises:
            DumpError: CORRUPT, TRUNCATED, TOO_LARGE, CHANGED_WHILE_READ or UNREADABLE, at the latest after
                the last record: only a dump read to its end is known to be whole.
        """
        with self._file.blame_changes():
            yield from self._records
            self._file.check_content()

    def close(self) -> None:
        """Give the file back, and whatever was unpacked to read it."""
        if isinstance(self._records, Generator):
            self._records.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_dump(path: Path, *, name: str, limits: Limits = DEFAULT_LIMITS, dump_id: str | None = None) -> Dump:
    """Open a dump and tell by its content what it is.

    Args:
        path: where the file is.
        name: what the user calls it, such as its path in the inbox; it stands in errors and, without folders
            and ending, names a text file's one record.
        limits: how much to take.
        dump_id: what `hash_dump` called the file's content; a file replaced since then is noticed.

    Returns:
        The Dump, whose records stream: memory stays flat however long it is.

    Raises:
        DumpError: any of its reasons, if it shows in the file's first bytes.
    """
    with ExitStack() as held:
        file = held.enter_context(open_file(path, name=name, dump_id=dump_id))
        with file.blame_changes():
            dump = _start_reading(file, limits)
        held.pop_all()
        return dump


def _start_reading(file: OpenedFile, limits: Limits) -> Dump:
    layers = Layers(limits=limits, size=file.size, name=file.name)
    packed = ByteStream(file.chunks(), name=file.name, limits=limits, open_file=file.open_again)
    records = layers.open(packed, count_packed=lambda: file.read_bytes)
    return Dump(file, layers, gather_rejects(records, max_rejects=limits.max_rejects))
