"""Where ad-hoc SQL is run: in the sandbox, or for its owner in this process.

Imports neither DuckDB nor Arrow: the sandbox's process starts first, and both import them side by side.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows.settings import Settings
from warehouse.query_limits import QueryLimits
from warehouse.sandbox import Sandbox

if TYPE_CHECKING:
    import pyarrow as pa


class QueryUsageError(Exception):
    """A combination of options that makes no sense."""


class Session(Protocol):
    """Runs statements on one snapshot."""

    def stream_query(
        self, sql: str, *, row_limit: int | None = None
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        """Run one statement and hand its rows out in batches; at most `row_limit` of them."""


def query_limits(settings: Settings) -> QueryLimits:
    """What one query may use on this machine."""
    return QueryLimits(settings.query_memory, os.cpu_count() or 1, settings.query_seconds)


@contextmanager
def open_session(database: Path, limits: QueryLimits, *, is_unsafe: bool) -> Iterator[Session]:
    """Open a snapshot's database for statements: in the sandbox, or for its owner without one.

    Args:
        database: `analytics.duckdb` of a snapshot whose lease is held.
        limits: what a statement may use; nothing limits an unsafe one.
        is_unsafe: run statements in this process, where they may read and write files.

    Raises:
        QueryError: the database cannot be opened.
    """
    if is_unsafe:
        from warehouse.query import open_trusted

        with open_trusted(database) as session:
            yield session
    else:
        with Sandbox(database, limits) as sandbox:
            yield sandbox
