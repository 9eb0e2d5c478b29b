"""What one ad-hoc query may use, and the error of one that gives no answer; imports no DuckDB."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT]?)(i?)B", re.IGNORECASE)


class QueryError(Exception):
    """A query that gives no answer.

    Attributes:
        message: what DuckDB, or the sandbox, says about it.
        hint: what to try next, or None.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n{self.hint}"


@dataclass(frozen=True)
class QueryLimits:
    """What one query may use.

    Attributes:
        memory: as DuckDB writes sizes; nothing is spilled to disk.
        threads: cores.
        seconds: time after which the query is stopped.
        expression_depth: how deep an expression may nest.
    """

    memory: str = "1GB"
    threads: int = 2
    seconds: int = 60
    expression_depth: int = 500


def parse_size(text: str) -> int:
    """Bytes of a size as DuckDB writes it: a number and B, kB, MB, GB, TB, or KiB, MiB, GiB, TiB.

    Raises:
        ValueError: it is none.

    >>> [parse_size(text) for text in ("1GB", "512 MiB", "1.5kB")]
    [1000000000, 536870912, 1500]
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no size; a number and a unit are expected, such as 500MB or 2GiB")
    number, prefix, binary = found.groups()
    return int(float(number) * (1024 if binary else 1000) ** " KMGT".index(prefix.upper() or " "))
