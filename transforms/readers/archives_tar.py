"""Walking a tar archive: ustar, GNU and pax, as a stream, with flat memory.

The standard library's tarfile is not used, for it holds a header of any size in memory, calls itself for each
extension header, and backtracks over pax headers. The layout: blocks of 512 bytes; a header block, then the
member's bytes, filled up with zeros; at the end, two blocks of zeros. Extension headers (a long name, pax
records) are members themselves and stand before the one they belong to.

References:
    POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; GNU tar manual, "Basic Tar
    Format".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from transforms.errors import DumpError, DumpReason
from transforms.readers.archives_members import Holder, Member, decode_member_name
from transforms.readers.stream import ByteStream

BLOCK_BYTES = 512
_EXTENSION_BYTES = 2**20
_CHECKSUM = slice(148, 156)
_SIGNED = 0x80

_FILES = frozenset({b"0", b"\0", b"7"})
_FOLDER = b"5"
_SPARSE = b"S"
_WITHOUT_BYTES = frozenset({b"1", b"2", b"3", b"4", b"5", b"6"})
_LONG_NAME, _LONG_LINK, _PAX, _GLOBAL_PAX = b"L", b"K", b"x", b"g"
_EXTENSIONS = frozenset({_LONG_NAME, _LONG_LINK, _PAX, _GLOBAL_PAX, b"X"})


class _Header(NamedTuple):
    """One header block."""

    name: bytes
    kind: bytes
    size: int


def is_tar(head: bytes) -> bool:
    """Whether these are the first bytes of a tar archive: its magic, or a header whose checksum is right."""
    if len(head) < BLOCK_BYTES:
        return False
    return head[257:262] == b"ustar" or (head[0] != 0 and _is_right(head[:BLOCK_BYTES]))


def walk_tar(stream: ByteStream, holder: Holder) -> Iterator[Member]:
    """The members of a tar archive in their order; folders are passed over.

    Several archives written one behind the other are one.

    Args:
        stream: the archive.
        holder: takes the blame for trouble with it.

    Raises:
        DumpError: CORRUPT for a header that makes no sense, TRUNCATED when the archive's end is missing.
    """
    tape = _Tape(holder.watch(stream.chunks()), holder)
    extensions: dict[str, bytes] = {}
    is_ended = False
    while block := tape.read_block():
        is_ended = not block.strip(b"\0")
        if is_ended:
            continue
        header = _parse_header(block, tape)
        if header.kind in _EXTENSIONS:
            extensions |= _read_extension(header, tape)
            continue
        header = _extend(header, extensions, tape)
        if header.kind != _FOLDER and not (header.kind == b"\0" and header.name.endswith(b"/")):
            yield _make_member(header, tape, is_sparse="GNU.sparse" in extensions)
        tape.skip_to_next_header()
        extensions = {}
    if not is_ended:
        raise tape.blame(DumpReason.TRUNCATED, "the tar archive ends without its end mark; fetch it again")


class _Tape:
    """The archive's bytes, and how many of them belong to the present member."""

    def __init__(self, chunks: Iterator[bytes], holder: Holder) -> None:
        self._chunks = chunks
        self._holder = holder
        self._chunk = b""
        self._place = 0
        self._before = 0
        self._member_end = 0

    @property
    def position(self) -> int:
        """Bytes taken so far."""
        return self._before + self._place

    def begin_member(self, size: int) -> None:
        """The next `size` bytes are a member's."""
        self._member_end = self.position + size

    def read_member(self) -> Iterator[bytes]:
        """What is left of the member's bytes.

        Raises:
            DumpError: TRUNCATED.
        """
        while (missing := self._member_end - self.position) > 0:
            if not (piece := self._take(missing)):
                raise self.blame(DumpReason.TRUNCATED, "the tar archive ends inside a member; fetch it again")
            yield piece

    def skip_to_next_header(self) -> None:
        """Pass over what is left of the member and the zeros that fill its last block."""
        self._member_end += -self._member_end % BLOCK_BYTES
        for _ in self.read_member():
            pass

    def read_block(self) -> bytes:
        """A header block, or nothing at the end."""
        parts = []
        missing = BLOCK_BYTES
        while missing and (piece := self._take(missing)):
            parts.append(piece)
            missing -= len(piece)
        block = b"".join(parts)
        if missing and block.strip(b"\0"):
            raise self.blame(DumpReason.TRUNCATED, "the tar archive ends inside a header; fetch it again")
        return block

    def blame(self, reason: DumpReason, advice: str) -> DumpError:
        """Trouble with the archive at this place."""
        return self._holder.blame(DumpError(self._holder.name, self.position, reason, advice))

    def _take(self, size: int) -> bytes:
        if self._place == len(self._chunk):
            self._before += len(self._chunk)
            self._chunk, self._place = next(self._chunks, b""), 0
        piece = self._chunk[self._place : self._place + size]
        self._place += len(piece)
        return piece


def _parse_header(block: bytes, tape: _Tape) -> _Header:
    if not _is_right(block):
        raise tape.blame(DumpReason.CORRUPT, "damaged tar header (its checksum); fetch the file again")
    try:
        size = _parse_number(block[124:136])
    except ValueError as error:
        advice = f"damaged tar header ({error}); fetch the file again"
        raise tape.blame(DumpReason.CORRUPT, advice) from error
    name, prefix, kind = block[:100], block[345:500], block[156:157]
    # GNU's own magic has other things where POSIX has the name's first part.
    if block[257:263] == b"ustar\0" and prefix[0]:
        name = _cut_at_nul(prefix) + b"/" + name
    tape.begin_member(0 if kind in _WITHOUT_BYTES else size)
    return _Header(_cut_at_nul(name), kind, size)


def _is_right(block: bytes) -> bool:
    """Whether a header's checksum is right; old programs took the bytes for signed ones."""
    try:
        stated = _parse_number(block[_CHECKSUM])
    except ValueError:
        return False
    rest = block[: _CHECKSUM.start] + b" " * 8 + block[_CHECKSUM.stop :]
    total = sum(rest)
    return stated in {total, total - 256 * sum(byte >= _SIGNED for byte in rest)}


def _parse_number(field: bytes) -> int:
    """A number in octal digits, or, where it is too large for them, in binary behind a set bit."""
    if field[0] == _SIGNED:
        return int.from_bytes(field[1:], "big")
    digits = _cut_at_nul(field).strip()
    if digits.strip(b"01234567"):
        raise ValueError("a number in it is none")
    return int(digits or b"0", 8)


def _read_extension(header: _Header, tape: _Tape) -> dict[str, bytes]:
    """What an extension header says of the member behind it: its `path`, `size`, whether it is sparse."""
    if header.size > _EXTENSION_BYTES:
        raise tape.blame(DumpReason.CORRUPT, "a tar header is longer than a mebibyte; fetch the file again")
    data = b"".join(tape.read_member())
    tape.skip_to_next_header()
    if header.kind == _LONG_NAME:
        return {"path": _cut_at_nul(data)}
    if header.kind in {_LONG_LINK, _GLOBAL_PAX}:
        return {}
    try:
        return _parse_pax(data)
    except ValueError as error:
        raise tape.blame(DumpReason.CORRUPT, "damaged pax header; fetch the file again") from error


def _parse_pax(data: bytes) -> dict[str, bytes]:
    r"""Records of the form `LENGTH KEY=VALUE\n`, the length counting all of the record.

    >>> _parse_pax(b"14 path=a.txt\n")
    {'path': b'a.txt'}
    """
    found = {}
    place = 0
    while place < len(data):
        digits, space, _ = data[place : place + 10].partition(b" ")
        end = place + int(digits)
        key, equals, value = data[place + len(digits) + 1 : end - 1].partition(b"=")
        if not (space and equals and place < end <= len(data)):
            raise ValueError("a record does not end where it says")
        if key in {b"path", b"size"}:
            found[key.decode()] = value
        elif key.startswith(b"GNU.sparse."):
            found["GNU.sparse"] = b""
        place = end
    return found


def _extend(header: _Header, extensions: dict[str, bytes], tape: _Tape) -> _Header:
    """A header with the name and size that the extension headers before it give."""
    size = extensions.get("size")
    if size is not None and header.kind not in _WITHOUT_BYTES:
        if not size.isdigit() or len(size) > len(str(2**63)):
            raise tape.blame(DumpReason.CORRUPT, "damaged pax header (its size); fetch the file again")
        header = header._replace(size=int(size))
        tape.begin_member(header.size)
    return header._replace(name=extensions.get("path", header.name))


def _make_member(header: _Header, tape: _Tape, *, is_sparse: bool) -> Member:
    name = decode_member_name(header.name)
    if header.kind == _SPARSE or is_sparse:
        return Member(name, trouble="it is stored with holes (sparse); pack it anew without --sparse")
    if header.kind not in _FILES:
        return Member(name, is_left_out=True)
    start = tape.position
    return Member(name, tape.read_member(), lambda: tape.position - start)


def _cut_at_nul(field: bytes) -> bytes:
    return field.partition(b"\0")[0]
