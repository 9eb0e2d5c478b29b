"""The two marts with formulas, computed a second time in pandas on random rows, by another road.

The SQL joins and windows; here a topic's days are a filled calendar that is rolled over, and pairs of
speakers are the product of a units-by-actors matrix with itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from warehouse.model_file import Model
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import TABLES, to_arrow_schema

MODELS = load_models(Path(__file__).parents[2] / "sql", PYTHON_MODELS)
SQL = {model.name: model.sql for model in MODELS if isinstance(model, Model)}
LEFT_OUT = ("crawl", "none")
FIRST_DAY = dt.date(2024, 2, 20)
CONTEXTS = ("article", "note", "note", "embed")
Rows = list[dict[str, Any]]

SHAPES = [
    {"date_basis": basis, "hour": hour, "quotes": quotes, "mentions": mentions}
    for basis, hour, quotes, mentions in (
        # quotes are (block, speaker): blocks 1 and 2 are notes, and None is nobody.
        # mentions are (label or keyword, topic, note): the same notes come again and again.
        ("metadata", 3, [(1, "a"), (1, "b"), (2, "a"), (2, "b")], [("label", "s", "n1")]),
        ("metadata", None, [(1, "b"), (1, "b"), (0, "c")], [("label", "t", "n1"), ("label", "t", "n2")]),
        ("url", 3, [(0, "a"), (2, None), (2, "d")], [("label", "t", "n2"), ("label", "t", "n3")]),
        ("text", 9, [(1, "d"), (1, "c"), (1, "a")], [("keyword", "s", "n4"), ("label", "u", "n4")]),
        ("text", 0, [(3, "b")], [("label", "s", "n3")]),
        ("file", None, [], []),
        ("crawl", 1, [(1, "a"), (1, "b"), (1, "c")], [("label", "s", "n1"), ("label", "u", "n5")]),
        ("none", 1, [(1, "a"), (1, "d")], [("label", "t", "n1")]),
    )
]


def calendars(*lengths: int) -> st.SearchStrategy[Rows]:
    """Posts of up to four shapes a day, for one of these numbers of days."""
    days = st.sampled_from(lengths).flatmap(
        lambda n: st.lists(st.lists(st.sampled_from(SHAPES), max_size=4), min_size=n, max_size=n)
    )
    return days.map(lambda days: [{"day": day, **shape} for day, each in enumerate(days) for shape in each])


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set TimeZone = 'UTC'")
        yield opened


def to_table(name: str, rows: Rows, columns: Sequence[str]) -> pa.Table:
    schema = to_arrow_schema(TABLES[name].published_columns())
    return pa.Table.from_pylist(rows, schema=pa.schema([schema.field(column) for column in columns]))


def post_rows(drawn: Rows) -> Rows:
    rows = []
    for number, post in enumerate(drawn):
        day = FIRST_DAY + dt.timedelta(days=post["day"])
        midnight = dt.datetime.combine(day, dt.time(0), dt.UTC)
        rows.append(
            {
                "post_id": f"p{number:02}",
                "posted_date": None if post["date_basis"] == "none" else day,
                "published_at": None if post["hour"] is None else midnight + dt.timedelta(hours=post["hour"]),
                "date_basis": post["date_basis"],
            }
        )
    return rows


def give(con: duckdb.DuckDBPyConnection, drawn: Rows) -> dict[str, pd.DataFrame]:
    """Make the tables the marts read; returns them as frames, too."""
    rows = post_rows(drawn)
    quotes = [
        {"post_id": row["post_id"], "block_no": block, "context": CONTEXTS[block], "actor_id": actor}
        for row, post in zip(rows, drawn, strict=True)
        for block, actor in post["quotes"]
    ]
    mentions = [
        {
            "post_id": row["post_id"],
            "topic_id": topic,
            "topic": topic.upper(),
            "note_sha256": note,
            kind: topic,
        }
        for row, post in zip(rows, drawn, strict=True)
        for kind, topic, note in post["mentions"]
    ]
    tables = {
        "posts": to_table("posts", rows, ("post_id", "posted_date", "published_at", "date_basis")),
        "quotes": to_table("quotes", quotes, ("post_id", "block_no", "context", "actor_id")),
        "topic_mentions": to_table(
            "topic_mentions", mentions, ("post_id", "topic_id", "topic", "label", "keyword", "note_sha256")
        ),
        "actors": to_table(
            "actors", [{"actor_id": each, "name": each.upper()} for each in "abcd"], ("actor_id", "name")
        ),
    }
    for name, table in tables.items():
        con.register("given", table)
        con.execute(f"create or replace table {name} as select * from given")
        con.unregister("given")
    frames = {name: table.to_pandas() for name, table in tables.items()}
    posts = frames["posts"]
    posts["posted_date"] = pd.to_datetime(posts["posted_date"]).astype("datetime64[us]")
    frames["posts"] = posts[~posts["date_basis"].isin(LEFT_OUT)]
    return frames


def run(con: duckdb.DuckDBPyConnection, mart: str) -> pd.DataFrame:
    return con.execute(SQL[mart]).df()


def roll_spread(window: np.ndarray) -> float:
    known = window[~np.isnan(window)]
    return float(np.median(np.abs(known - np.median(known))))


def count_topics(posts: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """daily_topic_frequencies by a filled calendar."""
    labels = mentions[mentions["label"].notna()].merge(posts, on="post_id")
    if labels.empty:
        return labels
    in_time = labels.sort_values(["posted_date", "published_at", "post_id"], na_position="last")
    first = in_time.drop_duplicates("note_sha256").set_index("note_sha256")["post_id"]
    labels["is_new"] = labels["post_id"] == labels["note_sha256"].map(first)
    days = labels.groupby("posted_date")["post_id"].nunique()
    found = (
        labels.groupby(["posted_date", "topic_id", "topic"])
        .agg(
            mention_count=("post_id", "size"),
            new_mention_count=("is_new", "sum"),
            post_count=("post_id", "nunique"),
        )
        .reset_index()
    )
    found["post_share"] = found["post_count"] / found["posted_date"].map(days)
    ranked = found.sort_values(["post_count", "mention_count", "topic_id"], ascending=[False, False, True])
    found["topic_rank"] = ranked.groupby("posted_date").cumcount() + 1
    calendar = pd.date_range(posts["posted_date"].min(), posts["posted_date"].max(), unit="us")
    daily = found.pivot(index="posted_date", columns="topic_id", values="post_count").reindex(calendar)
    daily = daily.fillna(0.0)
    past = daily.shift(1).rolling(28, min_periods=1)
    burst = (daily - past.median()) / (1 + 1.4826 * past.apply(roll_spread, raw=True))
    week = daily.rolling(7, min_periods=1).sum()
    cells = list(zip(found["posted_date"], found["topic_id"], strict=True))
    found["post_count_7d"] = [week.at[cell] for cell in cells]
    # The corpus's first day has no past, so nothing can burst on it.
    found["burst_score"] = [burst.fillna(0.0).at[cell] for cell in cells]
    return found.sort_values(["posted_date", "topic_id"])


def pair_speakers(posts: pd.DataFrame, quotes: pd.DataFrame) -> Rows:
    """speaker_co_mentions by a matrix product; each day and unit by itself."""
    spoken = quotes[quotes["actor_id"].notna()].merge(posts, on="post_id")
    notes = spoken[spoken["context"] == "note"]
    units = {
        "note": notes.assign(place=notes["post_id"] + "/" + notes["block_no"].astype(str)),
        "post": spoken.assign(place=spoken["post_id"]),
    }
    return [
        {"posted_date": day, "unit": unit, **pair}
        for unit, rows in units.items()
        for day, of_day in rows.groupby("posted_date")
        for pair in pair_day(of_day)
    ]


def pair_day(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    speaks = pd.crosstab(rows["place"], rows["actor_id"]).gt(0).astype(int)
    both = speaks.T @ speaks
    unit_count = len(speaks) + 1
    for first in speaks:
        for second in (each for each in speaks if each > first):
            count = both.at[first, second]
            if count:
                together = speaks[speaks[[first, second]].all(axis=1)]
                chance = count / unit_count
                apart = (both.at[first, first] / unit_count) * (both.at[second, second] / unit_count)
                yield {
                    "actor_id_a": first,
                    "actor_a": first.upper(),
                    "actor_id_b": second,
                    "actor_b": second.upper(),
                    "co_mention_count": count,
                    "post_count": len({place.split("/")[0] for place in together.index}),
                    "npmi": np.log(chance / apart) / -np.log(chance),
                }


@settings(max_examples=25, deadline=None)
@given(drawn=calendars(3, 36))  # the burst score looks back 28 days
def test_topics_of_a_day_are_what_a_filled_calendar_gives(
    con: duckdb.DuckDBPyConnection, drawn: Rows
) -> None:
    frames = give(con, drawn)
    found = run(con, "daily_topic_frequencies")
    expected = count_topics(frames["posts"], frames["topic_mentions"])
    assert list(found.columns) == [c.name for c in TABLES["daily_topic_frequencies"].published_columns()]
    assert_same(found, expected)


@settings(max_examples=15, deadline=None)
@given(drawn=calendars(1, 4))
def test_pairs_of_speakers_are_what_a_matrix_product_gives(
    con: duckdb.DuckDBPyConnection, drawn: Rows
) -> None:
    frames = give(con, drawn)
    found = run(con, "speaker_co_mentions")
    expected = pd.DataFrame(pair_speakers(frames["posts"], frames["quotes"]), columns=found.columns)
    assert_same(found, expected.sort_values(["posted_date", "unit", "actor_id_a", "actor_id_b"]))


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """The same rows in the same order; floats as near as rounding allows."""
    assert len(found) == len(expected)
    if len(found):
        plain = expected.reset_index(drop=True)[list(found.columns)]
        assert_frame_equal(found, plain, check_dtype=False, rtol=1e-9, atol=1e-12)
