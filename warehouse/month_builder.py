"""Compute of a mart only the months that may come out otherwise than in the previous snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import duckdb

from warehouse.ddl import quote_name
from warehouse.model_file import Model
from warehouse.models import AnyModel, compute_rows
from warehouse.months import (
    MONTH_INPUTS,
    MOST_KEPT,
    find_ends,
    searching,
    show_input,
    view_model,
    view_months,
)
from warehouse.partition import WRITTEN_VARIABLE, Partition, list_months, read_partition, to_month

_CUTS = "cuts"


class MonthBuilder:
    """Knows which months changed, and shows models the tables cut down to those they need.

    Attributes:
        written: by mart that was built here, the months that may have come out otherwise.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, touched: Collection[int], ends_before: Sequence[dt.date]
    ) -> None:
        """Look at where the corpus begins and ends.

        Args:
            con: the build connection.
            touched: the months whose facts changed.
            ends_before: what `find_ends` gave for the previous snapshot.
        """
        self.written: dict[str, set[int]] = {}
        self._con = con
        self._touched = set(touched)
        self._ends = find_ends(con)
        self._moved = _list_moved(ends_before, self._ends)
        self._models: dict[str, AnyModel] = {}
        self._catalogs: dict[frozenset[int], str] = {}
        self._shown: set[tuple[str, str]] = set()
        con.execute(f"attach ':memory:' as {_CUTS}")

    def add(self, model: AnyModel) -> set[int]:
        """Hear of a model that is built by month, those it reads first; returns the months to write."""
        partition = self._read_partition(model)
        touched = self.list_touched(model) | (self._moved if partition.has_reach else set())
        self._models[model.name] = model
        self.written[model.name] = partition.list_written(touched)
        return self.written[model.name]

    def list_touched(self, model: AnyModel) -> set[int]:
        """The months of which a model may read anything that is not as it was."""
        names = {reference.table for reference in model.references}
        return self._touched.union(*(self.written.get(name, set()) for name in names))

    def reads_far(self, model: AnyModel) -> bool:
        """Whether the months to write are made from more months than are read once for all models."""
        return len(self._read_partition(model).list_read(self.written[model.name])) > MOST_KEPT

    def compute(self, model: AnyModel) -> tuple[str, str]:
        """Compute the months to write.

        Returns:
            A table that has their rows and may have others, and a condition that tells them, there and in
            the table of the mart.

        Raises:
            ModelError: as for `build_model`.
        """
        partition, written = self._read_partition(model), self.written[model.name]
        cut = f"{_CUTS}.{quote_name(model.name)}"
        read = partition.list_read(written)
        catalog = self._open(read)
        self._show(catalog, model, read)
        self._con.execute(f"set variable {WRITTEN_VARIABLE} = {sorted(written)}")
        with searching(self._con, catalog):
            compute_rows(self._con, model, cut)
        self._con.execute(f"reset variable {WRITTEN_VARIABLE}")
        return cut, partition.tell_month(written)

    def close(self, model: AnyModel) -> None:
        """Forget the rows of `compute`."""
        self._con.execute(f"drop table {_CUTS}.{quote_name(model.name)}")

    def _read_partition(self, model: AnyModel) -> Partition:
        partition = read_partition(model.header, self._get_variable)
        assert partition is not None
        return partition

    def _get_variable(self, name: str) -> int:
        return int(self._con.execute("select getvariable(?)", [name]).fetchall()[0][0])

    def _open(self, months: Iterable[int]) -> str:
        """The catalog for models that see some months."""
        chosen = frozenset(months)
        if chosen not in self._catalogs:
            catalog = self._catalogs[chosen] = f"months_{len(self._catalogs)}"
            self._con.execute(f"attach ':memory:' as {catalog}")
        return self._catalogs[chosen]

    def _show(self, catalog: str, model: AnyModel, months: Collection[int]) -> None:
        """Let a catalog have the facts, dimensions and marts that a model reads."""
        for name in dict.fromkeys(reference.table for reference in model.references):
            if (catalog, name) not in self._shown:
                self._shown.add((catalog, name))
                self._show_table(catalog, name, months)

    def _show_table(self, catalog: str, name: str, months: Collection[int]) -> None:
        read = self._models.get(name)
        if name in MONTH_INPUTS:
            show_input(self._con, catalog, name, months, self._ends)
        elif isinstance(read, Model) and read.header.view:
            self._show(catalog, read, months)
            view_model(self._con, catalog, name, read.sql)
        elif read is not None:
            view_months(self._con, catalog, name, self._read_partition(read).tell_month(months))


def _list_moved(before: Sequence[dt.date], now: Sequence[dt.date]) -> set[int]:
    """The months between where the corpus began or ended and where it does now."""
    moved = ((one, other) for one, other in zip(before, now, strict=False) if one != other)
    return {month for pair in moved for month in list_months(to_month(min(pair)), to_month(max(pair)))}
