"""The two kinds of trouble that are not bugs: a bad record is a value (`Reject`), a bad dump is raised."""

from __future__ import annotations

from enum import StrEnum


class DumpReason(StrEnum):
    """Why a whole dump was quarantined."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    CHANGED_WHILE_READ = "changed_while_read"


class DumpError(Exception):
    """A dump that cannot be used: it is quarantined whole and the other dumps go on.

    Attributes:
        path: the dump as the user named it.
        position: byte offset in the decompressed stream where the trouble began; 0 when it is the file
            itself.
        reason: the kind of trouble, for counting.
        advice: one sentence for a person: what is wrong and what to do.
    """

    def __init__(self, path: str, position: int, reason: DumpReason, advice: str) -> None:
        super().__init__(path, position, reason, advice)
        self.path = path
        self.position = position
        self.reason = reason
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.path} at byte {self.position}: {self.reason}: {self.advice}"
