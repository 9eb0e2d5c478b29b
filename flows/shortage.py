"""What libraries raise when the machine has no memory, or no thread, left, as one error that says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

_SIGNS = ("can't start new thread", "launch worker thread", "failed to map segment", "Cannot allocate memory")
"""What Python, Arrow, the loader of shared objects and the kernel say; they have no error of their own."""


class ShortageError(Exception):
    """The machine has no memory, or no thread, left for what is to be done."""

    def __init__(self, cause: BaseException) -> None:
        said = " ".join(str(cause).split()) or type(cause).__name__
        super().__init__(
            f"the machine has too little memory for this night ({said}); nothing was published: "
            "give it more, or fewer --workers, and run it again"
        )


@contextmanager
def tell_shortage() -> Iterator[None]:
    """Raise a ShortageError for whatever means one; every other error passes as it is."""
    try:
        yield
    except (MemoryError, duckdb.Error, pa.ArrowException, RuntimeError, ImportError, OSError) as error:
        if not is_shortage(error):
            raise
        raise ShortageError(error) from error


def is_shortage(error: BaseException) -> bool:
    """Whether an error means that memory or threads ran out.

    >>> [is_shortage(error) for error in (MemoryError(), OSError(28, "No space left on device"))]
    [True, False]
    """
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return True
    return any(sign in str(error) for sign in _SIGNS)
