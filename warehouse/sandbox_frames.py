"""What the two ends of the sandbox tell each other: statements as lines of JSON, answers as frames.

    to the sandbox:   {"database": …, "limits": {…}}    once, then for every statement
                      {"sql": …, "row_limit": 1001 or null}
    from it:          READY, then per statement DATA… END, or DATA… ERROR {"message": …, "hint": …}

A frame is its kind (one byte), its length (four bytes, big-endian) and its payload; the payloads of a
statement's DATA, put together, are one Arrow IPC stream.
"""

from __future__ import annotations

from enum import IntEnum
from struct import Struct

GRACE_SECONDS = 0.5
"""How long after DuckDB's own time limit the sandbox ends itself, and its keeper ends it after that."""

_HEAD = Struct(">BI")
HEAD_BYTES = _HEAD.size


class Frame(IntEnum):
    """What a frame holds."""

    READY = 0
    DATA = 1
    END = 2
    ERROR = 3


def pack_frame(kind: Frame, payload: bytes) -> bytes:
    """One frame as bytes."""
    return _HEAD.pack(kind, len(payload)) + payload


def unpack_head(head: bytes) -> tuple[Frame, int]:
    """The kind and the payload's length of a frame, from its first `HEAD_BYTES`.

    Raises:
        ValueError: there is no such kind.

    >>> unpack_head(pack_frame(Frame.DATA, b"abc")[:HEAD_BYTES])
    (<Frame.DATA: 1>, 3)
    """
    kind, length = _HEAD.unpack(head)
    return Frame(kind), length
