"""Errors of the libraries that mean that the machine has too little."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from flows.shortage import ShortageError, ShortageTeller


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "too little memory for the night (MemoryError)"),
        (RuntimeError("can't start new thread"), "too little memory"),
        (pa.ArrowException("Unknown error: Failed to launch worker thread: x"), "too little memory"),
        (pa.ArrowMemoryError("malloc of size 64 failed"), "too little memory"),
        (OSError(12, "Cannot allocate memory"), "too little memory"),
        (ImportError("libx.so: failed to map segment from shared object"), "too little memory"),
        (
            duckdb.OutOfMemoryException("Out of Memory Error: Allocation failure\nadvice"),
            "Allocation failure)",
        ),
        (
            duckdb.TransactionException("Failed to commit: Could not write file: No space left on device"),
            "too little disk",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_a_lack_is_told_by(error: Exception, said: str) -> None:
    with pytest.raises(ShortageError) as found, ShortageTeller():
        raise error
    assert said in str(found.value)
    assert "advice" not in str(found.value)


@pytest.mark.parametrize(
    "error", [RuntimeError("a bug"), OSError(28, "No space left on device"), duckdb.BinderException("a bug")]
)
def test_other_errors_pass_as_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as found, ShortageTeller():
        raise error
    assert found.value is error


def test_what_an_error_was_raised_from_counts() -> None:
    with pytest.raises(ShortageError, match="Allocation failure"), ShortageTeller():
        try:
            raise duckdb.OutOfMemoryException("Allocation failure")
        except duckdb.Error as error:
            raise ValueError("model.sql:1") from error
