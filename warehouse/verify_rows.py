"""Check the rows of a snapshot: quotes against posts, every check again, counts against the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import duckdb
import pyarrow.parquet as pq

from transforms.errors import DumpError
from transforms.readers import hash_dump
from warehouse.checks import run_checks
from warehouse.ddl import quote_name
from warehouse.leases import Snapshot
from warehouse.model_file import ModelError
from warehouse.raw import RawStore
from warehouse.schema import TABLES
from warehouse.verify import Problem

_QUOTES = """
select quotes.quote_id
from quotes
left join posts on quotes.post_id = posts.post_id
where substr(posts.text, quotes.char_start + 1, quotes.char_end - quotes.char_start)
    is distinct from quotes.text
order by quotes.quote_id
"""


def verify_rows(snapshot: Snapshot, sql_root: Path) -> list[Problem]:
    """Look at the rows of a snapshot whose files are whole; hold its lease meanwhile.

    Args:
        snapshot: the snapshot.
        sql_root: the folder of `checks/`.

    Returns:
        Quotes that are not in their posts, blocking checks that find rows, tables whose rows are not as many
        as the manifest and the table's Parquet file say.
    """
    database = snapshot.analytics
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            con.execute("set TimeZone = 'UTC'")
            return [
                *_check_quotes(con, database),
                *_rerun_checks(con, database, sql_root),
                *_check_counts(con, snapshot),
            ]
    except duckdb.Error as error:
        return [Problem(database, f"cannot be read: {error}")]


def _check_quotes(con: duckdb.DuckDBPyConnection, database: Path) -> Iterator[Problem]:
    for (quote_id,) in con.execute(_QUOTES).fetchall():
        yield Problem(database, f"quote {quote_id} is not what its post says between its offsets")


def _rerun_checks(con: duckdb.DuckDBPyConnection, database: Path, sql_root: Path) -> Iterator[Problem]:
    try:
        results = run_checks(con, sql_root)
    except ModelError as error:
        # A snapshot of an older version lacks tables and columns that today's checks ask for.
        yield Problem(
            database, f"a check cannot be run on it: {error}; `hatsugen rebuild` brings it up to date"
        )
        return
    for result in results:
        if result.is_blocking and result.rows:
            yield Problem(database, f"{result.name}: {result.rows} rows, first {result.sample[0]}")


def _check_counts(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Iterator[Problem]:
    said = cast(Mapping[str, int], snapshot.manifest.facts.get("rows", {}))
    for name in (name for name in TABLES if name in said):
        (count,) = con.execute(f"select count(*) from {quote_name(name)}").fetchall()[0]
        if count != said[name]:
            yield Problem(snapshot.analytics, f"{name} has {count} rows, the manifest says {said[name]}")
        path = snapshot.path / f"{name}.parquet"
        if path.name in snapshot.manifest.files and (rows := pq.read_metadata(path).num_rows) != count:
            yield Problem(path, f"has {rows} rows, {snapshot.analytics.name} has {count}")


def verify_raw(store: RawStore) -> list[Problem]:
    """Hash every kept dump. Raises OSError where the folder cannot be read."""
    return [problem for dump_id in store.list_ids() for problem in _check_kept(store, dump_id)]


def _check_kept(store: RawStore, dump_id: str) -> Iterator[Problem]:
    path = store.path(dump_id)
    try:
        if hash_dump(path, name=path.name)[0] != dump_id:
            yield Problem(path, "has other bytes than when it was kept; deliver the dump again")
    except DumpError as error:
        yield Problem(path, str(error))
