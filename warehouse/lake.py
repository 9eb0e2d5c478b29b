"""The lake: one dump's rows as immutable Parquet, one folder a dump and parser version.

Layout: `<folder>/<table>/<dump_id>-<parser_version>/part-<hash>.parquet`; a table without rows has no file.
Small files of many dumps are merged in time (warehouse/compact.py), then `merged-<parser_version>` stands for
the dump.

A file is named by its bytes (16 hex digits of their SHA-256), so that a dump read again under another name,
or with other options, never stands in the way of what an older snapshot still reads. The bytes depend on the
rows alone: rerunning a dump, or reading it on another machine, gives the same files.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pyarrow as pa

from transforms import PARSER_VERSION
from transforms.records import ParsedPost, Reject
from warehouse.durable import take_fingerprint
from warehouse.parquet import row_group_rows, write_parquet
from warehouse.schema import FACTS, Table, to_arrow_schema
from warehouse.sorting import RowSorter

# What is held in memory before a run is put aside: rows weigh about a kilobyte, beside their text.
_MAX_HELD_ROWS = 50_000
_MAX_HELD_CHARS = 16_000_000

_SORT_ORDER = ("post_id", "revision", "block_no", "char_start", "char_end", "position", "reason")


def sort_key(table: Table) -> tuple[str, ...]:
    """The columns a fact's lake rows are sorted by: where they stand in their post, or in their dump.

    >>> from warehouse.schema import BLOCKS, REJECTS
    >>> sort_key(BLOCKS)
    ('post_id', 'revision', 'block_no', 'char_start', 'char_end')
    >>> sort_key(REJECTS)
    ('position', 'reason')
    """
    names = {column.name for column in table.lake_columns()}
    return tuple(name for name in _SORT_ORDER if name in names)


def partition_folder(folder: Path, table: str, dump_id: str, parser_version: str = PARSER_VERSION) -> Path:
    """Where the rows of one table of one dump stand below a lake folder."""
    return folder / table / f"{dump_id}-{parser_version}"


def name_by_content(path: Path) -> Path:
    """Give a finished lake file the name its bytes ask for, and return it."""
    return path.rename(path.with_name(f"part-{take_fingerprint(path).sha256[:16]}.parquet"))


class PartitionWriter:
    """A held resource that writes the rows of one dump, sorted, with flat memory.

    As a context manager it removes everything it wrote when it is left by an exception.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with PartitionWriter(Path(folder), dump_id="0" * 16, source_uri="day.txt") as writer:
    ...         writer.close()
    {}
    """

    def __init__(self, folder: Path, *, dump_id: str, source_uri: str) -> None:
        """Open a partition.

        Args:
            folder: the lake folder to write below; made when needed.
            dump_id: the dump all rows come from.
            source_uri: what rejects say about where they come from.
        """
        self._folder = folder
        self._dump_id = dump_id
        self._source_uri = source_uri
        self._spill_folder = folder / f".spill-{dump_id}"
        self._partitions = {table.name: _Partition(table, self._spill_folder) for table in FACTS}
        self._files: dict[str, Path] = {}
        self._held_rows = 0
        self._held_chars = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()

    def add_post(self, parsed: ParsedPost) -> None:
        """Take one post and everything in it; its revision must be numbered already."""
        post = parsed.post
        where = _LakeOnly(post.dump_id, post.revision)
        self._add("posts", (post,), where)
        self._add("blocks", parsed.blocks, where)
        self._add("quotes", parsed.quotes, where)
        self._add("topic_mentions", parsed.topic_mentions, where)
        self._add("actor_mentions", parsed.actor_mentions, where)
        self._held_chars += post.char_count
        self._spill_when_full()

    def add_reject(self, reject: Reject) -> None:
        """Take one record that could not become a post."""
        row = (
            self._dump_id,
            self._source_uri,
            reject.position,
            reject.reason,
            reject.record_count,
            reject.excerpt,
            reject.raw,
            PARSER_VERSION,
        )
        self._add("rejects", (row,), _LakeOnly(self._dump_id, 0))
        self._held_chars += len(reject.raw)
        self._spill_when_full()

    def close(self) -> dict[str, Path]:
        """Write the files.

        Returns:
            The file of each table that has rows, by table name, in the order of the schema.
        """
        for name, partition in self._partitions.items():
            if partition.has_rows:
                self._files[name] = partition_folder(self._folder, name, self._dump_id) / "part.parquet"
                partition.write(self._files[name])
                self._files[name] = name_by_content(self._files[name])
        shutil.rmtree(self._spill_folder, ignore_errors=True)
        return dict(self._files)

    def discard(self) -> None:
        """Remove everything written so far; nothing of the dump stays behind."""
        shutil.rmtree(self._spill_folder, ignore_errors=True)
        for path in self._files.values():
            shutil.rmtree(path.parent, ignore_errors=True)

    def _add(self, table: str, rows: Sequence[tuple[Any, ...]], where: _LakeOnly) -> None:
        self._partitions[table].add(rows, where)
        self._held_rows += len(rows)

    def _spill_when_full(self) -> None:
        if self._held_rows >= _MAX_HELD_ROWS or self._held_chars >= _MAX_HELD_CHARS:
            for partition in self._partitions.values():
                partition.spill()
            self._held_rows = self._held_chars = 0


class _LakeOnly(NamedTuple):
    """The columns that stand in the lake but not in the parser's records."""

    dump_id: str
    revision: int


class _Partition:
    """The rows of one table, waiting to be sorted and written."""

    def __init__(self, table: Table, spill_folder: Path) -> None:
        self._table = table
        self._schema = to_arrow_schema(table.lake_columns())
        self._record_names = [column.name for column in table.record_columns()]
        self._sorter = RowSorter(spill_folder / table.name, sort_key(table))
        self._rows: list[tuple[Any, ...]] = []
        self._lake_only: list[_LakeOnly] = []
        self.has_rows = False

    def add(self, rows: Sequence[tuple[Any, ...]], where: _LakeOnly) -> None:
        self.has_rows = self.has_rows or bool(rows)
        self._rows += rows
        self._lake_only += [where] * len(rows)

    def spill(self) -> None:
        self._sorter.spill(self._take())

    def write(self, path: Path) -> None:
        rows = self._sorter.ordered(self._take())
        write_parquet(path, rows, self._schema, group_rows=row_group_rows(self._table))

    def _take(self) -> pa.Table:
        """The waiting rows as columns; the lists are emptied."""
        if not self._rows:
            return self._schema.empty_table()
        columns = dict(zip(_LakeOnly._fields, zip(*self._lake_only, strict=True), strict=True))
        columns |= zip(self._record_names, zip(*self._rows, strict=True), strict=True)
        self._rows, self._lake_only = [], []
        return pa.Table.from_arrays(
            [pa.array(columns[field.name], field.type) for field in self._schema], schema=self._schema
        )
