"""The two main marts as one would write them in pandas and numpy, from the same Parquet files."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

_UNDATED = ["crawl", "none"]
_DAY = ["posted_date", "unit"]


def daily_topic_frequencies(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    posts = _read_posts(tables)
    labels = _read(tables, "topic_mentions", ["post_id", "topic_id", "topic", "label", "note_sha256"])
    labels = labels[labels["label"].notna()].merge(posts, on="post_id")
    firsts = labels.sort_values(["posted_date", "published_at", "post_id"]).drop_duplicates("note_sha256")
    labels["first_post_id"] = labels["note_sha256"].map(firsts.set_index("note_sha256")["post_id"])
    known = labels["label"].drop_duplicates()
    is_new = labels["post_id"] == labels["first_post_id"]
    for mark in "#＃":
        hashes = pd.Series([sha256(f"{mark}{label}".encode()).hexdigest() for label in known], index=known)
        is_new |= labels["note_sha256"] == labels["label"].map(hashes)
    labels["is_new"] = is_new
    rows = labels.groupby(["topic_id", "posted_date", "topic"], as_index=False).agg(
        mention_count=("post_id", "size"),
        new_mention_count=("is_new", "sum"),
        post_count=("post_id", "nunique"),
    )
    rows = rows.sort_values(["topic_id", "posted_date"], ignore_index=True)
    first = posts["posted_date"].min()
    day = (pd.to_datetime(rows["posted_date"]) - pd.to_datetime(first)).dt.days.to_numpy()
    # Days without the topic are zeros of a row of days per topic, with 28 days before the first.
    topic = pd.factorize(rows["topic_id"])[0]
    grid = np.zeros((topic.max() + 1, day.max() + 29), np.int32)
    grid[topic, day + 28] = rows["post_count"]
    sums = np.cumsum(grid, axis=1)
    at = day + 28
    count_7d, count_28d = sums[topic, at] - sums[topic, at - 7], sums[topic, at] - sums[topic, at - 28]
    rows["burst_score"] = _score(grid, topic, day, rows["post_count"].to_numpy())
    per_day = labels.groupby("posted_date")["post_id"].nunique()
    rows["post_share"] = rows["post_count"] / rows["posted_date"].map(per_day)
    rows["post_count_7d"] = count_7d.astype(np.int64)
    rows["post_mean_7d"] = count_7d / np.minimum(7, day + 1)
    rows["post_mean_28d"] = np.where(day < 27, sums[topic, at], count_28d) / np.minimum(28, day + 1)
    rows["first_date"] = rows.groupby("topic_id")["posted_date"].transform("min")
    ranked = rows.sort_values(
        ["posted_date", "post_count", "mention_count", "topic_id"], ascending=[True, False, False, True]
    )
    rows["topic_rank"] = (ranked.groupby("posted_date").cumcount() + 1).astype(np.int32)
    columns = ["posted_date", "topic_id", "topic", "mention_count", "new_mention_count", "post_count"]
    columns += ["post_share", "topic_rank", "post_count_7d", "post_mean_7d", "post_mean_28d", "burst_score"]
    rows.sort_values(["posted_date", "topic_id"])[[*columns, "first_date"]].to_parquet(target, index=False)


def speaker_co_mentions(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    columns = ["post_id", "block_no", "context", "actor_id", "co_actor_ids"]
    quotes = _read(tables, "quotes", columns)
    quotes = quotes[quotes["actor_id"].notna()].merge(
        _read_posts(tables).drop(columns="published_at"), on="post_id"
    )
    actors = _read(tables, "actors", ["actor_id", "name", "kind"]).sort_values("actor_id", ignore_index=True)
    joint = quotes[quotes["co_actor_ids"].notna()].drop(columns="actor_id").explode("co_actor_ids")
    joint = joint.rename(columns={"co_actor_ids": "actor_id"})
    spoken = pd.concat([quotes.drop(columns="co_actor_ids"), joint], ignore_index=True)
    spoken["actor"] = pd.Index(actors["actor_id"]).get_indexer(spoken["actor_id"])
    spoken["post"] = pd.factorize(spoken["post_id"])[0]
    keys = [*_DAY, "post", "block_no", "actor"]
    notes = spoken[spoken["context"] == "note"].assign(unit="note")
    whole = spoken.assign(unit="post", block_no=-1)
    speakers = pd.concat([each[keys].drop_duplicates() for each in (notes, whole)], ignore_index=True)
    per_day = speakers[keys[:4]].drop_duplicates().groupby(_DAY).size() + 1
    per_speaker = speakers.groupby([*_DAY, "actor"]).size().rename("said").reset_index()
    pairs = _pair(speakers)
    pairs = pairs.merge(per_day.rename("units").reset_index(), on=_DAY).merge(
        per_speaker, on=[*_DAY, "actor"]
    )
    others = per_speaker.rename(columns={"actor": "actor_b", "said": "said_b"})
    pairs = pairs.merge(others, on=[*_DAY, "actor_b"]).sort_values([*_DAY, "actor", "actor_b"])
    both = pairs["co_mention_count"]
    npmi = np.log(both * pairs["units"] / (pairs["said"] * pairs["said_b"])) / np.log(pairs["units"] / both)
    first, second = (actors.take(pairs[each]) for each in ("actor", "actor_b"))
    pd.DataFrame(
        {
            "posted_date": pairs["posted_date"].array,
            "unit": pairs["unit"].array,
            "actor_id_a": first["actor_id"].array,
            "actor_a": first["name"].array,
            "actor_kind_a": first["kind"].array,
            "actor_id_b": second["actor_id"].array,
            "actor_b": second["name"].array,
            "actor_kind_b": second["kind"].array,
            "co_mention_count": both.array,
            "post_count": pairs["post_count"].array,
            "npmi": np.minimum(1.0, npmi).array,
            "jaccard": (both / (pairs["said"] + pairs["said_b"] - both)).array,
        }
    ).to_parquet(target, index=False)


def _pair(speakers: pd.DataFrame) -> pd.DataFrame:
    """Counts of units and posts by day, unit and pair."""
    keys = [*_DAY, "post", "block_no"]
    pairs = speakers.merge(speakers, on=keys, suffixes=("", "_b"))
    pairs = pairs[pairs["actor"] < pairs["actor_b"]]
    pair = [*_DAY, "actor", "actor_b"]
    per_post = pairs.groupby([*pair, "post"]).size().rename("units").reset_index()
    return per_post.groupby(pair, as_index=False).agg(
        co_mention_count=("units", "sum"), post_count=("units", "size")
    )


def _score(grid: np.ndarray, topic: np.ndarray, day: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The robust z-score of each row over its 28 days before, some rows at a time."""
    windows = np.lib.stride_tricks.sliding_window_view(grid, 28, axis=1)
    scores = np.zeros(len(counts))
    for start in range(0, len(counts), 200_000):
        part = slice(start, start + 200_000)
        past = windows[topic[part], day[part]].astype(float)
        # Before the corpus there are no days; few rows are that early.
        early = day[part] < 28
        past[early] = np.where(np.arange(28) < 28 - day[part][early, None], np.nan, past[early])
        median, mad = _median(past, early)
        scores[part] = np.where(day[part] == 0, 0.0, (counts[part] - median) / (1 + 1.4826 * mad))
    return scores


def _median(past: np.ndarray, early: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    median = np.median(past, axis=1)
    has_days = early & ~np.isnan(past).all(axis=1)
    median[has_days] = np.nanmedian(past[has_days], axis=1)
    away = np.abs(past - median[:, None])
    mad = np.median(away, axis=1)
    mad[has_days] = np.nanmedian(away[has_days], axis=1)
    return median, mad


def _read(tables: Path, name: str, columns: list[str]) -> pd.DataFrame:
    return pd.read_parquet(tables / name, columns=columns)


def _read_posts(tables: Path) -> pd.DataFrame:
    posts = _read(tables, "posts", ["post_id", "posted_date", "published_at", "date_basis"])
    return posts[~posts["date_basis"].isin(_UNDATED)].drop(columns="date_basis")
