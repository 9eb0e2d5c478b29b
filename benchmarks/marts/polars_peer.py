"""The two main marts as one would write them in Polars, from the same Parquet files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

_UNDATED = ["crawl", "none"]


def daily_topic_frequencies(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    posts = _read_posts(tables)
    first_day = posts.select(pl.col("posted_date").min()).collect().item()
    labels = (
        pl.scan_parquet(tables / "topic_mentions")
        .filter(pl.col("label").is_not_null())
        .select("post_id", "topic_id", "topic", "label", "note_sha256")
        .join(posts, on="post_id")
        .collect()
    )
    bare = _hash_labels(labels["label"].unique())
    firsts = labels.sort("posted_date", "published_at", "post_id", nulls_last=True).unique(
        "note_sha256", keep="first", maintain_order=True
    )
    labels = labels.join(bare, on="label").join(
        firsts.select("note_sha256", first_post_id="post_id"), on="note_sha256"
    )
    is_new = (
        (pl.col("note_sha256") == pl.col("narrow"))
        | (pl.col("note_sha256") == pl.col("wide"))
        | (pl.col("post_id") == pl.col("first_post_id"))
    )
    per_topic = (
        labels.group_by("posted_date", "topic_id", "topic")
        .agg(
            mention_count=pl.len().cast(pl.Int64),
            new_mention_count=is_new.sum().cast(pl.Int64),
            post_count=pl.col("post_id").n_unique().cast(pl.Int64),
        )
        .sort("topic_id", "posted_date")
    )
    per_day = labels.group_by("posted_date").agg(day_post_count=pl.col("post_id").n_unique())
    days = (pl.col("posted_date") - first_day).dt.total_days()
    span = {"index_column": "posted_date", "group_by": "topic_id"}
    week = per_topic.rolling(period="7d", **span).agg(post_count_7d=pl.col("post_count").sum())
    month = per_topic.rolling(period="28d", **span).agg(post_count_28d=pl.col("post_count").sum())
    past = per_topic.rolling(period="28d", closed="left", **span).agg(past="post_count")
    keys = ["topic_id", "posted_date"]
    scored = (
        per_topic.join(week, on=keys)
        .join(month, on=keys)
        .join(past, on=keys)
        .join(per_day, on="posted_date")
        .with_columns(
            day_no=days,
            past_days=pl.min_horizontal(28, days),
            first_date=pl.col("posted_date").min().over("topic_id"),
        )
        .with_columns(pl.col("past").list.concat(pl.lit([0] * 28)).list.head(pl.col("past_days")))
        .with_columns(median=pl.col("past").list.median().fill_null(0))
        .with_columns(mad=(pl.col("past") - pl.col("median")).list.eval(pl.element().abs()).list.median())
    )
    scored.sort(
        ["posted_date", "post_count", "mention_count", "topic_id"], descending=[False, True, True, False]
    ).with_columns(topic_rank=pl.int_range(1, pl.len() + 1).over("posted_date").cast(pl.Int32)).select(
        "posted_date",
        "topic_id",
        "topic",
        "mention_count",
        "new_mention_count",
        "post_count",
        post_share=pl.col("post_count") / pl.col("day_post_count"),
        topic_rank="topic_rank",
        post_count_7d="post_count_7d",
        post_mean_7d=pl.col("post_count_7d") / pl.min_horizontal(7, pl.col("day_no") + 1),
        post_mean_28d=pl.col("post_count_28d") / pl.min_horizontal(28, pl.col("day_no") + 1),
        burst_score=pl.when(pl.col("past_days") == 0)
        .then(0.0)
        .otherwise((pl.col("post_count") - pl.col("median")) / (1 + 1.4826 * pl.col("mad"))),
        first_date="first_date",
    ).sort("posted_date", "topic_id").write_parquet(target)


def speaker_co_mentions(tables: Path, target: Path) -> None:
    """The rows of the mart of that name."""
    quotes = (
        pl.scan_parquet(tables / "quotes")
        .filter(pl.col("actor_id").is_not_null())
        .select("post_id", "block_no", "context", "actor_id", "co_actor_ids")
        .join(_read_posts(tables).select("post_id", "posted_date"), on="post_id")
        .collect()
    )
    actors = (
        pl.scan_parquet(tables / "actors")
        .select("actor_id", "name", "kind")
        .sort("actor_id")
        .collect()
        .with_row_index("actor")
    )
    numbers = actors.select("actor_id", "actor")
    joint = quotes.drop("actor_id").explode("co_actor_ids").rename({"co_actor_ids": "actor_id"})
    posts = quotes.select(pl.col("post_id").unique()).with_row_index("post")
    spoken = (
        pl.concat(
            [
                quotes.drop("co_actor_ids"),
                joint.drop_nulls("actor_id").select(quotes.drop("co_actor_ids").columns),
            ]
        )
        .join(numbers, on="actor_id")
        .join(posts, on="post_id")
    )
    keys = ["posted_date", "unit", "post", "block_no", "actor"]
    notes = spoken.filter(pl.col("context") == "note").with_columns(unit=pl.lit("note"))
    whole = spoken.with_columns(unit=pl.lit("post"), block_no=pl.lit(-1, pl.Int32))
    speakers = pl.concat([each.select(keys).unique() for each in (notes, whole)])
    day = ["posted_date", "unit"]
    per_day = speakers.select(keys[:4]).unique().group_by(day).agg(units=pl.len().cast(pl.Int64) + 1)
    per_speaker = speakers.group_by([*day, "actor"]).agg(said=pl.len().cast(pl.Int64))
    pairs = (
        speakers.lazy()
        .join(speakers.lazy(), on=keys[:4], suffix="_b")
        .filter(pl.col("actor") < pl.col("actor_b"))
        .group_by([*day, "actor", "actor_b"])
        .agg(co_mention_count=pl.len().cast(pl.Int64), post_count=pl.col("post").n_unique().cast(pl.Int64))
        .collect()
    )
    both = pl.col("co_mention_count")
    (
        pairs.join(per_day, on=day)
        .join(per_speaker, on=[*day, "actor"])
        .join(per_speaker.rename({"actor": "actor_b", "said": "said_b"}), on=[*day, "actor_b"])
        .join(actors, on="actor")
        .join(actors.rename({"actor": "actor_b"}), on="actor_b", suffix="_other")
        .sort("posted_date", "unit", "actor", "actor_b")
        .select(
            "posted_date",
            "unit",
            actor_id_a="actor_id",
            actor_a="name",
            actor_kind_a="kind",
            actor_id_b="actor_id_other",
            actor_b="name_other",
            actor_kind_b="kind_other",
            co_mention_count="co_mention_count",
            post_count="post_count",
            npmi=pl.min_horizontal(
                1.0,
                (both * pl.col("units") / (pl.col("said") * pl.col("said_b"))).log()
                / (pl.col("units") / both).log(),
            ),
            jaccard=both / (pl.col("said") + pl.col("said_b") - both),
        )
        .write_parquet(target)
    )


def _read_posts(tables: Path) -> pl.LazyFrame:
    return (
        pl.scan_parquet(tables / "posts")
        .filter(~pl.col("date_basis").is_in(_UNDATED))
        .select("post_id", "posted_date", "published_at")
    )


def _hash_labels(labels: pl.Series) -> pl.DataFrame:
    """A label without a note, in half and full width: what such a mention is known by."""
    from hashlib import sha256

    return pl.DataFrame(
        [
            (label, sha256(f"#{label}".encode()).hexdigest(), sha256(f"＃{label}".encode()).hexdigest())
            for label in labels
        ],
        schema=["label", "narrow", "wide"],
        orient="row",
    )
