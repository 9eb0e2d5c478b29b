from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.query import QueryError, QueryLimits, open_database, run_query, stream_query
from warehouse.result_format import ResultFormat, write_result
from warehouse.result_table import ROW_LIMIT, draw_table


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "analytics.duckdb"
    with duckdb.connect(path) as con:
        con.execute("create table quotes as select '会長' as speaker, '前向きに検討する' as text")
    return path


@pytest.fixture
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(database) as opened:
        yield opened


def write(con: duckdb.DuckDBPyConnection, sql: str, result_format: ResultFormat) -> str:
    stream = io.BytesIO()
    with stream_query(con, sql) as rows:
        write_result(rows, result_format, stream)
    return stream.getvalue().decode()


def draw(con: duckdb.DuckDBPyConnection, sql: str, width: int | None = None) -> list[str]:
    with stream_query(con, sql) as rows:
        return draw_table(rows, width=width).splitlines()


def fetch(con: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    with stream_query(con, sql) as rows:
        return rows.read_all()


def test_a_query_returns_its_rows(database: Path) -> None:
    assert run_query(database, "select speaker, text from quotes").to_pylist() == [
        {"speaker": "会長", "text": "前向きに検討する"}
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 as a; -- a comment behind it",
        "from quotes",
        "describe quotes",
        "show tables",
        "explain select 1",
        "with one as (select 1 as a) select a from one",
        "values (1), (2)",
        "summarize quotes",
    ],
)
def test_whatever_reads_is_allowed(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert fetch(con, sql).num_rows > 0


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("create table t (a int)", "read-only"),
        ("insert into quotes values ('a', 'b')", "read-only"),
        ("update quotes set text = ''", "read-only"),
        ("delete from quotes", "read-only"),
        ("drop table quotes", "read-only"),
        ("select content from read_text('/etc/hostname')", "disabled by configuration"),
        ("select 1 from read_csv('/etc/passwd')", "disabled by configuration"),
        ("from '/etc/passwd'", "disabled by configuration|does not exist"),
        ("copy quotes to '/tmp/stolen.csv'", "disabled by configuration"),
        ("export database '/tmp/stolen'", "disabled by configuration"),
        ("attach '/tmp/other.duckdb'", "disabled by configuration|read-only"),
        ("install httpfs", "disabled by configuration"),
        ("load httpfs", "disabled through configuration"),
        ("set enable_external_access = true", "locked|external access"),
        ("set lock_configuration = false", "locked"),
        ("set threads = 64", "locked"),
        ("reset memory_limit", "locked"),
        ("call enable_logging(storage = 'file')", "locked|disabled"),
    ],
)
def test_whatever_writes_or_reaches_out_is_refused(
    con: duckdb.DuckDBPyConnection, sql: str, complaint: str
) -> None:
    with pytest.raises(QueryError, match=complaint):
        fetch(con, sql)


def test_python_variables_are_out_of_reach(con: duckdb.DuckDBPyConnection) -> None:
    secret = fetch(con, "select 1 as a")
    with pytest.raises(QueryError, match="secret"):
        fetch(con, "select a from secret")
    assert secret.num_rows == 1


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("", "no statement"),
        ("-- nothing", "no statement"),
        ("select 1; select 2", "2 statements"),
        ("selec 1", "syntax error"),
        ("select error('紛失')", "紛失"),
        # What Python makes of a byte that is no UTF-8 on the command line.
        ("select '\udcff'", "not valid UTF-8"),
    ],
)
def test_a_query_without_answer_says_why(con: duckdb.DuckDBPyConnection, sql: str, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint):
        fetch(con, sql)


def test_an_unknown_table_gives_the_list_of_tables(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError) as caught:
        fetch(con, "select 1 from quotations")
    assert caught.value.hint == "tables: quotes"


def test_an_error_in_the_middle_of_a_stream_is_a_query_error(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select case when i = 199999 then error('late') else i end as i from range(200000) as t (i)"
    with pytest.raises(QueryError, match="late"):
        fetch(con, sql)


@pytest.mark.slow
def test_a_file_opens_again_after_a_result_that_nobody_read(database: Path) -> None:
    with open_database(database) as con, stream_query(con, "from quotes") as unread:
        pass
    assert run_query(database, "from quotes").num_rows == 1
    del unread


def test_a_query_is_stopped_after_its_time(database: Path) -> None:
    endless = "select sum(a.i * b.i) from range(10000000) as a (i), range(10000000) as b (i)"
    with pytest.raises(QueryError, match="maximum execution time"):
        run_query(database, endless, limits=QueryLimits(seconds=1))


def test_a_query_is_stopped_at_its_memory(database: Path) -> None:
    hungry = "select count(distinct i::varchar || repeat('x', 100)) from range(5000000) as t (i)"
    with pytest.raises(QueryError, match="Out of Memory"):
        run_query(database, hungry, limits=QueryLimits(memory="50MB"))


def test_a_file_that_is_no_database_is_a_query_error(tmp_path: Path) -> None:
    (tmp_path / "analytics.duckdb").write_text("発言")
    with pytest.raises(QueryError):
        run_query(tmp_path / "analytics.duckdb", "select 1")


def test_instants_are_utc_whatever_the_zone_of_the_process(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    sql = "select timestamptz '2023-11-08 09:00+09' as at, (timestamptz '2023-11-08 01:00Z')::varchar as t"
    assert json.loads(write(con, sql, ResultFormat.JSONL)) == {
        "at": "2023-11-08T00:00:00Z",
        "t": "2023-11-08 01:00:00+00",
    }


VALUES = [
    # sql, in JSON, in CSV and tables
    ("null::int", None, ""),
    ("''", "", '""'),
    ("'「前進」と述べた'", "「前進」と述べた", "「前進」と述べた"),
    ("'a' || chr(8232) || 'b'", "a\u2028b", "a\u2028b"),
    ("'say \"no\", twice'", 'say "no", twice', '"say ""no"", twice"'),
    ("'two' || chr(10) || 'lines'", "two\nlines", '"two\nlines"'),
    ("true", True, "true"),
    ("42", 42, "42"),
    ("sum(9223372036854775807)", 9223372036854775807, "9223372036854775807"),
    ("12345678901234567890::hugeint", 12345678901234567890, "12345678901234567890"),
    ("1.50", 1.5, "1.50"),
    ("0.12345678901234567890", "0.12345678901234567890", "0.12345678901234567890"),
    ("0.1::double", 0.1, "0.1"),
    ("'nan'::double", None, "nan"),
    ("'infinity'::double", None, "inf"),
    ("date '2023-11-08'", "2023-11-08", "2023-11-08"),
    ("date '12023-11-08'", "12023-11-08", "12023-11-08"),
    ("timestamptz '2023-11-08 09:00:00.25+09'", "2023-11-08T00:00:00.25Z", "2023-11-08T00:00:00.25Z"),
    ("timestamp '2023-11-08 09:00:00'", "2023-11-08T09:00:00", "2023-11-08T09:00:00"),
    ("time '09:00:00'", "09:00:00", "09:00:00"),
    ("interval '1 day 90 seconds'", "P0M1DT90S", "P0M1DT90S"),
    ("'\\xE3\\x81'::blob", "44E=", "e381"),
    ("['米', null]", ["米", None], '"[""米"", null]"'),
    ("{'a': date '2023-11-08'}", {"a": "2023-11-08"}, '"{""a"": ""2023-11-08""}"'),
    ("[timestamptz '2023-11-08 09:00:00+09']", ["2023-11-08T00:00:00Z"], '"[""2023-11-08T00:00:00Z""]"'),
    ("map {'k': 1}", [["k", 1]], '"[[""k"", 1]]"'),
]


@pytest.mark.parametrize(("sql", "as_json", "as_csv"), VALUES)
def test_values_in_json_and_csv(
    con: duckdb.DuckDBPyConnection, sql: str, as_json: object, as_csv: str
) -> None:
    query = f"select {sql} as v"
    assert json.loads(write(con, query, ResultFormat.JSONL)) == {"v": as_json}
    assert json.loads(write(con, query, ResultFormat.JSON)) == [{"v": as_json}]
    assert write(con, query, ResultFormat.CSV) == f"v\r\n{as_csv}\r\n"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "[]\n"), (1, '[\n{"i": 0}\n]\n'), (2, '[\n{"i": 0},\n{"i": 1}\n]\n')]
)
def test_json_is_one_array(con: duckdb.DuckDBPyConnection, count: int, text: str) -> None:
    assert write(con, f"select i from range({count}) as t (i)", ResultFormat.JSON) == text


def test_a_result_longer_than_a_batch_is_whole(con: duckdb.DuckDBPyConnection) -> None:
    lines = write(con, "select i from range(25000) as t (i)", ResultFormat.JSONL).splitlines()
    assert [json.loads(line)["i"] for line in lines] == list(range(25000))


def test_parquet_keeps_types(con: duckdb.DuckDBPyConnection) -> None:
    stream = io.BytesIO()
    with stream_query(con, "select date '2023-11-08' as d, ['a'] as l, null as n") as rows:
        count = write_result(rows, ResultFormat.PARQUET, stream)
    assert count == 1
    assert pq.read_table(stream).to_pylist() == [{"d": dt.date(2023, 11, 8), "l": ["a"], "n": None}]


def test_what_parquet_has_no_type_for_is_a_query_error(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select interval '1 day' as age"
    with stream_query(con, sql) as rows, pytest.raises(QueryError, match=r"interval.*\ncast it"):
        write_result(rows, ResultFormat.PARQUET, io.BytesIO())


def test_columns_of_one_name_all_stay(con: duckdb.DuckDBPyConnection) -> None:
    assert json.loads(write(con, "select 1 as a, 2 as a", ResultFormat.JSONL)) == {"a": 1, "a_2": 2}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_text_comes_out_as_it_went_in(texts: list[str]) -> None:
    rows = pa.table({"t": pa.array(texts)})
    for result_format in (ResultFormat.JSONL, ResultFormat.JSON, ResultFormat.CSV):
        stream = io.BytesIO()
        write_result(rows.to_reader(), result_format, stream)
        assert read_back(stream.getvalue().decode(), result_format) == texts


def read_back(text: str, result_format: ResultFormat) -> list[str]:
    if result_format is ResultFormat.CSV:
        return [row[0] for row in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    rows = json.loads(text) if result_format is ResultFormat.JSON else map(json.loads, text.split("\n")[:-1])
    return [row["t"] for row in rows]


def test_a_table_aligns_japanese(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select * from (values ('米国', 1), ('ア', 20), (null, 300), ('NULL', null)) as t (国, posts)"
    assert draw(con, sql) == [
        "国      posts",
        "------  -----",
        "米国        1",
        "ア         20",
        "NULL      300",
        "'NULL'   NULL",
        "(4 rows)",
    ]


def test_a_terminal_cuts_long_text_and_a_pipe_does_not(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select repeat('発言', 20) as text, 7 as n"
    assert draw(con, sql, width=20)[2] == "発言発言発言発言…  7"
    assert draw(con, sql)[2] == "発言" * 20 + "  7"


def test_a_huge_text_is_cut_at_once(con: duckdb.DuckDBPyConnection) -> None:
    lines = draw(con, "select repeat('あ', 200000) as text, 7 as n", width=20)
    assert lines == ["text" + " " * 15 + "n", "-" * 17 + "  -", "ああああああああ…  7", "(1 row)"]


def test_a_row_is_one_line(con: duckdb.DuckDBPyConnection) -> None:
    assert draw(con, "select 'a' || chr(10) || chr(27) || '[31mb' as t")[2] == r"a\n\x1b[31mb"


def test_a_table_ends_after_its_first_rows(con: duckdb.DuckDBPyConnection) -> None:
    lines = draw(con, f"select i from range({ROW_LIMIT + 1}) as t (i)")
    assert len(lines) == ROW_LIMIT + 3
    assert lines[-1] == "(the first 1,000 rows; --format csv, jsonl or parquet gives all)"
    assert draw(con, f"select i from range({ROW_LIMIT}) as t (i)")[-1] == "(1,000 rows)"


def test_a_table_without_rows(con: duckdb.DuckDBPyConnection) -> None:
    assert draw(con, "select speaker from quotes where false") == ["speaker", "-------", "(0 rows)"]
