"""Compare ways to search quotes for words: the macro `search_quotes`, other scans, a bigram index.

    python -m benchmarks.search                       (a million of the quotes that benchmarks.marts draws)
    python -m benchmarks.search --quotes 10000000 --memory 6GB

Each way answers the same: how many quotes hold a word that is common, middling, rare or in none of them.
Seconds of the processor, least of three, on two threads. The index is what a night would have to build: a
row for every pair of characters of every quote, sorted, in which the quotes with all pairs of the word are
looked up before their texts are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.marts.corpus import Size
from benchmarks.marts.tables import write_tables
from warehouse.ddl import create_table, quote_text
from warehouse.macros import create_macro
from warehouse.schema.facts import QUOTES

_INDEX = """
create table postings as
with places as (
    select quote_no, text, unnest(range(1, length(text))) as place from quotes
)
select distinct substr(text, place, 2) as bigram, quote_no from places order by bigram, quote_no
"""
_WAYS = {
    "`search_quotes`": "select count(*) from search_quotes($word)",
    "`like '%…%'`": "select count(*) from quotes where text like '%' || $word || '%'",
    "`regexp_matches`": "select count(*) from quotes where regexp_matches(text, $word)",
    "bigram index, then `contains`": """
        with wanted as (
            select distinct substr($word, unnest(range(1, length($word))), 2) as bigram
        ),
        candidates as (
            select quote_no from postings
            where bigram in (select bigram from wanted)
            group by quote_no
            having count(*) = (select count(*) from wanted)
        )
        select count(*) from quotes
        where quote_no in (select quote_no from candidates) and contains(text, $word)
    """,
}
_CANDIDATES = """
with words as (
    select distinct substr(text, 3, length) as word
    from (select text, unnest([2, 4]) as length from quotes using sample reservoir(40 rows) repeatable (7))
)
select word, count(*) as found
from words
inner join (select text from quotes limit 100000) as sampled on contains(sampled.text, words.word)
group by word
order by found desc, word
"""
_MACRO = Path(__file__).parents[1] / "sql" / "macros" / "search_quotes.sql"
_IN_NO_QUOTE = "龠龠龠"


class Measure(NamedTuple):
    """What one way took for one word: its frequency's name, the way, quotes found, seconds."""

    frequency: str
    way: str
    found: int
    seconds: float


def load_quotes(con: duckdb.DuckDBPyConnection, tables: Path, quotes: int) -> None:
    """Make `quotes` of so many quotes of a drawn corpus, with the macros that search them."""
    create_table(con, QUOTES)
    con.execute("alter table quotes add column quote_no integer")
    files = quote_text(str(tables / "quotes" / "*.parquet"))
    con.execute(
        "insert into quotes by name select *, cast(row_number() over () as integer) as quote_no "
        f"from read_parquet({files}) limit {quotes:d}"
    )
    create_macro(con, _MACRO)
    con.execute("checkpoint")


def choose_words(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Words of the quotes by how many of them have them."""
    words = [word for word, _ in con.execute(_CANDIDATES).fetchall()]
    return {
        "common": words[0],
        "middling": words[len(words) // 2],
        "rare": words[-1],
        "in none": _IN_NO_QUOTE,
    }


def measure_ways(con: duckdb.DuckDBPyConnection, words: dict[str, str]) -> Iterator[Measure]:
    """Search for each word in each way; `quotes` and `postings` stand.

    Raises:
        RuntimeError: two ways do not find the same number of quotes.
    """
    for frequency, word in words.items():
        counts = set()
        for way, query in _WAYS.items():
            found, seconds = _least_of_three(lambda q=query, w=word: _count(con, q, w))
            counts.add(found)
            yield Measure(frequency, way, found, seconds)
        if len(counts) > 1:
            raise RuntimeError(f"the ways do not agree on {word}: {sorted(counts)}")


def _count(con: duckdb.DuckDBPyConnection, query: str, word: str) -> int:
    return int(con.execute(query, {"word": word}).fetchall()[0][0])


def _least_of_three(run: Callable[[], int]) -> tuple[int, float]:
    seconds = []
    for _ in range(3):
        start = time.process_time()
        found = run()
        seconds.append(time.process_time() - start)
    return found, min(seconds)


def _print_index(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    before, start = file.stat().st_size, time.process_time()
    con.execute(_INDEX)
    con.execute("checkpoint")
    seconds, size = time.process_time() - start, file.stat().st_size - before
    rows = con.execute("select count(*) from postings").fetchall()[0][0]
    print(
        f"quotes: {before / 2**20:.0f} MiB; index: {rows:,} rows, {size / 2**20:.0f} MiB, {seconds:.1f} s\n"
    )


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.search"
    )
    parser.add_argument("--work", type=Path, default=Path("/tmp/hatsugen-marts"))
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--memory", default="4GB", help="DuckDB's limit")
    arguments = parser.parse_args()
    tables = arguments.work / f"tables-{Size().quotes}"
    if not tables.exists():
        write_tables(Size(), tables)
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        file = Path(folder) / "search.duckdb"
        with duckdb.connect(str(file), config={"threads": 2, "memory_limit": arguments.memory}) as con:
            load_quotes(con, tables, arguments.quotes)
            _print_index(con, file)
            print("| word | way | quotes found | a search |\n|---|---|---|---|")
            for one in measure_ways(con, choose_words(con)):
                seconds = f"{one.seconds * 1000:,.0f} ms"
                print(f"| {one.frequency} | {one.way} | {one.found:,} | {seconds} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
