"""Order and run the models, and hold the columns of what they publish to the schema.

| folder | builds | may name |
|---|---|---|
| `sql/staging` | views (or stored tables) in the catalog `staging` | `lake.*`, `staging.*`, `dumps` |
| `sql/core` | the published facts | `lake.*`, `staging.*`, `scratch.*`, dimensions, facts |
| `sql/marts` | tables for analysts | published tables, so that a mart's SQL runs on a snapshot |
| `warehouse.python_models` | the same, where SQL cannot | the same |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from warehouse.ddl import column_differences, comment_table, create_table, describe_query, quote_name
from warehouse.groups import read_groups
from warehouse.model_file import Layer, Model, ModelError, read_model
from warehouse.months import MONTH_FACTS, MONTH_INPUTS
from warehouse.partition import read_partition
from warehouse.python_models import PythonModel
from warehouse.schema import DIMENSIONS, DUMPS, FACTS, TABLES, Table

AnyModel = Model | PythonModel

SCRATCH_TABLES = ("scratch.actor_links", "scratch.co_actors")
"""What resolving leaves for the core models, as warehouse/resolve_links.py says: an actor for every name."""

_LAKE = {f"lake.{table.name}" for table in FACTS}
_DIMENSIONS = {table.name for table in DIMENSIONS}
_LEDGER = {DUMPS.name}
_GIVEN = {
    Layer.STAGING: _LAKE | _LEDGER,
    Layer.CORE: _LAKE | _LEDGER | _DIMENSIONS | set(SCRATCH_TABLES),
    Layer.MARTS: _LEDGER | _DIMENSIONS,
}
_READS_LAYERS = {
    Layer.STAGING: {Layer.STAGING},
    Layer.CORE: {Layer.STAGING, Layer.CORE},
    Layer.MARTS: {Layer.CORE, Layer.MARTS},
}


def load_models(sql_root: Path, python_models: Iterable[PythonModel] = ()) -> tuple[AnyModel, ...]:
    """Read every model below a folder.

    Args:
        sql_root: the folder of `staging/ core/ marts/`.
        python_models: the marts to order among them; of a night `PYTHON_MODELS`.

    Returns:
        The models in build order: each after the models it names, otherwise by layer and name.

    Raises:
        ModelError: a file that cannot be read as a model, names a table it may not, or is part of a cycle.
    """
    models: dict[str, AnyModel] = {
        model.relation: model
        for layer in Layer
        for model in (read_model(path, layer) for path in sorted((sql_root / layer).glob("*.sql")))
    }
    models |= {model.relation: model for model in python_models}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for relation, model in models.items():
        sorter.add(relation, *_needed_models(model, models))
    return tuple(models[relation] for relation in _in_order(sorter, models))


def build_model(con: duckdb.DuckDBPyConnection, model: AnyModel) -> None:
    """Build one model; the tables it names must stand.

    Raises:
        ModelError: DuckDB refuses the query, or its columns are not those of the schema.
    """
    if isinstance(model, PythonModel):
        _build_python_model(con, model)
        return
    if model.layer is Layer.STAGING:
        what = "table" if model.header.stored else "view"
        _run(con, model, f"create {what} staging.{quote_name(model.name)} as")
        return
    table = _find_table(model)
    found = _describe(con, model)
    if bool(model.header.view) is not table.is_view:
        raise ModelError(model.path, 1, "the header and the schema differ on whether it is a view")
    if table.is_view:
        _require_columns(model, table, found)
        _run(con, model, f"create or replace view {quote_name(model.name)} as")
        comment_table(con, table, notes=model.header)
        return
    _create_table(con, model, table, found)
    _run(con, model, f"insert into {quote_name(model.name)} by name")


def compute_rows(con: duckdb.DuckDBPyConnection, model: AnyModel, target: str) -> None:
    """Make a table of what a model gives on the tables that its names mean now.

    Args:
        con: the build connection.
        model: a model of a published table.
        target: the table to make, quoted as SQL wants it.

    Raises:
        ModelError: as for `build_model`.
    """
    if isinstance(model, PythonModel):
        with _computing(con, model):
            con.execute(f"create table {target} as from computed_rows")
        return
    _require_columns(model, _find_table(model), _describe(con, model))
    _run(con, model, f"create table {target} as")


def _describe(con: duckdb.DuckDBPyConnection, model: Model) -> tuple[tuple[str, str], ...]:
    try:
        return describe_query(con, model.sql)
    except duckdb.Error as error:
        raise ModelError.from_duckdb(model.path, error, lines_before=1) from error


def _build_python_model(con: duckdb.DuckDBPyConnection, model: PythonModel) -> None:
    with _computing(con, model):
        create_table(con, _find_table(model), notes=model.header)
        con.execute(f"insert into {quote_name(model.name)} by name from computed_rows")


@contextmanager
def _computing(con: duckdb.DuckDBPyConnection, model: PythonModel) -> Iterator[None]:
    """Let `computed_rows` be the rows of a model."""
    table = _find_table(model)
    con.register("computed_rows", model.compute(con))
    try:
        _require_columns(model, table, describe_query(con, "from computed_rows"))
        yield
    finally:
        con.unregister("computed_rows")


def _find_table(model: AnyModel) -> Table:
    table = TABLES.get(model.name)
    if table is None:
        raise ModelError(model.path, 1, f"warehouse.schema has no table {model.name}")
    return table


def _create_table(
    con: duckdb.DuckDBPyConnection, model: AnyModel, table: Table, found: Sequence[tuple[str, str]]
) -> None:
    _require_columns(model, table, found)
    create_table(con, table, notes=model.header)


def _require_columns(model: AnyModel, table: Table, found: Sequence[tuple[str, str]]) -> None:
    if differences := column_differences(table, found):
        raise ModelError(model.path, 1, f"not the columns of the schema: {'; '.join(differences)}")


def _run(con: duckdb.DuckDBPyConnection, model: Model, verb: str) -> None:
    try:
        con.execute(f"{verb}\n{model.sql}")
    except duckdb.Error as error:
        raise ModelError.from_duckdb(model.path, error, lines_before=1) from error


def _needed_models(model: AnyModel, models: dict[str, AnyModel]) -> list[str]:
    """The models that must be built before one."""
    needed = []
    if model.header.partition or model.header.reach:
        _require_month_inputs(model, models)
    if model.header.groups:
        _require_group_inputs(model, models)
    for table, line in model.references:
        if table in models and models[table].layer in _READS_LAYERS[model.layer]:
            needed.append(table)
        elif table not in _GIVEN[model.layer]:
            raise ModelError(
                model.path, line, f"names {table}, which is no table a {model.layer} model may read"
            )
    return needed


def _require_month_inputs(model: AnyModel, models: dict[str, AnyModel]) -> None:
    """A model that is built month by month may read only what has months itself."""
    try:
        partition = read_partition(model.header, lambda _: 1)
    except ValueError as error:
        raise ModelError(model.path, 1, str(error)) from error
    if model.layer is not Layer.MARTS or partition is None:
        raise ModelError(model.path, 1, "only a mart has a partition, and a reach only beside it")
    for table, line in model.references:
        is_by_month = table in models and models[table].header.partition
        if table not in MONTH_INPUTS and not is_by_month:
            raise ModelError(
                model.path, line, f"names {table}, which a model built month by month may not read"
            )


def _require_group_inputs(model: AnyModel, models: dict[str, AnyModel]) -> None:
    """A model that is built group by group may read the groups, and facts and marts that have months."""
    try:
        groups = read_groups(model.header)
    except ValueError as error:
        raise ModelError(model.path, 1, str(error)) from error
    if model.layer is not Layer.MARTS or groups is None or model.header.partition:
        raise ModelError(model.path, 1, "only a mart without a partition has groups")
    for table, line in model.references:
        is_by_month = table in models and models[table].header.partition
        if table not in MONTH_FACTS and table != groups.members and not is_by_month:
            raise ModelError(
                model.path, line, f"names {table}, which a model built group by group may not read"
            )


def _in_order(sorter: TopologicalSorter[str], models: dict[str, AnyModel]) -> list[str]:
    try:
        sorter.prepare()
    except CycleError as error:
        cycle = error.args[1]
        raise ModelError(models[cycle[0]].path, 1, f"is part of a cycle: {' -> '.join(cycle)}") from error
    order: list[str] = []
    layers = list(Layer)
    while sorter.is_active():
        ready = sorted(
            sorter.get_ready(), key=lambda relation: (layers.index(models[relation].layer), relation)
        )
        order += ready
        sorter.done(*ready)
    return order
