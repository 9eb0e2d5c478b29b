"""What a hostile input is, and how reading it must end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from transforms.errors import DumpReason
from transforms.readers import Limits
from transforms.records import RejectReason

SMALL = Limits(max_bytes=64 * 2**20, max_record_bytes=2**20)
POST = "#NATO(山野首相「対話を続ける」)\n"


class Case(NamedTuple):
    """One hostile input.

    Attributes:
        lay: puts it into a folder and says where.
        documents: how many documents must come out before the end.
        rejects: the reasons of the rejects, in their order.
        left_out: how many entries are left out.
        error: why the dump is refused, or None; what came before does not count then.
        kept: a text that must stand in one of the documents as it is.
        lacks: a text that must stand nowhere.
        limits: how much is taken.
        meanwhile: happens to the file after its first record.
    """

    lay: Callable[[Path], Path]
    documents: int = 0
    rejects: tuple[RejectReason, ...] = ()
    left_out: int = 0
    error: DumpReason | None = None
    kept: str = ""
    lacks: str = ""
    limits: Limits = SMALL
    meanwhile: Callable[[Path], object] | None = None


Cases = dict[str, Case]


def write(make: Callable[[], bytes | Iterable[bytes]], name: str = "dump") -> Callable[[Path], Path]:
    """Lay a file of these bytes."""

    def lay(folder: Path) -> Path:
        path = folder / name
        data = make()
        with path.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
        return path

    return lay


def fails(reason: DumpReason, make: Callable[[], bytes | Iterable[bytes]], limits: Limits = SMALL) -> Case:
    """A dump that is refused whole."""
    return Case(write(make), error=reason, limits=limits)


def gives(
    make: Callable[[], bytes | Iterable[bytes]],
    documents: int = 0,
    *rejects: RejectReason,
    left_out: int = 0,
    kept: str = "",
    lacks: str = "",
) -> Case:
    """A dump that is read."""
    return Case(write(make), documents, rejects, left_out, kept=kept, lacks=lacks)


def flip(data: bytes, position: int, bits: int = 0x55) -> bytes:
    """Change some bits of one byte."""
    changed = bytearray(data)
    changed[position] ^= bits
    return bytes(changed)
