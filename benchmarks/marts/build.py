"""Build the marts one after the other, as a night does, and take the time of each."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.memory import peak_bytes
from warehouse.ddl import create_table, quote_name, quote_text
from warehouse.model_file import Layer
from warehouse.model_schedule import run_models
from warehouse.models import AnyModel, build_model, load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import DIMENSIONS, DUMPS, FACTS, TABLES, Table

SQL = Path(__file__).parents[2] / "sql"


class Cost(NamedTuple):
    """What one table took: seconds of the processor and of the clock, and the bytes held at most so far."""

    name: str
    rows: int
    processor: float
    wall: float
    peak: int


def build_marts(
    tables: Path, *, only: Set[str], without: Set[str], memory: str, at_once: int
) -> Iterator[Cost]:
    """Load the facts where they do not stand yet, then build marts.

    Args:
        tables: Parquet files as `benchmarks.marts.tables` writes them; the database stands beside.
        only: the marts to build; none for all.
        without: marts to leave out, and with them what reads them.
        memory: DuckDB's limit.
        at_once: how many marts are built at a time. Of more than one, as in a night, only what all take
            together is told: the processor's seconds are the process's.
    """
    file = tables / "analytics.duckdb"
    is_new = not file.exists()
    with duckdb.connect(config={"memory_limit": memory, "threads": 2}) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {quote_text(str(file))} as analytics (storage_version 'v1.4.0')")
        con.execute("use analytics")
        if is_new:
            for table in (*FACTS, *DIMENSIONS, DUMPS):
                yield measure(table.name, partial(_load, con, table, tables), con)
        marts = list_marts(load_models(SQL, PYTHON_MODELS), without)
        marts = [model for model in marts if not only or model.name in only]
        for model in marts:
            _drop(con, TABLES[model.name])
        if at_once > 1:
            yield measure("(marts)", partial(run_models, con, marts, build_model, at_once=at_once))
            return
        for model in marts:
            yield measure(model.name, partial(build_model, con, model), con)


def list_marts(models: Iterable[AnyModel], without: Set[str]) -> list[AnyModel]:
    """The marts in their order, but for some and for what reads them."""
    left_out = set(without)
    marts = []
    for model in models:
        if left_out & {reference.table for reference in model.references}:
            left_out.add(model.name)
        if model.layer is Layer.MARTS and model.name not in left_out:
            marts.append(model)
    return marts


def measure(name: str, build: Callable[[], object], con: duckdb.DuckDBPyConnection | None = None) -> Cost:
    """What a step costs; with a connection the rows of the table of that name are counted.

    A view takes its time when it is read, by the marts that read it, and has no rows here.
    """
    processor, wall = _processor_seconds(), time.perf_counter()
    build()
    processor, wall = _processor_seconds() - processor, time.perf_counter() - wall
    rows = 0
    if con is not None and not TABLES[name].is_view:
        rows = con.execute(f"select count(*) from {quote_name(name)}").fetchall()[0][0]
    return Cost(name, rows, processor, wall, peak_bytes())


def _processor_seconds() -> float:
    """What this process has used so far, and those that it started and that ended."""
    return sum(os.times()[:4])


def _load(con: duckdb.DuckDBPyConnection, table: Table, tables: Path) -> None:
    create_table(con, table)
    folder = tables / table.name
    if folder.exists():
        files = quote_text(str(folder / "*.parquet"))
        con.execute(f"insert into {quote_name(table.name)} by name select * from read_parquet({files})")


def _drop(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    what = "view" if table.is_view else "table"
    con.execute(f"drop {what} if exists {quote_name(table.name)}")
