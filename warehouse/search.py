"""Search everything on disk for posts that were taken down: databases, Parquet files, dumps, notes, logs.

It shares nothing with the readers: files are unpacked here, cell by cell and byte by byte, so that it can
prove what they did.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.ddl import quote_name
from warehouse.durable import is_regular_file, walk_folder
from warehouse.needles import Needles
from warehouse.search_packed import search_packed
from warehouse.takedown import PENDING_NAME, TAKEDOWNS_NAME, Pending

_OURS = {PENDING_NAME, TAKEDOWNS_NAME}


def search_folder(root: Path, pending: Pending, *, without: Iterable[Path] = ()) -> list[Path]:
    """The files below a folder that still hold something of the posts.

    Args:
        root: where to search.
        pending: the posts.
        without: folders to leave out.

    Raises:
        OSError: a folder or file cannot be read.
    """
    needles, left_out = Needles.of(pending), {path.resolve() for path in without}
    found = []
    for here, folders, files in walk_folder(root):
        folders[:] = [name for name in folders if (here / name).resolve() not in left_out]
        paths = (here / name for name in files if name not in _OURS)
        found += [path for path in paths if _is_there_and_holds(path, needles)]
    return found


def _is_there_and_holds(path: Path, needles: Needles) -> bool:
    try:
        return is_regular_file(path) and search_file(path, needles)
    except FileNotFoundError:
        return False  # a server's temporary file, gone since its folder was listed


def search_file(path: Path, needles: Needles) -> bool:
    """Whether a file holds a needle, as it is or unpacked.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix == ".duckdb":
        return _search_database(path, needles)
    if _starts_with(path, b"PAR1"):
        return _search_parquet(path, needles)
    return search_packed(lambda: path.open("rb"), needles)


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _search_database(path: Path, needles: Needles) -> bool:
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        names = (".".join(map(quote_name, table)) for table in tables)
        return any(_search_rows(con.sql(f"from {name}").to_arrow_reader(), needles) for name in names)


def _search_parquet(path: Path, needles: Needles) -> bool:
    try:
        with pq.ParquetFile(path) as file:
            return _search_rows(file.iter_batches(batch_size=1_000), needles)
    except pa.ArrowInvalid:
        return needles.any_in(path.read_bytes())


def _search_rows(batches: Iterable[pa.RecordBatch], needles: Needles) -> bool:
    values = pa.array(sorted(needles.cells), pa.large_string())
    return any(_search_column(column, values, needles) for batch in batches for column in batch.columns)


def _search_column(column: pa.Array, values: pa.Array, needles: Needles) -> bool:
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _search_column(column.flatten(), values, needles)
    if pa.types.is_struct(kind):
        return any(_search_column(part, values, needles) for part in column.flatten())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return any(needles.any_in(value) for value in column.to_pylist() if value)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return bool(pc.any(pc.is_in(column.cast(pa.large_string()), value_set=values)).as_py())
    return False
