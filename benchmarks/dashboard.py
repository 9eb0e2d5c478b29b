"""Measure the dashboard on a million quotes, in a browser: `python -m benchmarks.dashboard`.

The night on samples/ is multiplied: each copy has posts, quotes and statements of its own, and they lie one
after the other, over five years. Counts by day stay as in the samples, and so do names and pairs. Times are
those of the clock, other work on the machine included: they are what a reader waits.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
from playwright.sync_api import Page, sync_playwright

from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from scripts.serving import ROOT, STANDS, launch_chromium, serve

NOON = dt.datetime(2024, 8, 1, 3, 0, tzinfo=dt.UTC)
SPANS, SPAN_DAYS = 31, 62
"""How often the days of the samples follow one another, and how many they are."""
WAIT_MILLISECONDS = 120_000
SEARCHES = ("航路", "どこにもない言葉", "通院")
"""Each finds another number of quotes than the one before, by which the page is known to have changed."""

_OWN_IDS = ("post_id", "quote_id", "parent_quote_id", "utterance_id", "source_post_id", "source_quote_id")
_FACTS = ("posts", "blocks", "quotes", "topic_mentions", "actor_mentions")
_STATEMENTS = ("quote_sources", "quote_utterances", "utterances")
_BY_DAY = (
    "dim_date",
    "daily_topic_frequencies",
    "daily_speaker_quotes",
    "actor_mentions_daily",
    "source_types",
    "data_quality_daily",
    "actor_network",
    "actor_network_edges",
    "trend_changes",
)


def build_warehouse(home: Path, quote_count: int) -> Path:
    """A warehouse with one snapshot of at least so many quotes."""
    settings = load_settings({"HATSUGEN_HOME": str(home)}, workers=2, inbox=(ROOT / "samples",))
    run_night(settings, PlainSteps(2), now=NOON)
    file = settings.warehouse / "current" / "analytics.duckdb"
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("set enable_progress_bar = false")
        (counted,) = con.execute("select count(*) from quotes").fetchall()
        copies = -(-quote_count // counted[0])
        for name in (*_FACTS, *_STATEMENTS):
            _multiply(con, name, copies)
        for name in _BY_DAY:
            _multiply(con, name, min(copies, SPANS))
    return settings.warehouse


def _multiply(con: duckdb.DuckDBPyConnection, name: str, copies: int) -> None:
    """Put further copies of a table's rows into it; each day of a calendar stays once."""
    columns = con.execute(
        "select column_name, data_type from information_schema.columns where table_name = ? "
        "order by ordinal_position",
        [name],
    ).fetchall()
    shown = ", ".join(f"{_copied(column, kind)} as {column}" for column, kind in columns)
    con.execute(f"create temp table first_copy as from {name}")
    con.execute(
        f"insert into {name} select {shown} from range(1, {copies}) as copies (copy_no) cross join first_copy"
    )
    con.execute("drop table first_copy")
    if name == "dim_date":
        con.execute("create or replace table dim_date as select distinct on (posted_date) * from dim_date")


def _copied(column: str, kind: str) -> str:
    if column in _OWN_IDS:
        return f"left(sha256({column} || copy_no), 16)"
    if kind == "DATE":
        return f"cast({column} + cast(copy_no % {SPANS} * {SPAN_DAYS} as integer) as date)"
    return column


def measure(page: Page, address: str) -> Iterator[tuple[str, float]]:
    """What is done, and its seconds until the page stands."""

    def stand() -> None:
        page.wait_for_function(STANDS)

    def paint() -> None:
        page.goto(f"{address}/")
        page.wait_for_selector("h1")

    yield "first paint after the server's start", _time(paint)
    stand()
    for path in ("topics", "speakers", "network", "quotes", "pipeline", ""):
        yield f"/{path} complete", _time(lambda path=path: (page.goto(f"{address}/{path}"), stand()))
    yield from _measure_quotes(page, address, stand)
    for path in ("topics", "speakers"):
        yield f"another of {path}", _time_choice(page, f"{address}/{path}", stand)


def _measure_quotes(page: Page, address: str, stand: Callable[[], None]) -> Iterator[tuple[str, float]]:
    page.goto(f"{address}/quotes")
    stand()
    total = page.locator("h3", has_text="件の発言")
    box = page.locator("[data-testid=stTextInput] input").first
    for words in SEARCHES:
        before = total.inner_text()
        box.fill(words)

        def search(before: str = before) -> None:
            box.press("Enter")
            page.wait_for_function("(old) => !document.body.innerText.includes(old)", arg=before)
            stand()

        yield f"search for {words}", _time(search)
    page.goto(f"{address}/quotes")
    stand()
    first = page.locator("article").first.inner_text()

    def turn() -> None:
        page.locator("[data-testid=stPagination] button", has_text="2").first.click()
        page.wait_for_function("(old) => document.querySelector('article')?.innerText !== old", arg=first)
        stand()

    yield "the next twenty quotes", _time(turn)


def _time_choice(page: Page, address: str, stand: Callable[[], None]) -> float:
    page.goto(address)
    stand()
    box = page.locator("[data-testid=stSelectbox] input").first
    box.click()
    second = page.get_by_role("option").nth(1)
    second.wait_for()
    before = page.url

    def choose() -> None:
        second.click()
        page.wait_for_function("(old) => location.href !== old", arg=before)
        stand()

    return _time(choose)


def _time(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--warehouse", type=Path, help="one that stands already")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        warehouse = chosen.warehouse or build_warehouse(Path(home), chosen.quotes)
        with serve(warehouse) as address, sync_playwright() as playwright:
            browser = launch_chromium(playwright, shutil.which("chromium") or "chromium")
            page = browser.new_page(locale="ja-JP", viewport={"width": 1360, "height": 900})
            page.set_default_timeout(WAIT_MILLISECONDS)
            print("| what | seconds |\n|---|---|")
            for what, seconds in measure(page, address):
                print(f"| {what} | {seconds:.2f} |", flush=True)
            browser.close()


if __name__ == "__main__":
    main()
