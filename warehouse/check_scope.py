"""Which checks a night need not run again, and which it need run on the months that changed only.

A check that found nothing in the previous snapshot finds nothing now if its SQL, DuckDB and the contents of
the tables it names are the same. One whose header says `partition: month` holds for each month by itself: it
is run on tables cut down to the months that changed. It may name facts (blocks are those of the posts of the
months), marts that are built month by month without a reach, and views over these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.ddl import quote_name
from warehouse.fingerprints import Fingerprints, find_changed_months, hash_schema, hash_texts
from warehouse.model_file import Header, ModelError, cut_header
from warehouse.months import MONTH_FACTS, tell_rows
from warehouse.schema import TABLES

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Scope:
    """What one check has to look at.

    Attributes:
        fingerprint: equal where the check can only find what it found; for a check by month, in months that
            are the same.
        is_known: it found nothing, and can find nothing now.
        months: the months to look at; None for all.
        tables: the tables to cut down to them.
    """

    fingerprint: str = ""
    is_known: bool = False
    months: frozenset[int] | None = None
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scopes:
    """Tells for each check what it has to look at.

    Attributes:
        now: what was built, from what.
        before: the same of the previous snapshot; None where there is none to compare with.
        by_month: the code of the marts that are built month by month, without a reach, and of the views.
    """

    now: Fingerprints
    before: Fingerprints | None
    by_month: Mapping[str, str]

    def choose(self, path: Path, sql: str, header: Header) -> Scope:
        """Say what one check has to look at.

        Raises:
            ModelError: it is to be run by month, and names a table that has no months of its own.
        """
        names = _list_tables(sql)
        if header.partition:
            inputs = [self._hash_code(path, name) for name in names]
        else:
            inputs = [self.now.contents[name] for name in names]
        fingerprint = hash_texts(duckdb.__version__, sql, *inputs)
        if self.before is None or self.before.checks.get(path.stem) != fingerprint:
            return Scope(fingerprint)
        if not header.partition:
            return Scope(fingerprint, is_known=True)
        touched = find_changed_months(self.now.months, self.before.months)
        return Scope(fingerprint, not touched, touched, tuple(names))

    def _hash_code(self, path: Path, name: str) -> str:
        if name not in MONTH_FACTS and name not in self.by_month:
            raise ModelError(path, 1, f"names {name}, which a check by month may not")
        return hash_texts(name, hash_schema(TABLES[name]), self.by_month.get(name, ""))


def _list_tables(sql: str) -> list[str]:
    """The tables that a query may read: whatever word of it is the name of one.

    That is a column or an alias at times, which costs a run too many and never one too few; to parse every
    check each night would cost as much as to run many of them.
    """
    _, query = cut_header(sql)
    return sorted(TABLES.keys() & set(_WORD.findall(query)))


class Cuts:
    """Tables cut down to months, each cut once for all checks that are run on them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Cut nothing yet.

        Args:
            con: a connection whose default catalog has the tables.
        """
        self._con = con
        self._known: dict[tuple[str, frozenset[int]], str] = {}

    @contextmanager
    def showing(self, scope: Scope) -> Iterator[None]:
        """Let the names of a scope's tables, in views too, mean those tables cut down to its months."""
        if scope.months is None:
            yield
            return
        cuts = {quote_name(name): self._cut(name, scope.months) for name in scope.tables}
        for name, cut in cuts.items():
            self._con.execute(f"create temp view {name} as {cut}")
        try:
            yield
        finally:
            for name in cuts:
                self._con.execute(f"drop view temp.{name}")

    def _cut(self, name: str, months: frozenset[int]) -> str:
        """A query of what to read in place of a table; a view over tables is cut as they are."""
        (found,) = self._con.execute("select current_database()").fetchall()[0]
        catalog = f"{quote_name(found)}.main"
        cut_down = f"from {catalog}.{quote_name(name)} where {tell_rows(name, months, catalog)}"
        if TABLES[name].is_view:
            return cut_down
        if (name, months) not in self._known:
            cut = f"cut_{len(self._known)}"
            self._con.execute(f"create temp table {cut} as {cut_down}")
            self._known[name, months] = f"temp.{cut}"
        return f"from {self._known[name, months]}"

    def close(self) -> None:
        """Forget the tables."""
        while self._known:
            self._con.execute(f"drop table {self._known.popitem()[1]}")
