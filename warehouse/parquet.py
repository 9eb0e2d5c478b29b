"""Parquet files whose bytes depend on their rows alone, never on how the rows arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.schema import Table

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 3
_ROW_GROUP_ROWS = 65_536
# A post carries its whole text: fewer rows make a row group of the same weight.
_TEXT_ROW_GROUP_ROWS = 2_048


def row_group_rows(table: Table) -> int:
    """How many rows one row group of a table holds; the last one may hold fewer."""
    return _TEXT_ROW_GROUP_ROWS if table.name == "posts" else _ROW_GROUP_ROWS


def write_parquet(
    path: Path,
    rows: Iterable[pa.Table],
    schema: pa.Schema,
    *,
    group_rows: int,
    compression: str = COMPRESSION,
) -> int:
    """Write rows, in the order they come, as one Parquet file; without rows it holds the schema alone.

    Shape: any cut of the same rows gives the same bytes: the rows are cut anew, one contiguous table a row
    group, because pages end where Arrow's chunks end.

    Args:
        path: the file to make; its folder is made too.
        rows: tables of the schema's columns, in its order; types are cast where they differ.
        schema: what the file promises, nullability and descriptions included.
        group_rows: rows of one row group.
        compression: as pyarrow names it.

    Returns:
        The number of rows written.

    Raises:
        ValueError: a column that may not be null holds a null.
    """
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    level = COMPRESSION_LEVEL if compression == COMPRESSION else None
    with pq.ParquetWriter(path, schema, compression=compression, compression_level=level) as writer:
        for group in _cut(rows, schema, group_rows):
            writer.write_table(group, row_group_size=group_rows)
            count += group.num_rows
    return count


def _cut(rows: Iterable[pa.Table], schema: pa.Schema, size: int) -> Iterator[pa.Table]:
    """Tables of exactly `size` rows, the last one smaller, each column one contiguous array."""
    waiting: list[pa.Table] = []
    held = 0
    for table in rows:
        part = table.cast(schema)
        while held + part.num_rows >= size:
            head = part.slice(0, size - held)
            yield pa.concat_tables([*waiting, head]).combine_chunks()
            part = part.slice(size - held)
            waiting, held = [], 0
        if part.num_rows:
            waiting.append(part)
            held += part.num_rows
    if held:
        yield pa.concat_tables(waiting).combine_chunks()
