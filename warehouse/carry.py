"""Take rows and files over from the previous snapshot.

A build begins with a copy of the previous database: what did not change stands there already, and costs
nothing. Rows that are replaced leave free blocks behind, which later nights fill again; where more than
MAX_FREE_SHARE of the file is free, the build begins with an empty file instead and copies the rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.ddl import create_table, quote_name, quote_text
from warehouse.durable import Fingerprint, take_fingerprint
from warehouse.fingerprints import Fingerprints
from warehouse.model_file import Header
from warehouse.schema import Table

ANALYTICS_FILE = "analytics.duckdb"
MAX_FREE_SHARE = 0.25
"""So much of a database may be free blocks: it is no larger than 1 / (1 - 0.25) of a fresh one."""


def name_lake_file(path: Path) -> str:
    """The name of a lake file below its lake, which tells its bytes."""
    return "/".join(path.parts[-3:])


class PreviousError(Exception):
    """The previous snapshot's database cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Previous:
    """The snapshot to take over from.

    Attributes:
        folder: where its files stand.
        files: their fingerprints, from its manifest.
        fingerprints: what its tables were computed from.
        lake_files: the names of the lake files it reads, `<table>/<dump_id>-<parser>/<name>.parquet`, but for
            those whose rows stand in a merged file now.
    """

    folder: Path
    files: Mapping[str, Fingerprint]
    fingerprints: Fingerprints
    lake_files: frozenset[str]

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make its database the catalog `previous`.

        Raises:
            PreviousError: it cannot be read, or is not as it was published.
        """
        file = self.folder / ANALYTICS_FILE
        if not file.exists() or take_fingerprint(file) != self.files.get(file.name):
            raise PreviousError(f"{file}: is not as it was published")
        with self.reading():
            con.execute(f"attach {quote_text(str(file))} as previous (read_only)")

    def grew_into(self, lake_files: Iterable[Path]) -> bool:
        """Whether every row of its lake is among those of some files, since its files are."""
        return self.lake_files <= {name_lake_file(file) for file in lake_files}

    def copy_database(self, con: duckdb.DuckDBPyConnection, target: Path) -> bool:
        """Copy its database, unless too much of it is free; whether it was copied.

        Args:
            con: where it is attached.
            target: the file to make.
        """
        with self.reading():
            total, free = con.execute(
                "select total_blocks, free_blocks from pragma_database_size() "
                "where database_name = 'previous'"
            ).fetchall()[0]
        if free > total * MAX_FREE_SHARE:
            return False
        shutil.copyfile(self.folder / ANALYTICS_FILE, target)
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Tell trouble with its database from trouble of the build. Raises PreviousError."""
        try:
            yield
        except duckdb.Error as error:
            raise PreviousError(f"{self.folder / ANALYTICS_FILE}: {error}") from error

    def carry(self, con: duckdb.DuckDBPyConnection, table: Table, notes: Header | None = None) -> None:
        """Leave a table as it stands in the copy, or make it of the previous rows, in their order.

        Raises:
            PreviousError: they cannot be read.
        """
        if _stands(con, table):
            return
        create_table(con, table, notes)
        name = quote_name(table.name)
        with self.reading():
            con.execute(f"insert into {name} by name select * from previous.{name}")

    def carry_with(
        self, con: duckdb.DuckDBPyConnection, table: Table, cut: str, condition: str, notes: Header
    ) -> None:
        """Replace the rows that a condition tells by those that it tells in another table.

        The previous rows keep their order, and the new ones come after them by the table's key.

        Args:
            con: the build connection.
            table: where; it stands in the copy, or is made of the previous rows.
            cut: a table of the same columns.
            condition: never null; what it reads stands in the default catalog.
            notes: as for `create_table`.

        Raises:
            PreviousError: the previous rows cannot be read.
        """
        name = quote_name(table.name)
        keys = ", ".join(f"{quote_name(key)} asc nulls last" for key in table.key)
        if _stands(con, table):
            con.execute(f"delete from {name} where {condition}")
        else:
            create_table(con, table, notes)
            with self.reading():
                con.execute(
                    f"insert into {name} by name select * from previous.{name} where not ({condition})"
                )
        con.execute(f"insert into {name} by name select * from {cut} where {condition} order by {keys}")

    def copy_parquet(self, table: Table, target: Path) -> bool:
        """Copy a table's file, where it is as it was published; False where it is not."""
        file = self.folder / target.name
        if self.files.get(target.name) is None or not file.exists():
            return False
        shutil.copyfile(file, target)
        return take_fingerprint(target) == self.files[target.name]


def _stands(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether the database being built has the table already, from the copy that it began with."""
    found = con.execute(
        "select count(*) from duckdb_tables() where database_name = 'analytics' and table_name = $1",
        [table.name],
    ).fetchall()
    return bool(found[0][0])
