"""One post from several dumps: which of its texts the tables show, night after night."""

from __future__ import annotations

import datetime as dt

import pytest

from warehouse.query import run_query
from warehouse.snapshots import Warehouse

from .conftest import NOON, Home, lines

pytestmark = pytest.mark.slow

EXPORT = """\
TITLE: 橋の話
BASENAME: 2024/06/01/200000
STATUS: Publish
DATE: 06/01/2024 20:00:00
-----
BODY:
青浜市の市長は「{}」と述べた。
-----
--------
"""
CRAWL = {
    "url": "http://a.hatenablog.com/entry/2024/06/01/200000/?utm_source=x",
    "timestamp": "2024-07-01T00:00:00Z",
    "text": "青浜市の市長は「橋を直す」と述べた。\n最近の記事\nプロフィール",
}


def read_posts(home: Home) -> list[tuple[str, str, int, dt.date]]:
    sql = "select source_uri, text, revision, posted_date from posts"
    with Warehouse(home.settings.warehouse).open_current() as snapshot:
        rows = run_query(snapshot.analytics, sql).to_pylist()
    return [tuple(row.values()) for row in rows]


def test_an_export_is_not_replaced_by_a_crawl_that_comes_later_but_by_the_next_export(home: Home) -> None:
    name, day = "a.hatenablog.com.export.txt", dt.date(2024, 6, 1)
    (home.inbox / name).write_text(EXPORT.format("橋を直す"), "utf-8")
    home.run()
    (home.inbox / "crawl.jsonl").write_bytes(lines(CRAWL))
    home.run(NOON + dt.timedelta(days=1))
    assert read_posts(home) == [(name, "青浜市の市長は「橋を直す」と述べた。", 2, day)]

    (home.inbox / "july").mkdir()
    (home.inbox / "july" / name).write_text(EXPORT.format("橋は直さない"), "utf-8")
    home.run(NOON + dt.timedelta(days=2))
    assert read_posts(home) == [(f"july/{name}", "青浜市の市長は「橋は直さない」と述べた。", 3, day)]
