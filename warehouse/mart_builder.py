"""Build the marts: compute what changed, take over from the previous snapshot what did not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from threading import Lock

import duckdb

from warehouse.carry import Previous
from warehouse.fingerprints import (
    Fingerprints,
    find_changed_months,
    hash_program,
    hash_schema,
    hash_table,
    hash_texts,
)
from warehouse.group_builder import GroupBuilder
from warehouse.groups import Groups, read_groups
from warehouse.model_file import Model
from warehouse.models import AnyModel, build_model
from warehouse.month_builder import MonthBuilder
from warehouse.months import MONTH_FACTS, find_ends, hash_months
from warehouse.python_models import PythonModel
from warehouse.schema import TABLES, Table

SMALL_ROWS = 200_000
"""Below that many rows of a mart, finding those that changed costs more than computing all of them."""


class MartBuilder:
    """Builds marts on a connection whose default catalog has facts and dimensions.

    What is computed whole may be computed in sessions beside each other; all else uses the one connection,
    and waits for it.

    Attributes:
        computed: the marts of which any rows were computed.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        *,
        source: str,
        previous: Previous | None,
        variables: str,
        months: Collection[int] | None = None,
    ) -> None:
        """Look at what changed.

        Args:
            con: the build connection; where there is a previous snapshot it is attached.
            source: as `hash_source` gives it.
            previous: where to take over from; None computes everything.
            variables: what Python models read beside tables, as text.
            months: where the facts may differ from the previous snapshot's; None where that is not known.
        """
        self._con = con
        self._lock = Lock()
        self._source = source
        self._previous = previous
        self._variables = variables
        self._known = previous.fingerprints if previous else Fingerprints("", "", {}, {}, {})
        self._models: dict[str, str] = {}
        self._contents: dict[str, str] = {}
        self._months = self._hash_months(months)
        touched = find_changed_months(self._months, self._known.months)
        # Where every month changed, computing all of them at once is the same and simpler.
        is_by_month = previous is not None and not touched >= {int(month) for month in self._months}
        self._by_month = MonthBuilder(con, touched, find_ends(con, "previous")) if is_by_month else None
        self.computed: set[str] = set()

    def build(self, session: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
        """Build one mart; those it reads were built before.

        Args:
            session: where it is computed, if it is computed whole; the build connection or one beside it.
            model: the mart.

        Raises:
            ModelError: as for `build_model`.
            PreviousError: the previous rows cannot be read.
        """
        with self._lock:
            is_done = self._build_from_previous(model)
        if not is_done:
            build_model(session, model)
            self.computed.add(model.name)

    def to_fingerprints(self, tables: Iterable[Table], *, code: str) -> Fingerprints:
        """What everything was computed from, when all marts are built.

        Args:
            tables: the published tables whose contents the next build wants to know.
            code: as `hash_code` gives it.
        """
        contents = {table.name: self._find_contents(table.name) for table in tables}
        return Fingerprints(self._source, code, self._models, self._months, contents)

    def _hash_months(self, months: Collection[int] | None) -> dict[str, str]:
        if months is None:
            return hash_months(self._con)
        others = {month: rows for month, rows in self._known.months.items() if int(month) not in months}
        return others | (hash_months(self._con, months) if months else {})

    def _build_from_previous(self, model: AnyModel) -> bool:
        """Take over what can be taken over; says whether that was all."""
        fingerprint = self._models[model.name] = self._hash_model(model)
        table = TABLES.get(model.name)
        if model.header.partition and self._by_month:
            self._by_month.add(model)
        if table is None or table.is_view or self._known.models.get(model.name) != fingerprint:
            return False
        if model.header.partition:
            return self._build_months(model, table)
        if groups := read_groups(model.header):
            return self._build_groups(model, table, groups)
        self._carry(model, table)
        return True

    def _carry(self, model: AnyModel, table: Table) -> None:
        if self._previous is None:
            raise ValueError(f"{model.name} is known without a previous snapshot")
        self._previous.carry(self._con, table, notes=model.header)
        self._contents[table.name] = self._known.contents[table.name]

    def _build_months(self, model: AnyModel, table: Table) -> bool:
        """Compute the months that may come out otherwise, and take over the others, if they can be told."""
        if self._previous is None or self._by_month is None:
            return False
        if not self._by_month.written[model.name]:
            self._carry(model, table)
            return True
        if self._by_month.reads_far(model) and self._is_small(self._previous, table):
            return False
        cut, condition = self._by_month.compute(model)
        self._previous.carry_with(self._con, table, cut, condition, notes=model.header)
        self._by_month.close(model)
        self.computed.add(model.name)
        return True

    def _build_groups(self, model: AnyModel, table: Table, groups: Groups) -> bool:
        """Compute the groups that may come out otherwise, and take over the others, if they can be told."""
        if self._previous is None or self._by_month is None:
            return False
        months = self._by_month.list_touched(model)
        if not months and self._find_contents(groups.members) == self._known.contents[groups.members]:
            self._carry(model, table)
            return True
        if self._is_small(self._previous, table):
            return False
        builder = GroupBuilder(self._con, self._previous)
        if builder.find_changed(groups, months):
            cut, condition = builder.compute(model, groups)
            self._previous.carry_with(self._con, table, cut, condition, notes=model.header)
            self.computed.add(model.name)
        else:
            self._carry(model, table)
        builder.close()
        return True

    def _is_small(self, previous: Previous, table: Table) -> bool:
        """Whether computing all rows of a mart costs less than finding those that changed."""
        with previous.reading():
            rows: int = self._con.table(f"previous.{table.name}").count("*").fetchall()[0][0]
        return rows < SMALL_ROWS

    def _hash_model(self, model: AnyModel) -> str:
        """The code of a model, and what it reads: its contents, or its code where that tells what changed.

        A Python model may say that what it reads is no more than an answer.
        """
        code = model.sql if isinstance(model, Model) else f"{hash_program()} {self._variables}"
        table = TABLES.get(model.name)
        schema = hash_schema(table) if table else ""
        read = dict.fromkeys(reference.table for reference in model.references)
        if model.header.partition:
            inputs = [self._models.get(name, "") for name in read]
        elif groups := read_groups(model.header):
            # Which groups changed is told by the members themselves, whatever they were made by.
            others = [self._models.get(name, "") for name in read if name != groups.members]
            inputs = [hash_schema(TABLES[groups.members]), *others]
        elif isinstance(model, PythonModel) and model.asks:
            inputs = [str(self._con.execute(model.asks).fetchall())]
        else:
            inputs = [self._find_contents(name) for name in read]
        return hash_texts(duckdb.__version__, code, schema, *inputs)

    def _find_contents(self, name: str) -> str:
        """The rows of a table, or what a view is made of."""
        if name not in self._contents:
            self._contents[name] = self._hash_contents(name)
        return self._contents[name]

    def _hash_contents(self, name: str) -> str:
        if TABLES[name].is_view:
            return hash_texts(self._models[name], *self._months.values())
        if name in MONTH_FACTS:
            return hash_texts(name, *(text for month in sorted(self._months.items()) for text in month))
        if name not in self._models and self._source == self._known.source:
            return self._known.contents[name]
        return hash_table(self._con, TABLES[name])
