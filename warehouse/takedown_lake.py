"""Take posts out of lake files: find the files that hold them, write those anew without their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.lake import name_by_content
from warehouse.ledger import LedgerRow
from warehouse.needles import Needles
from warehouse.parquet import row_group_rows, write_parquet
from warehouse.schema import REJECTS, TABLES
from warehouse.takedown import Pending


@dataclass(frozen=True)
class Removed:
    """What was taken out of one dump: rows of posts, and records that reject rows stood for."""

    posts: int = 0
    rejected: int = 0

    def __add__(self, other: Removed) -> Removed:
        return Removed(self.posts + other.posts, self.rejected + other.rejected)


def find_texts(files: Iterable[Path], post_ids: Iterable[str]) -> tuple[set[str], set[str]]:
    """The texts and addresses that posts have in lake files of the table posts."""
    wanted = pa.array(sorted(post_ids), pa.string())
    texts: set[str] = set()
    urls: set[str] = set()
    for file in files:
        if file.parts[-3] == "posts":
            # Without partitioning: a folder called a=b above the warehouse is no column.
            table = pq.read_table(
                file,
                columns=["text", "url"],
                filters=pc.field("post_id").isin(wanted),
                partitioning=None,
            )
            texts.update(table.column("text").to_pylist())
            urls.update(url for url in table.column("url").to_pylist() if url)
    return texts, urls


def find_dumps(file: Path, pending: Pending) -> set[str]:
    """The dumps from which a lake file has a row of the posts, or a rejected record with their words."""
    is_hit = _choose_rows(file, pending)
    columns = ["raw", "excerpt"] if file.parts[-3] == REJECTS.name else ["post_id"]
    found: set[str] = set()
    with pq.ParquetFile(file) as parquet:
        for batch in _read_batches(parquet, [*columns, "dump_id"]):
            found.update(batch.filter(is_hit(batch)).column("dump_id").to_pylist())
    return found


def rewrite_file(source: Path, target: Path, pending: Pending) -> Path | None:
    """Write a lake file anew without the rows of the posts.

    Args:
        source: the lake file.
        target: the folder for the new one, which is named by its bytes.
        pending: the posts.

    Returns:
        The new file, or None where no row is left.
    """
    is_hit = _choose_rows(source, pending)
    table = TABLES[source.parts[-3]]
    with pq.ParquetFile(source) as parquet:
        kept = (batch.filter(pc.invert(is_hit(batch))) for batch in _read_batches(parquet))
        path = target / "part.parquet"
        rows = write_parquet(path, kept, parquet.schema_arrow, group_rows=row_group_rows(table))
    if rows == 0:
        path.unlink()
        return None
    return name_by_content(path)


def count_removed(source: Path, pending: Pending) -> dict[str, Removed]:
    """What `rewrite_file` leaves out of a file, by dump, as far as the ledger counts it."""
    is_hit = _choose_rows(source, pending)
    table_name = source.parts[-3]
    removed: dict[str, Removed] = {}
    with pq.ParquetFile(source) as parquet:
        for batch in _read_batches(parquet):
            out = batch.filter(is_hit(batch))
            for dump_id, count in zip(out.column("dump_id").to_pylist(), _count_records(out), strict=True):
                one = Removed(
                    posts=count if table_name == "posts" else 0,
                    rejected=count if table_name == REJECTS.name else 0,
                )
                removed[dump_id] = removed.get(dump_id, Removed()) + one
    return removed


def _count_records(rows: pa.Table) -> list[int]:
    """How many records of the dump each row stands for."""
    if "record_count" not in rows.column_names:
        return [1] * rows.num_rows
    return [max(1, count or 0) for count in rows.column("record_count").to_pylist()]


def update_counts(ledger: Mapping[str, LedgerRow], removed: Mapping[str, Removed]) -> dict[str, LedgerRow]:
    """The ledger after a takedown: what was taken out counts as left out, and every dump still adds up."""
    updated = dict(ledger)
    for dump_id, out in removed.items():
        row = ledger[dump_id]
        count = out.posts + out.rejected
        updated[dump_id] = row._replace(
            records_in=row.records_in - count,
            posts=row.posts - out.posts,
            rejected=row.rejected - out.rejected,
            left_out=row.left_out + count,
        )
    return updated


def _read_batches(parquet: pq.ParquetFile, columns: list[str] | None = None) -> Iterator[pa.Table]:
    for number in range(parquet.num_row_groups):
        yield parquet.read_row_group(number, columns=columns)


def _choose_rows(file: Path, pending: Pending) -> Callable[[pa.Table], pa.ChunkedArray]:
    """What tells the rows of the posts in one file; rejects have no post_id, but they may have its words."""
    if file.parts[-3] == REJECTS.name:
        needles = Needles.of(pending)
        return lambda rows: pa.chunked_array([_find_words(rows, needles)])
    wanted = pa.array(pending.post_ids, pa.string())
    return lambda rows: pc.is_in(rows.column("post_id"), wanted)


def _find_words(rows: pa.Table, needles: Needles) -> pa.Array:
    raws, excerpts = rows.column("raw").to_pylist(), rows.column("excerpt").to_pylist()
    return pa.array(
        [
            needles.any_in(raw) or needles.any_in(excerpt.encode())
            for raw, excerpt in zip(raws, excerpts, strict=True)
        ],
        pa.bool_(),
    )
