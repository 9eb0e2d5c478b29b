"""Models and checks, tested by data: `tests/sql/<model or check>/<case>.toml`.

A case says `why`, gives rows of the tables the query names (`given."staging.stg_posts" = [{...}]`), and the
rows to `expect`. Columns that are not given are null, or empty where the schema forbids null; columns that
are not expected are not compared; "<null>" is a null. Stored marts and checks must also give their rows in
order.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.ddl import create_table, duckdb_type
from warehouse.model_file import Layer, read_references
from warehouse.models import AnyModel, build_model, load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import FACTS, TABLES, Column

SQL_ROOT = Path(__file__).parents[2] / "sql"
MODELS = {model.name: model for model in load_models(SQL_ROOT, PYTHON_MODELS)}
CHECKS = {path.stem: path for path in (SQL_ROOT / "checks").glob("*.sql")}
CASES = sorted(Path(__file__).parent.glob("*/*.toml"))

NULL = "<null>"
SCRATCH = {
    "actor_links": dict.fromkeys(("post_id", "form", "surface", "kind", "actor_id"), "varchar"),
    "co_actors": {"quote_id": "varchar", "co_actor_ids": "varchar[]", "co_actors": "varchar[]"},
}
EMPTY = {
    "VARCHAR": "",
    "INTEGER": 0,
    "BIGINT": 0,
    "DOUBLE": 0.0,
    "BOOLEAN": False,
    "DATE": dt.date(1970, 1, 1),
    "BLOB": b"",
    "VARCHAR[]": [],
}
Rows = list[dict[str, Any]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(case) == {"why", "given", "expect"}
    expected: Rows = case["expect"]
    found = _run(path.parent.name, case["given"])
    if expected:
        found = [{name: row[name] for name in expected[0]} for row in found]
    wanted = [{name: None if value == NULL else value for name, value in row.items()} for row in expected]
    if path.parent.name in MODELS and not _is_stored_mart(MODELS[path.parent.name]):
        found, wanted = sorted(found, key=repr), sorted(wanted, key=repr)
    assert found == [{name: _about(value) for name, value in row.items()} for row in wanted], case["why"]


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_has_a_case_it_finds_something_in(name: str) -> None:
    cases = [path for path in CASES if path.parent.name == name]
    assert any(tomllib.loads(path.read_text(encoding="utf-8"))["expect"] for path in cases)


@pytest.mark.parametrize("mart", [model.name for model in MODELS.values() if model.layer is Layer.MARTS])
def test_every_mart_has_a_check_of_its_own(mart: str) -> None:
    named = {name for name, path in CHECKS.items() if name.startswith(f"fail_{mart}")}
    assert any(
        mart in {reference.table for reference in read_references(CHECKS[name], CHECKS[name].read_text())}
        for name in named
    )


def _is_stored_mart(model: AnyModel) -> bool:
    return model.layer is Layer.MARTS and not TABLES[model.name].is_view


def _about(value: Any) -> Any:
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def _run(name: str, given: dict[str, Rows]) -> Rows:
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        for catalog in ("lake", "staging", "scratch"):
            con.execute(f"attach ':memory:' as {catalog}")
        if name in CHECKS:
            _give(con, _named_tables(CHECKS[name]), given)
            return _fetch(con, CHECKS[name].read_text(encoding="utf-8"))
        model = MODELS[name]
        _give(con, {reference.table for reference in model.references}, given)
        build_model(con, model)
        return _fetch(con, f"from {model.relation}")


def _named_tables(path: Path) -> set[str]:
    return {reference.table for reference in read_references(path, path.read_text(encoding="utf-8"))}


def _give(con: duckdb.DuckDBPyConnection, tables: set[str], given: dict[str, Rows]) -> None:
    """Create every table the query names, empty but for the given rows."""
    assert not set(given) - tables, "a case gives a table that the query does not name"
    for relation in sorted(tables):
        defaults = _create(con, relation)
        for row in given.get(relation, []):
            assert not set(row) - set(defaults), f"{relation} has no such column"
            values = defaults | {name: None if v == NULL else v for name, v in row.items()}
            marks = ", ".join("?" for _ in values)
            con.execute(f"insert into {relation} ({', '.join(values)}) values ({marks})", [*values.values()])


def _create(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, Any]:
    """Create one table; returns each column's default."""
    catalog, _, name = relation.rpartition(".")
    if catalog == "scratch":
        con.execute(f"create table {relation} ({', '.join(f'{n} {t}' for n, t in SCRATCH[name].items())})")
        return dict.fromkeys(SCRATCH[name])
    if catalog == "staging":
        columns = _describe_staging(MODELS[name])
        con.execute(f"create table {relation} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
        fact = TABLES.get(name.removeprefix("stg_"))
        return dict.fromkeys(columns) | (_defaults(fact.record_columns()) if fact else {})
    if catalog == "lake":
        types = ", ".join(f"{c.name} {duckdb_type(c.type)}" for c in TABLES[name].lake_columns())
        con.execute(f"create table {relation} ({types})")
        return _defaults(TABLES[name].lake_columns())
    create_table(con, TABLES[name])
    return _defaults(TABLES[name].published_columns())


def _defaults(columns: tuple[Column, ...]) -> dict[str, Any]:
    return {c.name: None if c.nullable else EMPTY[duckdb_type(c.type)] for c in columns}


def _describe_staging(model: AnyModel) -> dict[str, str]:
    """The columns of a staging model, found by building all of them on an empty lake."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as lake")
        con.execute("attach ':memory:' as staging")
        for relation in [*(f"lake.{table.name}" for table in FACTS), "dumps"]:
            _create(con, relation)
        for each in MODELS.values():
            if each.layer is Layer.STAGING:
                build_model(con, each)
        return {row["column_name"]: row["column_type"] for row in _fetch(con, f"describe {model.relation}")}


def _fetch(con: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    found = con.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
