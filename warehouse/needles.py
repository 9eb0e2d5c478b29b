"""What betrays a post wherever it stands.

In a table it is a cell that is its id, its address or its text: other posts may link to it and repeat lines
of it, and those stay. In bytes, where nobody can tell whose they are, it is every id, address or long line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.takedown import Pending

_ENCODINGS = ("utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be")
# A line shorter than this may stand anywhere; a long one is the post's own.
_LINE_CHARS = 30


@dataclass(frozen=True)
class Needles:
    """What to look for.

    Attributes:
        cells: values of a table's cells.
        forms: byte strings, in every form a dump may write them.
    """

    cells: frozenset[str]
    forms: tuple[bytes, ...]

    @classmethod
    def of(cls, pending: Pending) -> Needles:
        """Its ids and addresses, and the longest line of each of its texts if that is long."""
        lines = (max(text.split("\n"), key=len) for text in pending.texts)
        words = {*pending.post_ids, *pending.urls, *(line for line in lines if len(line) >= _LINE_CHARS)}
        cells = frozenset({*pending.post_ids, *pending.urls, *pending.texts})
        return cls(cells, tuple(sorted({form for word in words for form in _write_forms(word)})))

    def any_in(self, data: bytes) -> bool:
        """Whether one of them stands in some bytes."""
        return any(form in data for form in self.forms)

    @property
    def overlap(self) -> int:
        """Bytes of one chunk that must be looked at again with the next."""
        return max(map(len, self.forms), default=1) - 1


def _write_forms(word: str) -> Iterator[bytes]:
    escaped = json.dumps(word)[1:-1]
    for text in (word, escaped, escaped.replace("/", "\\/"), word.replace("&", "&amp;")):
        for encoding in _ENCODINGS:
            try:
                yield text.encode(encoding)
            except UnicodeEncodeError:
                continue  # the encoding cannot write it, so no dump in it holds it
