"""Random corpora for the marts: posts with quotes, tags, mentions and tweets, as the core tables hold them.

A drawn corpus is a list of posts in plain Python (`Rows`), from which the tests compute a second time what
the SQL computes; `publish` makes DuckDB tables of it. Two of eight posts have no day of their own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from warehouse.ddl import create_table
from warehouse.model_file import Layer
from warehouse.models import build_model, load_models
from warehouse.python_models import PYTHON_MODELS, PythonModel
from warehouse.schema import DIMENSIONS, DUMPS, FACTS, TABLES, to_arrow_schema

SQL_ROOT = Path(__file__).parents[2] / "sql"
MARTS = {m.name: m for m in load_models(SQL_ROOT, PYTHON_MODELS) if m.layer is Layer.MARTS}
FIRST_DAY = dt.date(2024, 2, 20)
CONTEXTS = ("article", "note", "note", "embed")
KINDS = {"a": "person", "b": "person", "c": "organisation", "x": "anonymous", "m": "media", "n": "media"}
LABELS = {"s": "防災", "t": "鉄道", "u": "漁業"}
TEXTS = ("雨です。", "雨です", "晴れ 、のち雪", "風が強い")
Rows = list[dict[str, Any]]

_topics = st.sampled_from(sorted(LABELS))
_quotes = st.fixed_dictionaries(
    {
        "block": st.integers(0, 3),
        "actor": st.sampled_from([None, *KINDS]),
        "co": st.sampled_from([None, None, ("b",), ("c", "a", "c")]),
        "form": st.sampled_from(["direct", "direct", "partial", "reported"]),
        "topic": _topics,
        "via": st.sampled_from([None, None, "m", "n"]),
        "text": st.sampled_from(TEXTS),
        "confidence": st.sampled_from([0.5, 0.8, 0.9]),
    }
)
_mentions = st.tuples(st.sampled_from(["label", "label", "keyword"]), _topics, st.sampled_from("123-"))
_posts = st.fixed_dictionaries(
    {
        "day": st.one_of(st.integers(0, 9), st.integers(0, 40)),
        "basis": st.sampled_from(["metadata", "metadata", "url", "text", "embed", "file", "crawl", "none"]),
        "hour": st.sampled_from([None, 0, 3, 9]),
        "quotes": st.lists(_quotes, max_size=5),
        "mentions": st.lists(_mentions, max_size=4),
        "named": st.lists(st.sampled_from(sorted(KINDS)), max_size=3),
        "handles": st.lists(st.sampled_from(["Kaze", "kaze", "umi"]), max_size=2),
    }
)
CORPORA = st.lists(_posts, max_size=20).map(lambda posts: list(_place(posts)))


def _place(posts: Rows) -> Iterator[dict[str, Any]]:
    """Give each post an id and its day, None for undated ones."""
    for number, post in enumerate(posts):
        day = None if post["basis"] == "none" else FIRST_DAY + dt.timedelta(days=post["day"])
        yield post | {"post_id": f"p{number:02}", "date": day}


def dated(corpus: Rows) -> Rows:
    """The posts that daily marts count."""
    return [post for post in corpus if post["basis"] not in ("crawl", "none")]


def open_empty() -> duckdb.DuckDBPyConnection:
    """A connection with every published table and view, all of them empty."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    for table in (*FACTS, DUMPS, *DIMENSIONS):
        create_table(con, table)
    for name, rows in _dimensions().items():
        _insert(con, name, rows)
    for model in MARTS.values():
        build_model(con, model)
    return con


def publish(con: duckdb.DuckDBPyConnection, corpus: Rows, *marts: str) -> None:
    """Replace the facts by those of a corpus, then fill the given marts and all that they read."""
    given = {"posts": _post_rows(corpus), "quotes": _quote_rows(corpus), "blocks": _block_rows(corpus)}
    given |= {"topic_mentions": _topic_rows(corpus), "actor_mentions": _mention_rows(corpus)}
    for name, rows in given.items():
        con.execute(f"delete from {name}")
        _insert(con, name, rows)
    for name in MARTS:
        if name in _needed(marts) and not TABLES[name].is_view:
            con.execute(f"delete from {name}")
            _fill(con, name)


def _fill(con: duckdb.DuckDBPyConnection, name: str) -> None:
    model = MARTS[name]
    if isinstance(model, PythonModel):
        con.register("given", model.compute(con))
        con.execute(f"insert into {name} by name from given")
        con.unregister("given")
    else:
        con.execute(f"insert into {name} by name\n{model.sql}")


def _needed(marts: tuple[str, ...]) -> set[str]:
    needed, waiting = set(), list(marts)
    while waiting:
        name = waiting.pop()
        if name in MARTS and name not in needed:
            needed.add(name)
            waiting += [reference.table for reference in MARTS[name].references]
    return needed


def _insert(con: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    schema = to_arrow_schema(TABLES[name].published_columns())
    empty = {"string": "", "int32": 0, "int64": 0, "double": 0.0, "bool": False}
    empty["list<item: string>"] = []
    defaults = {field.name: None if field.nullable else empty.get(str(field.type)) for field in schema}
    con.register("given", pa.Table.from_pylist([defaults | row for row in rows], schema=schema))
    con.execute(f"insert into {name} from given")
    con.unregister("given")


def _post_rows(corpus: Rows) -> Rows:
    return [
        {
            "post_id": post["post_id"],
            "posted_date": post["date"],
            "published_at": _instant(post),
            "date_basis": post["basis"],
            "revision": 1,
        }
        for post in corpus
    ]


def _instant(post: dict[str, Any]) -> dt.datetime | None:
    if post["date"] is None or post["hour"] is None:
        return None
    return dt.datetime.combine(post["date"], dt.time(post["hour"]), dt.UTC)


def _quote_rows(corpus: Rows) -> Rows:
    return [
        {
            "quote_id": f"{post['post_id']}q{number}",
            "post_id": post["post_id"],
            "posted_date": post["date"],
            "block_no": quote["block"],
            "context": CONTEXTS[quote["block"]],
            "form": quote["form"],
            "text": quote["text"],
            "char_end": len(quote["text"]),
            "actor_id": quote["actor"],
            "actor": quote["actor"],
            "actor_kind": KINDS.get(quote["actor"]),
            "speaker": quote["actor"],
            "speaker_kind": KINDS.get(quote["actor"], "unknown"),
            "co_actor_ids": quote["co"] if quote["actor"] else None,
            "via_actor_id": quote["via"],
            "topic_id": topic_of(quote),
            "confidence": quote["confidence"],
        }
        for post in corpus
        for number, quote in enumerate(post["quotes"])
    ]


def topic_of(quote: dict[str, Any]) -> str | None:
    """A quote has its note's topic; outside notes it has none."""
    return quote["topic"] if CONTEXTS[quote["block"]] == "note" else None


def note_hash(topic: str, note: str) -> str:
    """The hash of a tag: that of the bare label where the note is "-"."""
    return hashlib.sha256(f"#{LABELS[topic]}".encode()).hexdigest() if note == "-" else note


def _topic_rows(corpus: Rows) -> Rows:
    return [
        {
            "post_id": post["post_id"],
            "posted_date": post["date"],
            "char_start": number,
            "topic_id": topic,
            "topic": LABELS[topic],
            "note_sha256": note_hash(topic, note),
            "label": LABELS[topic] if kind == "label" else None,
            "keyword": f"語{note}" if kind == "keyword" else None,
        }
        for post in corpus
        for number, (kind, topic, note) in enumerate(post["mentions"])
    ]


def _mention_rows(corpus: Rows) -> Rows:
    return [
        {"post_id": post["post_id"], "posted_date": post["date"], "char_start": at, "actor_id": actor}
        for post in corpus
        for at, actor in enumerate(post["named"])
    ]


def _block_rows(corpus: Rows) -> Rows:
    return [
        {"post_id": post["post_id"], "block_no": number, "kind": "embed", "handle": handle}
        for post in corpus
        for number, handle in enumerate(post["handles"])
    ]


def _dimensions() -> dict[str, Rows]:
    return {
        "actors": [
            {"actor_id": each, "name": each.upper(), "kind": kind, "is_reviewed": each in "am"}
            for each, kind in KINDS.items()
        ],
        "topics": [{"topic_id": each, "topic": label} for each, label in LABELS.items()],
        "topic_aliases": [{"surface": label, "topic_id": each} for each, label in LABELS.items()],
    }


def assert_mart(con: duckdb.DuckDBPyConnection, mart: str, expected: Rows) -> None:
    """A mart has the given rows in the order of its key; columns that are not given are not compared."""
    ((count,),) = con.execute(f"select count(*) from {mart}").fetchall()
    assert count == len(expected), mart
    if expected:
        key = [f'"{each}" asc nulls last' for each in TABLES[mart].key]
        columns = ", ".join(expected[0])
        in_order = con.execute(f"select {columns} from {mart} order by {', '.join(key)}").df()
        rows = sorted(expected, key=lambda row: [(row[k] is None, row[k]) for k in TABLES[mart].key])
        wanted = pd.DataFrame(rows)
        for column in wanted:
            if in_order[column].dtype.kind == "M":
                wanted[column] = pd.to_datetime(wanted[column]).astype(in_order[column].dtype)
        assert_frame_equal(in_order, wanted, check_dtype=False, rtol=1e-9, atol=1e-12)
