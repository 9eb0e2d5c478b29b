"""Reading dumps: a file goes in, documents and rejects come out, in order and one at a time.

The walk: `opening` (a regular file, unchanged to the end) -> `layers`: `compression` (told by its first
bytes), `bounds` (no bomb), `archives` (each member walks on from here) -> `stream` -> `sniffing` (the format,
told by content) -> one reader per format -> `Document`, `LeftOut` or `Reject`.
"""

from __future__ import annotations

from transforms.readers.dump import Dump, read_dump
from transforms.readers.limits import Limits
from transforms.readers.opening import hash_dump

__all__ = ["Dump", "Limits", "hash_dump", "read_dump"]
