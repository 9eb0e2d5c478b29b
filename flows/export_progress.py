"""What an export tells while it works: on a terminal, the table and the rows so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyarrow as pa
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

Follow = Callable[[str, pa.RecordBatchReader], pa.RecordBatchReader]
"""Takes the name of a table and its rows, and gives the rows, which are counted as they are read."""


@contextmanager
def follow_rows(console: Console | None = None) -> Iterator[Follow]:
    """Follow the rows of tables until the block ends; nothing stays on the terminal.

    Args:
        console: where; standard error if None.
    """
    shown = console or Console(stderr=True, highlight=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}  {task.completed:,.0f} rows"))
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def follow(name: str, rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
            bar.update(task, description=name, completed=0)
            return pa.RecordBatchReader.from_batches(rows.schema, count(rows))

        def count(rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
            for batch in rows:
                yield batch
                bar.advance(task, batch.num_rows)

        yield follow
