"""The archives whose members are dumps themselves: zip and tar, told by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from transforms.readers.archives_members import Holder, Member
from transforms.readers.archives_tar import BLOCK_BYTES, is_tar, walk_tar
from transforms.readers.archives_zip import is_zip, walk_zip
from transforms.readers.stream import ByteStream

ARCHIVE_HEAD_BYTES = BLOCK_BYTES
"""As many first bytes as tell every archive."""


class Archive(NamedTuple):
    """One kind of archive: its name in the ledger, whether a head looks like it, and its walk."""

    name: str
    sniff: Callable[[bytes], bool]
    walk: Callable[[ByteStream, Holder], Iterator[Member]]


ARCHIVES = (Archive("zip", is_zip, walk_zip), Archive("tar", is_tar, walk_tar))


def tell_archive(head: bytes) -> Archive | None:
    r"""The archive whose first bytes these are, or None.

    >>> tell_archive(b"PK\x03\x04").name
    'zip'
    """
    return next((known for known in ARCHIVES if known.sniff(head)), None)
