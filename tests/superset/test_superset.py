"""Superset as it runs: what was imported, what every chart shows, what a new night does, what SQL may not."""

from __future__ import annotations

import io
import os
import re
import threading
import urllib.parse
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml

from dashboards.superset.bundle import ASSETS, bundle_assets
from dashboards.superset.charts import CHARTS
from dashboards.superset.datasets import DATASETS
from scripts.superset_import import SupersetError

from .conftest import Served, point_to
from .expected import EXPECTED, Expected
from .seen import Rows, Seen, to_day, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "SUPERSET_VENV" not in os.environ, reason="takes minutes and 900 MB: make test-superset"
    ),
]

OBJECTS = {"database": 1, "dataset": len(DATASETS), "chart": len(CHARTS), "dashboard": 1}
LONG = (
    "select (select count(*) from posts) as posts, sum(hash(i) % 7) as work from range(1500000000) as t (i)"
)


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(sql).fetchall()


def run_sql(served: Served, sql: str) -> list[dict[str, Any]]:
    """What SQL Lab answers."""
    body = {
        "database_id": 1,
        "sql": sql,
        "client_id": uuid.uuid4().hex[:11],
        "runAsync": False,
        "queryLimit": 100,
    }
    return served.session.post("/api/v1/sqllab/execute/", body)["data"]  # type: ignore[return-value]


def numbers(served: Served) -> dict[str, int]:
    """Superset's number of every chart, by its key."""
    query = "(columns:!(id,slice_name),page_size:100)"
    titles = {chart.title: chart.key for chart in CHARTS}
    result: Any = served.session.get("/api/v1/chart/", q=query)["result"]
    return {titles[each["slice_name"]]: each["id"] for each in result}


def export(served: Served) -> dict[str, str]:
    """Everything Superset holds, as files, without the time of the export."""
    packed = io.BytesIO(served.session.get_bytes("/api/v1/assets/export/"))
    with zipfile.ZipFile(packed) as bundle:
        texts = {name.split("/", 1)[1]: bundle.read(name).decode("utf-8") for name in bundle.namelist()}
    texts.pop("metadata.yaml")
    return texts


@pytest.fixture(scope="module")
def seen(chromium: Browser, served: Served) -> Seen:
    picture = os.environ.get("SUPERSET_PICTURE")
    return visit(chromium, served, len(CHARTS), picture=Path(picture) if picture else None)


def test_exactly_the_assets_are_there(served: Served) -> None:
    found = {kind: served.session.get(f"/api/v1/{kind}/")["count"] for kind in OBJECTS}
    assert found == OBJECTS
    exported = [yaml.safe_load(text) for text in export(served).values()]
    committed = [yaml.safe_load(path.read_text("utf-8")) for path in ASSETS.rglob("*.yaml")]
    assert {each["uuid"] for each in exported} == {each["uuid"] for each in committed if "uuid" in each}


def test_the_page_opens_without_trouble_and_asks_nobody_else(seen: Seen, served: Served) -> None:
    assert seen.troubles == []
    assert seen.hosts == {served.address.removeprefix("http://")}
    assert len(seen.answers) == len(CHARTS)


@pytest.mark.parametrize("key", [chart.key for chart in CHARTS])
def test_a_chart_shows_what_sql_says(key: str, seen: Seen, served: Served) -> None:
    expected = EXPECTED[key]
    answers = seen.answers[numbers(served)[key]]
    # A total over a line of days has two answers, the total last; a paged table its rows first.
    rows = answers[1] if key.endswith("_total") else answers[0]
    assert rows
    compare(rows, expected, ask(served.database, expected.sql))


def compare(rows: Rows, expected: Expected, truth: list[tuple[Any, ...]]) -> None:
    if not expected.columns:
        assert even(unpivot(rows)) == even(truth)
        return
    shown = [tuple(read(row, column) for column in expected.columns) for row in rows]
    cut = [row[: len(expected.columns)] for row in truth]
    if expected.rank is None:
        assert tidy(shown) == tidy(cut)
        return
    place = expected.rank
    assert set(tidy(shown)) <= set(tidy(cut))
    assert sorted((row[place] for row in shown), reverse=True) == [row[place] for row in cut[: len(shown)]]


def read(row: dict[str, Any], column: str) -> object:
    value = row[column]
    return to_day(value) if column.endswith("_date") and value is not None else value


def unpivot(rows: Rows) -> list[tuple[Any, ...]]:
    """The rows of a chart with a column per series as day, series, value."""
    return [
        (to_day(row["posted_date"]), series, value)
        for row in rows
        for series, value in row.items()
        if series != "posted_date" and value is not None
    ]


def tidy(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Numbers alike, whether they came as whole ones or not; ratios to nine places."""
    return [
        tuple(round(float(value), 9) if isinstance(value, int | float) else value for value in row)
        for row in rows
    ]


def even(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(tidy(rows))


def test_japanese_is_intact(seen: Seen, served: Served) -> None:
    rows = seen.answers[numbers(served)["utterances"]][0]
    assert {"廃止されれば通学に30分余計にかかる"} <= {row["text"] for row in rows}
    assert not [row for row in rows if re.search("\ufffd|Ã|ã", row["text"])]


FILTERED = [
    (
        "(NATIVE_FILTER-topic:(id:NATIVE_FILTER-topic,"
        "extraFormData:(filters:!((col:topic,op:IN,val:!(青浜航路)))),"
        "filterState:(value:!(青浜航路))),"
        "NATIVE_FILTER-days:(id:NATIVE_FILTER-days,"
        "extraFormData:(time_range:'2024-06-10 : 2024-06-20'),"
        "filterState:(value:'2024-06-10 : 2024-06-20')))",
        "quotes_total",
        ("quotes",),
        """
        select sum(quote_count) from daily_speaker_quotes
        where topic = '青浜航路' and posted_date >= '2024-06-10' and posted_date < '2024-06-20'
        """,
    ),
    (
        "(NATIVE_FILTER-speaker:(id:NATIVE_FILTER-speaker,extraFormData:(filters:!((col:actor,op:IN,"
        "val:!(鳥羽瀬,樫宮知事)))),filterState:(value:!(鳥羽瀬,樫宮知事))))",
        "pair_graph",
        ("actor_a", "actor_b", "units_together"),
        """
        select actor_a, actor_b, sum(co_mention_count) from speaker_co_mentions
        where unit = 'note' and (actor_a in ('鳥羽瀬', '樫宮知事') or actor_b in ('鳥羽瀬', '樫宮知事'))
        group by all order by 3 desc
        """,
    ),
    (
        "(NATIVE_FILTER-outlet:(id:NATIVE_FILTER-outlet,extraFormData:(filters:!((col:outlet,op:IN,val:!(BBC)))),"
        "filterState:(value:!(BBC))))",
        "outlets",
        ("outlet", "合計"),
        """
        select outlet, sum(relayed_quote_count + own_quote_count) from outlet_share
        where outlet_kind = 'media' and outlet = 'BBC' group by outlet
        """,
    ),
]


@pytest.mark.parametrize("given", FILTERED, ids=["topic and days", "speaker", "outlet"])
def test_the_filters_narrow(
    given: tuple[str, str, tuple[str, ...], str], chromium: Browser, served: Served
) -> None:
    state, key, columns, sql = given
    found = visit(chromium, served, len(CHARTS), f"?native_filters={urllib.parse.quote(state)}")
    answers = found.answers[numbers(served)[key]]
    rows = answers[1] if key.endswith("_total") else answers[0]
    compare(rows, Expected(sql, columns, rank=len(columns) - 1), ask(served.database, sql))


CLOSED = "file system operations are disabled by configuration"
REFUSED = {
    "select content from read_text('/etc/passwd')": CLOSED,
    "select content from '/etc/passwd'": "does not exist",
    "select * from read_csv('/etc/passwd')": CLOSED,
    "select * from glob('/etc/*')": CLOSED,
    "attach '/etc/passwd' as other": CLOSED,
    "copy posts to '/tmp/stolen.csv'": CLOSED,
    "install httpfs": CLOSED,
    "set enable_external_access = true": "the configuration has been locked",
    "create table mine (a int)": "DML_NOT_ALLOWED_ERROR",
    "delete from posts": "DML_NOT_ALLOWED_ERROR",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_sql_reads_no_file_and_changes_nothing(sql: str, served: Served) -> None:
    with pytest.raises(SupersetError, match=REFUSED[sql]) as refused:
        run_sql(served, sql)
    assert "root:" not in str(refused.value)


def test_importing_again_changes_nothing(served: Served) -> None:
    before, places = export(served), numbers(served)
    served.session.import_assets(bundle_assets(ASSETS, served.warehouse))
    assert export(served) == before
    assert numbers(served) == places
    assert {kind: served.session.get(f"/api/v1/{kind}/")["count"] for kind in OBJECTS} == OBJECTS


def test_a_new_night_shows_while_a_query_runs_on_the_old_one(served: Served) -> None:
    count = "select count(*) as posts from posts"
    [(old,)] = ask(served.database, count)
    answers: list[dict[str, Any]] = []
    running = threading.Thread(target=lambda: answers.extend(run_sql(served, LONG)))
    running.start()
    # Until the long query has opened its snapshot.
    threading.Event().wait(2)
    point_to(served.warehouse, 2)
    try:
        fresh = run_sql(served, count)
        assert running.is_alive()
    finally:
        running.join()
        point_to(served.warehouse, 1)
    assert fresh == [{"posts": old + 1}]
    assert [row["posts"] for row in answers] == [old]
