"""The two main marts by our own SQL models, as they stand, on views of the same Parquet files."""

from __future__ import annotations

from pathlib import Path

import duckdb

_SQL = Path(__file__).parents[2] / "sql" / "marts"
_VIEWS = ("posts", "quotes", "topic_mentions", "actors", "topics")


def daily_topic_frequencies(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    _run("daily_topic_frequencies", tables, target)


def speaker_co_mentions(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    _run("speaker_co_mentions", tables, target)


def _run(mart: str, tables: Path, target: Path) -> None:
    with duckdb.connect(config={"threads": 2, "memory_limit": "6GB"}) as con:
        con.execute("set TimeZone = 'UTC'")
        for name in _VIEWS:
            con.read_parquet(str(tables / name / "*.parquet")).create_view(name)
        con.execute(f"create view speaker_units as {_read('speaker_units')}")
        con.execute(f"copy ({_read(mart)}) to '{target}' (format parquet)")


def _read(mart: str) -> str:
    return (_SQL / f"{mart}.sql").read_text(encoding="utf-8")
