"""Take rows and files over from the previous snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.ddl import create_table, quote_name, quote_text
from warehouse.durable import Fingerprint, take_fingerprint
from warehouse.fingerprints import Fingerprints
from warehouse.model_file import Header
from warehouse.schema import Table


class PreviousError(Exception):
    """The previous snapshot's database cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Previous:
    """The snapshot to take over from.

    Attributes:
        folder: where its files stand.
        files: their fingerprints, from its manifest.
        fingerprints: what its tables were computed from.
    """

    folder: Path
    files: Mapping[str, Fingerprint]
    fingerprints: Fingerprints

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make its database the catalog `previous`.

        Raises:
            PreviousError: it cannot be read.
        """
        file = quote_text(str(self.folder / "analytics.duckdb"))
        with self.reading():
            con.execute(f"attach {file} as previous (read_only)")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Tell trouble with its database from trouble of the build. Raises PreviousError."""
        try:
            yield
        except duckdb.Error as error:
            raise PreviousError(f"{self.folder / 'analytics.duckdb'}: {error}") from error

    def carry(self, con: duckdb.DuckDBPyConnection, table: Table, notes: Header | None = None) -> None:
        """Make a table of the previous rows, in their order.

        Raises:
            PreviousError: they cannot be read.
        """
        create_table(con, table, notes)
        name = quote_name(table.name)
        with self.reading():
            con.execute(f"insert into {name} by name select * from previous.{name}")

    def carry_with(self, con: duckdb.DuckDBPyConnection, table: Table, condition: str, more: str) -> None:
        """Fill a table with the previous rows of a condition and all those of another table, by its key.

        Raises:
            PreviousError: the previous rows cannot be read.
        """
        name = quote_name(table.name)
        keys = ", ".join(f"{quote_name(key)} asc nulls last" for key in table.key)
        with self.reading():
            con.execute(
                f"insert into {name} by name from (select * from previous.{name} where {condition} "
                f"union all by name select * from {more}) order by {keys}"
            )

    def copy_parquet(self, table: Table, target: Path) -> bool:
        """Copy a table's file, where it is as it was published; False where it is not."""
        file = self.folder / target.name
        if self.files.get(target.name) is None or not file.exists():
            return False
        shutil.copyfile(file, target)
        return take_fingerprint(target) == self.files[target.name]
