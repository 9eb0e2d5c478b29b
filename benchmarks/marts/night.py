"""Build the marts of years without their last day, then that day upon them, and take the time of the day."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Set
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.marts.build import SQL, Cost, list_marts, measure
from warehouse.carry import ANALYTICS_FILE, Previous
from warehouse.ddl import create_table, quote_name, quote_text
from warehouse.durable import take_fingerprint
from warehouse.fingerprints import Fingerprints
from warehouse.mart_builder import MartBuilder
from warehouse.models import AnyModel, load_models
from warehouse.partition import to_month
from warehouse.python_models import PYTHON_MODELS
from warehouse.quote_sources import DEFAULT_WINDOW_DAYS, WINDOW_VARIABLE
from warehouse.schema import DIMENSIONS, DUMPS, FACTS, TABLES, Table


def build_night(tables: Path, *, without: Set[str], memory: str) -> Iterator[Cost]:
    """Build all but the last dated day, then everything upon it; the costs are those of the second build.

    Facts and dimensions are loaded, not computed; what they cost, and checks and files, is no mart's.

    Args:
        tables: Parquet files as `benchmarks.marts.tables` writes them; both databases stand beside.
        without: marts to leave out, and with them what reads them.
        memory: DuckDB's limit.
    """
    models = list_marts(load_models(SQL, PYTHON_MODELS), without)
    years, night = tables / "years", tables / "night"
    for folder in (years, night):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    previous = _build_years(tables, years, models, memory)
    with duckdb.connect(config={"memory_limit": memory, "threads": 2}) as con:
        yield measure("(taking over the database)", lambda: _take_over(con, previous, night))
        day = _load_facts(con, tables, is_last_day=True)
        yield from _build_upon(con, models, previous, to_month(day))


def _build_years(tables: Path, folder: Path, models: list[AnyModel], memory: str) -> Previous:
    file = folder / ANALYTICS_FILE
    with duckdb.connect(config={"memory_limit": memory, "threads": 2}) as con:
        _attach(con, file)
        for table in (*FACTS, *DIMENSIONS, DUMPS):
            create_table(con, table)
        _load_facts(con, tables, is_last_day=False)
        for table in DIMENSIONS:
            _load(con, table, tables, "true")
        builder = _make_builder(con, "years", None)
        for model in models:
            builder.build(con, model)
        fingerprints = builder.to_fingerprints(_list_tables(models), code="")
    return Previous(folder, {file.name: take_fingerprint(file)}, fingerprints, frozenset())


def _take_over(con: duckdb.DuckDBPyConnection, previous: Previous, folder: Path) -> None:
    previous.attach(con)
    previous.copy_database(con, folder / ANALYTICS_FILE)
    _attach(con, folder / ANALYTICS_FILE)


def _build_upon(
    con: duckdb.DuckDBPyConnection, models: list[AnyModel], previous: Previous, month: int
) -> Iterator[Cost]:
    builders: list[MartBuilder] = []
    yield measure(
        "(what the month has)", lambda: builders.append(_make_builder(con, "night", previous, [month]))
    )
    for model in models:
        yield measure(model.name, partial(builders[0].build, con, model), con)
    fingerprints: list[Fingerprints] = []
    wanted = _list_tables(models)
    yield measure(
        "(what all contains)", lambda: fingerprints.append(builders[0].to_fingerprints(wanted, code=""))
    )
    yield measure("(writing the database)", lambda: con.execute("checkpoint analytics"))


def _make_builder(
    con: duckdb.DuckDBPyConnection, source: str, previous: Previous | None, months: list[int] | None = None
) -> MartBuilder:
    variables = str(DEFAULT_WINDOW_DAYS)
    return MartBuilder(con, source=source, previous=previous, variables=variables, months=months)


def _attach(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    con.execute("set TimeZone = 'UTC'")
    con.execute(f"set variable {WINDOW_VARIABLE} = {DEFAULT_WINDOW_DAYS}")
    con.execute(f"attach {quote_text(str(file))} as analytics (storage_version 'v1.4.0')")
    con.execute("use analytics")


def _load_facts(con: duckdb.DuckDBPyConnection, tables: Path, *, is_last_day: bool) -> dt.date:
    """Load what is of the last dated day, or all else; returns the day."""
    posts = f"read_parquet({quote_text(str(tables / 'posts' / '*.parquet'))})"
    day: dt.date = con.execute(
        f"select max(posted_date) from {posts} where date_basis not in ('crawl', 'none')"
    ).fetchall()[0][0]
    of_day = f"select post_id from {posts} where posted_date = date '{day}'"
    for table in FACTS:
        _load(con, table, tables, f"post_id {'' if is_last_day else 'not '}in ({of_day})")
    return day


def _load(con: duckdb.DuckDBPyConnection, table: Table, tables: Path, condition: str) -> None:
    folder = tables / table.name
    if folder.exists():
        files = quote_text(str(folder / "*.parquet"))
        con.execute(
            f"insert into {quote_name(table.name)} by name "
            f"select * from read_parquet({files}) where {condition}"
        )


def _list_tables(models: list[AnyModel]) -> list[Table]:
    return [*FACTS, *DIMENSIONS, *(TABLES[model.name] for model in models)]
