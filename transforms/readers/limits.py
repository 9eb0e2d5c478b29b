"""How much of a dump a reader is willing to take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one dump; sizes in bytes of the decompressed stream.

    Attributes:
        max_ratio: decompressed bytes per packed byte read; beyond it the dump is taken for a bomb.
        max_bytes: decompressed size of a dump.
        max_record_bytes: size of one record, which is all that is ever held in memory.
        max_depth: nesting of one JSON record; the record's own object is depth 1.
        max_archive_depth: archives in archives; one whose members are no archives is 1 deep.
        max_rejects: rejects of one reason that are shown each; the rest is counted in one more.
    """

    max_ratio: int = 200
    max_bytes: int = 8 * 2**30
    max_record_bytes: int = 16 * 2**20
    max_depth: int = 64
    max_archive_depth: int = 2
    max_rejects: int = 10_000
