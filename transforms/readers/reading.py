"""What every reader is: it sniffs a head, and reads a byte stream into records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from transforms.readers.stream import ByteStream
from transforms.records import Document, LeftOut, Reject

Record: TypeAlias = Document | Reject | LeftOut


class Head(NamedTuple):
    """A dump's first bytes, decompressed; `is_whole` when there are no more."""

    data: bytes
    is_whole: bool


class Reading(NamedTuple):
    """A dump being read: its encoding, and its records, which stream."""

    encoding: str
    records: Iterator[Record]


class Format(NamedTuple):
    """One dump format: its name in the ledger, whether a head looks like it, and its reader."""

    name: str
    sniff: Callable[[Head], bool]
    read: Callable[[ByteStream], Reading]
