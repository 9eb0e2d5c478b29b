from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from warehouse.ddl import create_table
from warehouse.macros import create_macro, create_macros
from warehouse.model_file import ModelError
from warehouse.schema import TABLES

SQL_ROOT = Path(__file__).parents[3] / "sql"
DAY = dt.date(2024, 4, 1)

ROWS = {
    "actors": ("actor_id, name, kind, is_reviewed", [("a", "樫宮知事", "person", False)]),
    "actor_aliases": (
        "surface, actor_id, source, rule, score, mention_count",
        [("樫宮氏", "a", "text", "seed", 1.0, 1)],
    ),
    "topics": ("topic_id, topic, is_reviewed", [("t", "青浜航路", False)]),
    "topic_aliases": ("surface, topic_id, source, post_count", [("航路", "t", "seed", 1)]),
}


@pytest.fixture(name="con", scope="module")
def _con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        for table in TABLES.values():
            create_table(con, replace(table, is_view=False))
        for name, (columns, rows) in ROWS.items():
            marks = ", ".join("?" for _ in columns.split(","))
            con.executemany(f"insert into {name} ({columns}) values ({marks})", rows)
        _add_quote(con, "1", "運賃を２割下げる", DAY)
        _add_quote(con, "2", "運賃は今のまま", DAY + dt.timedelta(days=1))
        con.execute(
            f"insert into daily_topic_frequencies_filled values ('{DAY}', 't', '青浜航路', 2, 1, 1, 1.0, 1)"
        )
        con.execute(
            "insert into speaker_pairs values ('note', 'a', '樫宮知事', 'person', 'b', '鳥羽瀬市長', "
            f"'person', 3, 2, 2, '{DAY}', '{DAY}', 0.5, 0.5)"
        )
        create_macros(con, SQL_ROOT)
        yield con


def _add_quote(con: duckdb.DuckDBPyConnection, quote_id: str, text: str, day: dt.date) -> None:
    given = {"quote_id": quote_id, "text": text, "posted_date": day, "actor_id": "a", "actor": "樫宮知事"}
    given |= {"topic_id": "t", "form": "direct"}
    empty = {"VARCHAR": "''", "INTEGER": "0", "DOUBLE": "0.0", "VARCHAR[]": "[]"}
    described = con.execute("describe quotes").fetchall()
    values = ["?" if name in given else empty.get(type_, "null") for name, type_, *_ in described]
    marked = [given[name] for name, *_ in described if name in given]
    con.execute(f"insert into quotes values ({', '.join(values)})", marked)


@pytest.mark.parametrize("name", ["樫宮知事", "樫宮", "樫宮氏"])
def test_quotes_of_an_actor_by_name_part_of_it_or_alias(con: duckdb.DuckDBPyConnection, name: str) -> None:
    found = con.execute("select text, topic from quotes_of(?)", [name]).fetchall()
    assert found == [("運賃を２割下げる", "青浜航路"), ("運賃は今のまま", "青浜航路")]


@pytest.mark.parametrize("label", ["青浜航路", "航路"])
def test_the_trend_of_a_topic_by_label_or_other_spelling(con: duckdb.DuckDBPyConnection, label: str) -> None:
    found = con.execute("select posted_date, topic, post_count from topic_trend(?)", [label]).fetchall()
    assert found == [(DAY, "青浜航路", 1)]


def test_co_speakers_are_the_other_side_of_each_pair(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("select other_actor, unit, co_mention_count from co_speakers('樫宮氏')").fetchall()
    assert found == [("鳥羽瀬市長", "note", 3)]


@pytest.mark.parametrize(
    ("words", "found"),
    [("運賃", ["2", "1"]), ("運賃 2割", ["1"]), ("運賃　２割", ["1"]), ("運賃 三割", []), ("", [])],
)
def test_search_wants_every_word_wide_or_narrow(
    con: duckdb.DuckDBPyConnection, words: str, found: list[str]
) -> None:
    rows = con.execute("select quote_id from search_quotes(?)", [words]).fetchall()
    assert [quote_id for (quote_id,) in rows] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("運賃", ["1", "2", "4"]),
        ("ＫＡＩ", ["1", "2"]),
        ("kai 運賃", ["1", "2"]),
        ("カイ", ["3"]),
        ("éa", ["4"]),
        ("2割", ["1", "4"]),
        ("、", ["2"]),
        ("運賃 運賃", ["1", "2", "4"]),
    ],
)
def test_words_that_need_no_folding_are_found_in_texts_that_do_and_the_reverse(
    words: str, found: list[str]
) -> None:
    texts = ["Kaiの運賃は２割", "ｋＡｉ、運賃", "カイの話", "ÉAの運賃2割"]
    with duckdb.connect() as con:
        create_table(con, TABLES["quotes"])
        for number, text in enumerate(texts, start=1):
            _add_quote(con, str(number), text, DAY)
        create_macro(con, SQL_ROOT / "macros" / "search_quotes.sql")
        rows = con.execute("select quote_id from search_quotes(?)", [words]).fetchall()
    assert [quote_id for (quote_id,) in rows] == found


@pytest.mark.parametrize(
    ("sql", "trouble"),
    [
        ("-- purpose: p\nselect 1 as a", "the header lacks arguments"),
        ("-- purpose: p\n-- arguments: a b\nselect 1 as c", "arguments are names"),
        ("-- purpose: p\n-- arguments: a\nselect x from y where x = a", "names y, which is no published"),
        ("-- purpose: p\n-- arguments: a\nselect nope(", "no valid SQL"),
    ],
)
def test_a_bad_macro_is_named_with_its_file(tmp_path: Path, sql: str, trouble: str) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "bad.sql").write_text(sql, "utf-8")
    with duckdb.connect() as con, pytest.raises(ModelError, match=f"bad.sql:\\d+: {trouble}"):
        create_macros(con, tmp_path)
