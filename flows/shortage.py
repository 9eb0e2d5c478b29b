"""What libraries raise when the machine has no memory, thread or disk left, as one error that says so."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

import duckdb

_NO_MEMORY = (
    "can't start new thread",
    "launch worker thread",
    "failed to map segment",
    "Cannot allocate memory",
    "ZSTD Decompression failure",
    "error return without exception set",
)
"""What Python, Arrow, the loader of shared objects, the kernel and DuckDB say, having no error for it.

DuckDB's last is the same for a damaged file: the message names it.
"""

_NO_DISK = ("Could not write file", "No space left on device", "File too large")
"""What DuckDB says in errors of several kinds; others raise an OSError, which speaks for itself."""


class ShortageError(Exception):
    """The machine has no memory, thread or disk left for what is to be done."""

    def __init__(self, what: str, cause: BaseException) -> None:
        # DuckDB goes on with advice for its own settings.
        said = str(cause).partition("\n")[0] or type(cause).__name__
        super().__init__(
            f"the machine has too little {what} for the night ({said}); readers see what was published last; "
            f"give it more {what}, then run it again; if it has enough, `hatsugen verify --full` finds damage"
        )


class ShortageTeller:
    """Raises a ShortageError for whatever ends its block and means one; every other error passes as it is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for cause in _list_causes(error):
            if what := _find_lack(cause):
                # The frames of its traceback hold what DuckDB then complains of as left over.
                raise ShortageError(what, cause) from cause.with_traceback(None)


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was raised from, such as a model's error and DuckDB's."""
    while isinstance(error, Exception) and not isinstance(error, ShortageError):
        yield error
        error = error.__cause__


def _find_lack(error: BaseException) -> str | None:
    if is_out_of_memory(error):
        return "memory"
    if isinstance(error, duckdb.Error) and any(sign in str(error) for sign in _NO_DISK):
        return "disk"
    return None


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error means that memory or threads ran out.

    >>> [is_out_of_memory(error) for error in (MemoryError(), OSError(28, "No space left on device"))]
    [True, False]
    """
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return True
    return any(sign in str(error) for sign in _NO_MEMORY)
