"""The marts about topics, computed a second time in pandas on random corpora, by another road.

The SQL joins and windows; here a topic's days are a filled calendar that is rolled over, and topics that
share posts are the product of a posts-by-topics matrix with itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from tests.property.mart_corpus import (
    CORPORA,
    LABELS,
    Rows,
    assert_mart,
    dated,
    note_hash,
    open_empty,
    publish,
)

MARTS = (
    "daily_topic_frequencies",
    "daily_topic_frequencies_filled",
    "topic_co_occurrences",
    "topic_keywords",
    "dim_topic",
)


@pytest.fixture(scope="module", name="con")
def _con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty() as con:
        yield con


def compare(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    publish(con, corpus, *MARTS)
    posts = dated(corpus)
    labels, keywords = (
        pd.DataFrame(
            [
                (post["date"], post["hour"], post["post_id"], topic, note)
                for post in posts
                for kind, topic, note in post["mentions"]
                if kind == wanted
            ],
            columns=["date", "hour", "post_id", "topic_id", "note"],
        )
        for wanted in ("label", "keyword")
    )
    days = sorted({post["date"] for post in posts})
    daily = count_days(labels, days)
    assert_mart(con, "daily_topic_frequencies", daily)
    assert_mart(con, "daily_topic_frequencies_filled", fill_days(daily, days))
    assert_mart(con, "topic_co_occurrences", list(pair_topics(labels)))
    assert_mart(con, "topic_keywords", list(weigh_keywords(keywords)))
    assert_mart(con, "dim_topic", list(sum_topics(labels)))


def find_new(labels: pd.DataFrame) -> pd.Series:
    """Whether a tag is bare or stands in the first post with its note; keeps the frame's index."""
    in_time = labels.sort_values(["date", "hour", "post_id"], na_position="last")
    hashes = [note_hash(*pair) for pair in zip(labels["topic_id"], labels["note"], strict=True)]
    in_order = pd.Series(hashes, index=labels.index, dtype=object).loc[in_time.index]
    first = dict(zip(reversed(list(in_order)), reversed(list(in_time["post_id"])), strict=True))
    is_first = [first[each] == post for each, post in zip(hashes, labels["post_id"], strict=True)]
    return (labels["note"] == "-") | pd.Series(is_first, index=labels.index, dtype=bool)


def count_days(labels: pd.DataFrame, days: list) -> Rows:
    if labels.empty:
        return []
    found = labels.assign(is_new=find_new(labels)).groupby(["date", "topic_id"])
    counts = found.agg(
        mention_count=("post_id", "size"), new=("is_new", "sum"), post_count=("post_id", "nunique")
    )
    of_day = labels.groupby("date")["post_id"].nunique()
    calendar = pd.date_range(days[0], days[-1])
    posts = counts["post_count"].unstack().reindex(calendar.date).fillna(0.0)
    past = posts.shift(1).rolling(28, min_periods=1)
    # The corpus's first day has no past, so nothing can burst on it.
    burst = ((posts - past.median()) / (1 + 1.4826 * past.apply(spread, raw=True))).fillna(0.0)
    week, month = posts.rolling(7, min_periods=1), posts.rolling(28, min_periods=1)
    week_sum, week_mean, month_mean = week.sum(), week.mean(), month.mean()
    rows = []
    for (day, topic), row in counts.iterrows():
        rows.append(
            {
                "posted_date": day,
                "topic_id": topic,
                "topic": LABELS[topic],
                "mention_count": row["mention_count"],
                "new_mention_count": row["new"],
                "post_count": row["post_count"],
                "post_share": row["post_count"] / of_day[day],
                "post_count_7d": week_sum.at[day, topic],
                "post_mean_7d": week_mean.at[day, topic],
                "post_mean_28d": month_mean.at[day, topic],
                "burst_score": burst.at[day, topic],
                "first_date": posts.index[posts[topic] > 0][0],
            }
        )
    ranked = sorted(rows, key=lambda r: (-r["post_count"], -r["mention_count"], r["topic_id"]))
    for day in of_day.index:
        for rank, row in enumerate((r for r in ranked if r["posted_date"] == day), start=1):
            row["topic_rank"] = rank
    return rows


def spread(window: np.ndarray) -> float:
    known = window[~np.isnan(window)]
    return float(np.median(np.abs(known - np.median(known))))


def fill_days(daily: Rows, days: list) -> Rows:
    if not daily:
        return []
    wanted = ("mention_count", "new_mention_count", "post_count", "post_share")
    cells = {(row["posted_date"], row["topic_id"]): row for row in daily}
    topics = sorted({row["topic_id"] for row in daily})
    rows = []
    for topic in topics:
        week: list[int] = []
        for day in pd.date_range(days[0], days[-1]).date:
            row = cells.get((day, topic), dict.fromkeys(wanted, 0))
            week = [*week, row["post_count"]][-7:]
            rows.append(
                {
                    "posted_date": day,
                    "topic_id": topic,
                    "topic": LABELS[topic],
                    **{name: row[name] for name in wanted},
                    "post_count_7d": sum(week),
                }
            )
    return rows


def pair_topics(labels: pd.DataFrame) -> Iterator[dict]:
    if labels.empty:
        return
    has = pd.crosstab(labels["post_id"], labels["topic_id"]).gt(0).astype(int)
    both = has.T @ has
    day_of = labels.groupby("post_id")["date"].first()
    total = len(has) + 1
    for first in has:
        for second in (each for each in has if each > first and both.at[first, each]):
            count = both.at[first, second]
            chance = count / total
            apart = both.at[first, first] / total * both.at[second, second] / total
            shared = day_of[has.index[has[[first, second]].all(axis=1)]]
            yield {
                "topic_id_a": first,
                "topic_a": LABELS[first],
                "topic_id_b": second,
                "topic_b": LABELS[second],
                "post_count": count,
                "first_date": shared.min(),
                "last_date": shared.max(),
                "npmi": np.log(chance / apart) / -np.log(chance),
                "jaccard": count / has[[first, second]].any(axis=1).sum(),
            }


def weigh_keywords(keywords: pd.DataFrame) -> Iterator[dict]:
    if keywords.empty:
        return
    table = pd.crosstab(keywords["topic_id"], keywords["note"])
    frequency = table.div(table.sum(axis=1), axis=0)
    rarity = 1 + np.log((1 + len(table)) / (1 + table.gt(0).sum()))
    for (topic, note), rows in keywords.groupby(["topic_id", "note"]):
        yield {
            "topic_id": topic,
            "topic": LABELS[topic],
            "keyword": f"語{note}",
            "mention_count": len(rows),
            "post_count": rows["post_id"].nunique(),
            "first_date": rows["date"].min(),
            "last_date": rows["date"].max(),
            "distinctiveness": frequency.at[topic, note] * rarity[note],
        }


def sum_topics(labels: pd.DataFrame) -> Iterator[dict]:
    mentions = Counter(labels["topic_id"])
    for topic, label in LABELS.items():
        own = labels[labels["topic_id"] == topic]
        yield {
            "topic_id": topic,
            "topic": label,
            "mention_count": mentions[topic],
            "post_count": own["post_id"].nunique(),
            "day_count": own["date"].nunique(),
            "first_date": own["date"].min() if len(own) else None,
            "last_date": own["date"].max() if len(own) else None,
        }


@settings(max_examples=6, deadline=None)
@given(corpus=CORPORA)
def test_topics_are_what_a_filled_calendar_gives(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(corpus=CORPORA)
def test_topics_on_many_corpora(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)
