"""Taking a dump's layers off: one compression, archives of members, and in each member the format.

In an archive every member is read as a dump of its own would be, told by content, with its path behind the
archive's as its name. Positions count on from member to member, a byte apart, so that each is one record's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple

from transforms.errors import DumpError, DumpReason
from transforms.readers.archives import ARCHIVE_HEAD_BYTES, Archive, tell_archive
from transforms.readers.archives_members import Holder, Member, is_hidden, is_medium, is_page_part
from transforms.readers.bounds import SizeGuard
from transforms.readers.compression import MAGIC_BYTES, decompress, tell_compression
from transforms.readers.limits import Limits
from transforms.readers.reading import Format, Record
from transforms.readers.rejecting import reject_record
from transforms.readers.sniffing import PLAIN_TEXT, tell_format
from transforms.readers.stream import ByteStream
from transforms.records import Document, LeftOut, LeftOutReason, Reject, RejectReason

_REJECT_REASONS = {
    DumpReason.EMPTY: RejectReason.NO_TEXT,
    DumpReason.TOO_LARGE: RejectReason.TOO_LONG,
    DumpReason.TRUNCATED: RejectReason.CUT,
}


class _Place(NamedTuple):
    """Where a stream lies: behind which compressions, as `gzip+`, and in how many archives."""

    packings: str
    depth: int


class _Opened(NamedTuple):
    """What is inside the layers: its records, and the guard that counts its bytes."""

    records: Iterator[Record]
    guard: SizeGuard


class Layers:
    """Opens what a file holds, and remembers what it met.

    Args:
        limits: they hold for the file as a whole and for each member of an archive.
        size: the file's bytes.
        name: the dump as the user named it.

    Attributes:
        archives: the kinds of archive met so far, in their order.
        formats: the formats met so far, in their order.
        encodings: the encodings met so far, each behind the compressions it was in.
    """

    def __init__(self, *, limits: Limits, size: int, name: str) -> None:
        self.archives: dict[str, None] = {}
        self.formats: dict[str, None] = {}
        self.encodings: dict[str, None] = {}
        self._limits = limits
        self._total = SizeGuard(count_packed=lambda: size, limits=limits, name=name)

    def open(self, packed: ByteStream, *, count_packed: Callable[[], int]) -> Iterator[Record]:
        """Open a dump's bytes.

        Args:
            packed: the bytes as they are stored.
            count_packed: how many of them have been read.

        Raises:
            DumpError: any of its reasons, if it shows in the first bytes.
        """
        return self._open(packed, count_packed, _Place("", 0)).records

    def _open(self, packed: ByteStream, count_packed: Callable[[], int], place: _Place) -> _Opened:
        compression = tell_compression(packed.peek(MAGIC_BYTES))
        guard = SizeGuard(count_packed=count_packed, limits=self._limits, name=packed.name)
        chunks, open_file = packed.chunks(), packed.open_file
        if compression is not None:
            chunks, open_file = decompress(chunks, compression, name=packed.name), None
            place = place._replace(packings=f"{place.packings}{compression.name}+")
        chunks = guard.watch(chunks)
        if place.depth:
            chunks = self._total.watch(chunks)
        stream = ByteStream(chunks, name=packed.name, limits=self._limits, open_file=open_file)
        archive = tell_archive(stream.peek(ARCHIVE_HEAD_BYTES))
        if archive is None:
            return _Opened(self._open_format(stream, place), guard)
        return _Opened(self._open_archive(archive, stream, place), guard)

    def _open_format(self, stream: ByteStream, place: _Place) -> Iterator[Record]:
        is_member = place.depth > 0
        known = _tell_member_format(stream) if is_member else tell_format(stream)
        if known is None:
            return iter((LeftOut(0, LeftOutReason.NOT_A_POST),))
        reading = known.read(stream)
        self.formats.setdefault(known.name)
        self.encodings.setdefault(place.packings + reading.encoding)
        return _mark_records(reading.records, known.name) if is_member else reading.records

    def _open_archive(self, archive: Archive, stream: ByteStream, place: _Place) -> Iterator[Record]:
        if place.depth >= self._limits.max_archive_depth:
            advice = f"archives lie in archives more than {place.depth} deep; unpack it"
            raise DumpError(stream.name, 0, DumpReason.UNKNOWN_FORMAT, advice)
        self.archives.setdefault(archive.name)
        return self._read_members(archive, stream, place._replace(depth=place.depth + 1))

    def _read_members(self, archive: Archive, stream: ByteStream, place: _Place) -> Iterator[Record]:
        holder = Holder(stream.name)
        position = 0
        for member in archive.walk(stream, holder):
            if member.is_left_out or is_hidden(member.name):
                yield LeftOut(position, LeftOutReason.NOT_A_POST)
                position += 1
            else:
                position = yield from self._read_member(member, holder, position, place)
        if not position:
            raise DumpError(stream.name, 0, DumpReason.EMPTY, f"there are no files in this {archive.name}")

    def _read_member(
        self, member: Member, holder: Holder, start: int, place: _Place
    ) -> Generator[Record, None, int]:
        """Yield a member's records, and return the position behind it."""
        end, guard = start, None
        try:
            records, guard = self._open_member(member, holder, place)
            for record in records:
                end = start + record.position + 1
                yield record._replace(position=end - 1)
        except DumpError as error:
            if holder.trouble is not None or self._total.is_exceeded:
                raise
            end = max(end, start + (guard.total if guard else 0)) + 1
            yield _reject_member(member.name, end - 1, error)
        if holder.trouble is not None:
            raise holder.trouble
        return max(end, start + (guard.total if guard else 0) + 1)

    def _open_member(self, member: Member, holder: Holder, place: _Place) -> _Opened:
        name = f"{holder.name}/{member.name}"
        if member.trouble is not None:
            raise DumpError(name, 0, DumpReason.UNKNOWN_FORMAT, member.trouble)
        packed = ByteStream(member.chunks, name=name, limits=self._limits)
        return self._open(packed, member.count_packed, place)


def _tell_member_format(stream: ByteStream) -> Format | None:
    """The format of a member, or None for what saved pages and X archives bring along that holds no post."""
    if is_medium(stream.peek(ARCHIVE_HEAD_BYTES)):
        return None
    try:
        known = tell_format(stream)
    except DumpError as error:
        if error.reason is DumpReason.UNKNOWN_FORMAT and is_page_part(stream.name):
            return None
        raise
    return None if known is PLAIN_TEXT and is_page_part(stream.name) else known


def _mark_records(records: Iterable[Record], member_format: str) -> Iterator[Record]:
    """Let documents say what their member is: an archive may hold an export and copies of its pages."""
    for record in records:
        yield record._replace(member_format=member_format) if isinstance(record, Document) else record


def _reject_member(name: str, position: int, error: DumpError) -> Reject:
    reason = _REJECT_REASONS.get(error.reason, RejectReason.BAD_RECORD)
    return reject_record(position, reason, f"{name}: {error.advice}".encode())
