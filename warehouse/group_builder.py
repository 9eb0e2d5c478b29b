"""Compute of a mart that is made group by group only the groups that may come out otherwise."""

from __future__ import annotations

import duckdb

from warehouse.carry import Previous
from warehouse.ddl import quote_name
from warehouse.groups import Groups
from warehouse.models import AnyModel, compute_rows
from warehouse.months import searching
from warehouse.schema import TABLES

_CATALOG = "grouped"
_CHANGED = f"{_CATALOG}.changed_groups"


class GroupBuilder:
    """Shows models the facts of the groups that changed; one model at a time."""

    def __init__(self, con: duckdb.DuckDBPyConnection, previous: Previous) -> None:
        """Show nothing yet.

        Args:
            con: the build connection.
            previous: the snapshot to compare with; it is attached.
        """
        self._con = con
        self._previous = previous

    def find_changed(self, groups: Groups, months: set[int]) -> int:
        """Find the groups that may come out otherwise; returns how many.

        Args:
            groups: what the header of the model says.
            months: those of which any fact may be different.

        Raises:
            PreviousError: the previous groups cannot be read.
        """
        self._con.execute(f"attach ':memory:' as {_CATALOG}")
        with self._previous.reading():
            self._con.execute(f"create table {_CHANGED} as {groups.tell_changed(months)}")
        count: int = self._con.execute(f"select count(*) from {_CHANGED}").fetchall()[0][0]
        return count

    def compute(self, model: AnyModel, groups: Groups) -> tuple[str, str]:
        """Compute the groups that were found.

        Returns:
            A table that has their rows, and a condition that tells them, there and in the table of the mart.

        Raises:
            ModelError: as for `build_model`.
        """
        of_groups = f"{quote_name(groups.key)} in (select {quote_name(groups.key)} from {_CHANGED})"
        self._cut("table", groups.members, of_groups)
        self._cut("table", groups.fact, self._tell(groups.member, groups.members))
        for name in dict.fromkeys(reference.table for reference in model.references):
            if name not in (groups.members, groups.fact):
                is_told = groups.member in {column.name for column in TABLES[name].columns}
                by = (groups.member, groups.members) if is_told else ("post_id", groups.fact)
                self._cut("view", name, self._tell(*by))
        rows = f"{_CATALOG}.computed_groups"
        with searching(self._con, _CATALOG):
            compute_rows(self._con, model, rows)
        return rows, of_groups

    def close(self) -> None:
        """Forget the groups and their rows."""
        self._con.execute(f"detach {_CATALOG}")

    def _tell(self, key: str, table: str) -> str:
        return f"{key} in (select {key} from {_CATALOG}.{quote_name(table)})"

    def _cut(self, kind: str, name: str, condition: str) -> None:
        table = quote_name(name)
        self._con.execute(
            f"create {kind} {_CATALOG}.{table} as select * from analytics.{table} where {condition}"
        )
