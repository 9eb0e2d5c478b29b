from __future__ import annotations

import types
import typing
from pathlib import Path

import pyarrow as pa
import pytest

from transforms import records
from warehouse.ddl import duckdb_type
from warehouse.model_file import Layer
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import FACTS, MARTS, TABLES, Table, to_arrow_schema

SQL_ROOT = Path(__file__).parents[3] / "sql"
RECORDS = {
    "posts": records.Post,
    "blocks": records.Block,
    "quotes": records.Quote,
    "topic_mentions": records.TopicMention,
    "actor_mentions": records.ActorMention,
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_and_schema_name_the_same_columns_in_the_same_order(name: str) -> None:
    columns = [column.name for column in TABLES[name].record_columns()]
    assert columns == list(RECORDS[name]._fields)


@pytest.mark.parametrize("name", RECORDS)
def test_a_column_may_be_null_exactly_where_the_record_may_be_none(name: str) -> None:
    hints = typing.get_type_hints(RECORDS[name])
    optional = {field for field, hint in hints.items() if type(None) in typing.get_args(hint)}
    assert {column.name for column in TABLES[name].record_columns() if column.nullable} == optional


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_has_the_arrow_type_of_its_values(name: str) -> None:
    hints = typing.get_type_hints(RECORDS[name])
    expected = {"str": "string", "int": "int32", "float": "double", "bool": "bool"}
    expected |= {"date": "date32[day]", "datetime": "timestamp[us, tz=UTC]", "tuple": "list<item: string>"}
    for column in TABLES[name].record_columns():
        plain = _without_none(hints[column.name])
        base = "str" if issubclass(plain, str) else plain.__name__
        assert str(column.type) == expected[base], column.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_are_columns_and_every_type_is_known_to_duckdb(table: Table) -> None:
    names = [column.name for column in table.published_columns()]
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert all(duckdb_type(column.type) for column in table.columns)


def test_core_and_mart_models_are_the_facts_and_marts_of_the_schema() -> None:
    models = load_models(SQL_ROOT, PYTHON_MODELS)
    assert {m.name for m in models if m.layer is Layer.CORE} == {table.name for table in FACTS}
    assert {m.name for m in models if m.layer is Layer.MARTS} == {table.name for table in MARTS}


def test_an_arrow_schema_carries_nullability_and_description() -> None:
    schema = to_arrow_schema(TABLES["blocks"].lake_columns())
    assert schema.names[:5] == ["post_id", "block_no", "dump_id", "revision", "kind"]
    field = schema.field("block_date")
    assert field.type == pa.date32()
    assert field.nullable
    assert not schema.field("kind").nullable
    assert field.metadata[b"description"].decode() == "day printed in the embed's signature (a UTC day)"


def _without_none(hint: typing.Any) -> type:
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return typing.get_origin(hint) or hint
