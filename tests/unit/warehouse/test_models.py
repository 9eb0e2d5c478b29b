from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from warehouse.ddl import create_table
from warehouse.model_file import Header, Layer, ModelError
from warehouse.models import build_model, load_models
from warehouse.python_models import PythonModel
from warehouse.schema import TABLES, to_arrow_schema

STAGING = "-- purpose: p\n-- grain:   g\n"
FULL = STAGING + "-- counts:  c\n-- days:    d\n"


def _write(root: Path, **files: str) -> Path:
    """Model files by `layer__name`."""
    for name, sql in files.items():
        layer, _, table = name.partition("__")
        (root / layer).mkdir(exist_ok=True)
        (root / layer / f"{table}.sql").write_text(sql, encoding="utf-8")
    return root


def test_models_come_after_what_they_name_and_layers_in_order(tmp_path: Path) -> None:
    root = _write(
        tmp_path,
        staging__stg_a=STAGING + "select b from staging.stg_b",
        staging__stg_b=STAGING + "select post_id as b from lake.posts",
        core__posts=FULL + "select b from staging.stg_a",
        marts__a_mart=FULL + "select b from z_mart inner join topics on true",
        marts__z_mart=FULL + "with y as (select b from posts) select b from y",
    )
    order = [model.relation for model in load_models(root)]
    assert order == ["staging.stg_b", "staging.stg_a", "posts", "z_mart", "a_mart"]


def test_a_cte_hides_a_table_of_its_name_but_may_read_it(tmp_path: Path) -> None:
    sql = (
        FULL
        + "with posts as (select post_id from posts),\nlake as (select 1 as one)\nselect post_id from posts"
    )
    (model,) = [
        m
        for m in load_models(_write(tmp_path, core__posts=FULL + "select 1 from lake.posts", marts__m=sql))
        if m.layer is Layer.MARTS
    ]
    assert [(r.table, r.line) for r in model.references] == [("posts", 5)]


@pytest.mark.parametrize(
    ("files", "line", "words"),
    [
        ({"marts__m": FULL + "select 1 as a\nfrom nowhere"}, 6, "names nowhere"),
        ({"marts__m": FULL + "select 1 as a from staging.stg_a"}, 5, "names staging.stg_a"),
        ({"staging__stg_a": STAGING + "select 1 as a from topics"}, 3, "names topics"),
        ({"core__posts": FULL + "select 1 as a\nfrom read_parquet('x')"}, 6, "READ_PARQUET"),
        ({"core__posts": FULL + "select 1 as a from 'x.csv'"}, 5, "names x.csv"),
        ({"core__posts": FULL + "select 1 as a;\nselect 2 as a"}, 1, "exactly one query"),
        ({"core__posts": FULL + "delete from topics"}, 1, "exactly one query"),
        ({"core__posts": FULL + "select (1 as a\nfrom topics"}, 6, "no valid SQL"),
        ({"core__posts": "select 1 as a"}, 1, "lacks purpose, grain, counts, days"),
        ({"core__posts": "-- purpose: p\n-- a remark\nselect 1 as a"}, 2, "a header line is"),
        ({"staging__stg_a": "-- purpose: p\nselect 1 as a"}, 1, "lacks grain"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, files: dict[str, str], line: int, words: str
) -> None:
    with pytest.raises(ModelError) as caught:
        load_models(_write(tmp_path, **files))
    layer, _, name = next(iter(files)).partition("__")
    assert caught.value.path == tmp_path / layer / f"{name}.sql"
    assert caught.value.line == line
    assert words in str(caught.value)


def test_a_cycle_is_shown(tmp_path: Path) -> None:
    root = _write(
        tmp_path,
        staging__stg_a=STAGING + "select 1 as x from staging.stg_b",
        staging__stg_b=STAGING + "select 1 as x from staging.stg_a",
    )
    with pytest.raises(ModelError, match=r"cycle: .*staging\.stg_a -> staging\.stg_b"):
        load_models(root)


def test_a_header_part_goes_on_over_indented_lines(tmp_path: Path) -> None:
    sql = (
        "-- purpose: one\n--          two\n-- grain:   g\n-- stored:  because\n\n-- no header\nselect 1 as a"
    )
    (model,) = load_models(_write(tmp_path, staging__stg_a=sql))
    assert model.header.purpose == "one two"
    assert model.header.stored == "because"


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("posted_date, 1::integer as year", "month is missing"),
        ("*, 1 as extra", "extra is not in the schema"),
        ("* replace (year::bigint as year)", "year is BIGINT, the schema says INTEGER"),
        ("* exclude (posted_date), posted_date", "the order must be posted_date, year"),
    ],
)
def test_columns_are_held_to_the_schema(tmp_path: Path, select: str, words: str) -> None:
    (model,) = load_models(_write(tmp_path, marts__dim_date=FULL + f"select {select} from topics"))
    with duckdb.connect() as con:
        create_table(con, TABLES["dim_date"])
        con.execute("alter table dim_date rename to topics")
        with pytest.raises(ModelError, match="not the columns of the schema") as caught:
            build_model(con, model)
    assert words in str(caught.value)


def test_a_model_without_a_table_in_the_schema_is_refused(tmp_path: Path) -> None:
    (model,) = load_models(_write(tmp_path, marts__unheard_of=FULL + "select 1 as a"))
    with duckdb.connect() as con, pytest.raises(ModelError, match=r"schema has no table unheard_of"):
        build_model(con, model)


@pytest.mark.parametrize(
    ("query", "line", "words"),
    [
        ("select\n    no_such_function(1) as a", 4, "no_such_function"),
        ("select\n    1 as a,\n    cast('x' as integer) as b", 5, "Could not convert"),
    ],
)
def test_a_failing_model_names_file_line_and_error(tmp_path: Path, query: str, line: int, words: str) -> None:
    (model,) = load_models(
        _write(tmp_path, staging__stg_a=STAGING.rstrip("\n") + "\n-- stored:  x\n" + query)
    )
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        with pytest.raises(ModelError) as caught:
            build_model(con, model)
    assert (caught.value.path.name, caught.value.line) == ("stg_a.sql", line + 1)
    assert words in caught.value.detail


def test_null_where_the_schema_forbids_it_fails_the_model(tmp_path: Path) -> None:
    columns = ", ".join(column.name for column in TABLES["topics"].columns)
    (model,) = load_models(_write(tmp_path, marts__topics=FULL + f"select {columns} from actors"))
    with duckdb.connect() as con:
        create_table(con, TABLES["topics"])
        con.execute("create table actors as select * from topics")
        con.execute("drop table topics")
        con.execute("insert into actors (topic_id, is_reviewed) values ('t', true)")
        with pytest.raises(ModelError, match=r"NOT NULL constraint failed: topics\.topic"):
            build_model(con, model)


def test_a_published_table_has_types_nulls_and_comments_of_the_schema(tmp_path: Path) -> None:
    columns = ", ".join(f"{c.name}" for c in TABLES["actors"].columns)
    (model,) = load_models(_write(tmp_path, marts__actors=FULL + f"select {columns} from topics"))
    with duckdb.connect() as con:
        create_table(con, TABLES["actors"])
        con.execute("alter table actors rename to topics")
        build_model(con, model)
        found = con.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns() "
            "where table_name = 'actors' order by column_index"
        ).fetchall()
        comment = con.execute("select comment from duckdb_tables() where table_name = 'actors'").fetchall()
    assert [(name, nullable, text) for name, _, nullable, text in found] == [
        (c.name, c.nullable, c.description) for c in TABLES["actors"].columns
    ]
    assert found[5][1] == "BOOLEAN"
    assert comment == [("The actors that names resolve to. Grain: one row per actor. Counts: c. Days: d.",)]


def _compute_topics(con: duckdb.DuckDBPyConnection) -> pa.Table:
    ids = con.execute("select actor_id from actors order by actor_id").fetchall()
    rows = [{"topic_id": key, "topic": key.upper(), "is_reviewed": False} for (key,) in ids]
    return pa.Table.from_pylist(rows, schema=to_arrow_schema(TABLES["topics"].published_columns()))


def _compute_half(con: duckdb.DuckDBPyConnection) -> pa.Table:
    return _compute_topics(con).drop_columns(["topic"])


def _python_model(name: str, *inputs: str, compute=_compute_topics) -> PythonModel:
    return PythonModel(name, Header("p", "g", "c", "d"), inputs, compute)


def test_a_python_model_stands_among_the_sql_models_it_reads_and_feeds(tmp_path: Path) -> None:
    root = _write(
        tmp_path,
        marts__a_mart=FULL + "select b from m_python",
        marts__z_mart=FULL + "select actor_id as b from actors",
    )
    models = load_models(root, [_python_model("m_python", "z_mart", "actors")])
    assert [model.relation for model in models] == ["z_mart", "m_python", "a_mart"]


def test_a_python_model_fills_its_table_with_notes_and_comments() -> None:
    with duckdb.connect() as con:
        con.execute("create table actors as select unnest(['b', 'a']) as actor_id")
        build_model(con, _python_model("topics", "actors"))
        assert con.execute("select topic_id, topic from topics").fetchall() == [("a", "A"), ("b", "B")]
        comment = "select comment from duckdb_tables() where table_name = 'topics'"
        assert con.execute(comment).fetchall()[0][0].endswith("Counts: c. Days: d.")


@pytest.mark.parametrize(
    ("name", "words"), [("topics", "topic is missing"), ("unheard_of", "schema has no table unheard_of")]
)
def test_a_python_model_is_held_to_the_schema_and_its_file_is_named(name: str, words: str) -> None:
    with duckdb.connect() as con:
        con.execute("create table actors as select 'a' as actor_id")
        with pytest.raises(ModelError, match=words) as caught:
            build_model(con, _python_model(name, "actors", compute=_compute_half))
        assert con.execute("from duckdb_tables() where table_name = 'topics'").fetchall() == []
    assert caught.value.path == Path(__file__)


def test_a_python_model_reads_published_tables_only(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"names lake\.posts") as caught:
        load_models(tmp_path, [_python_model("topics", "lake.posts")])
    assert caught.value.line == _compute_topics.__code__.co_firstlineno


@pytest.mark.parametrize(
    ("partition", "table", "line", "words"),
    [
        ("week", "posts", 1, "partition can only be month"),
        ("month of the moon", "posts", 1, "partition can only be month, or month of a column"),
        ("month\n-- reach: far", "posts", 1, "reach is <number> days|months|years before|after"),
        ("month", "dumps", 7, "names dumps, which a model built month by month may not read"),
        ("month", "dim_date", 7, "names dim_date, which a model built month by month may not read"),
    ],
)
def test_a_model_built_month_by_month_reads_only_what_has_months(
    tmp_path: Path, partition: str, table: str, line: int, words: str
) -> None:
    header = FULL.rstrip("\n") + f"\n-- partition: {partition}\n"
    with pytest.raises(ModelError, match=words) as caught:
        load_models(_write(tmp_path, marts__dim_topic=f"{header}select 1 as a\nfrom {table}"))
    assert caught.value.line == line
