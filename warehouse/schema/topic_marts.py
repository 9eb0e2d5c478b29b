"""The marts about topics."""

from __future__ import annotations

from dataclasses import replace

from warehouse.schema.shared import (
    BIGINT,
    DATED,
    DAY,
    EVENT_FIRST_DATE,
    EVENT_LAST_DATE,
    FIRST_DATE,
    FLAG,
    INT,
    LAST_DATE,
    PARENT_TOPIC_ID,
    REAL,
    TEXT,
    TOPIC,
    TOPIC_ID,
    column,
)
from warehouse.schema.table import STRINGS, Layer, Table

_MENTIONS = column("mention_count", BIGINT, "tags with the topic", unit="tags")
_NEW_MENTIONS = column(
    "new_mention_count", BIGINT, "the same without notes repeated verbatim from an earlier post", unit="tags"
)
_POSTS = column("post_count", BIGINT, "posts with the topic", unit="posts")
_SHARE = column("post_share", REAL, "post_count / posts of the day with any topic", unit="0 to 1")
_WEEK = column("post_count_7d", BIGINT, "sum of post_count over this day and the six before", unit="posts")

DAILY_TOPIC_FREQUENCIES = Table(
    "daily_topic_frequencies",
    Layer.MART,
    "How often each topic was written about, per day.",
    "one row per (posted_date, topic_id); a day without the topic has no row",
    ("posted_date", "topic_id"),
    (
        DATED,
        TOPIC_ID,
        TOPIC,
        _MENTIONS,
        _NEW_MENTIONS,
        _POSTS,
        _SHARE,
        column("topic_rank", INT, "1 = most posts that day, then most mentions, then topic_id", unit="rank"),
        _WEEK,
        column(
            "post_mean_7d", REAL, "mean of post_count over 7 days, quiet ones as zero", unit="posts per day"
        ),
        column("post_mean_28d", REAL, "mean of post_count over 28 days, likewise", unit="posts per day"),
        column(
            "burst_score",
            REAL,
            "(post_count - median) / (1 + 1.4826 MAD) over the 28 days before, zeros counted",
            unit="robust standard deviations",
        ),
        column("first_date", DAY, "first day any dated post had the topic"),
    ),
)

DAILY_TOPIC_FREQUENCIES_FILLED = Table(
    "daily_topic_frequencies_filled",
    Layer.MART,
    "daily_topic_frequencies with the quiet days as zero.",
    "one row per (posted_date, topic_id), for every topic that any dated post has",
    ("posted_date", "topic_id"),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo, from the first to the last dated post"),
        TOPIC_ID,
        TOPIC,
        _MENTIONS,
        _NEW_MENTIONS,
        _POSTS,
        _SHARE,
        _WEEK,
    ),
    is_view=True,
)

TOPIC_CO_OCCURRENCES = Table(
    "topic_co_occurrences",
    Layer.MART,
    "Which topics are written about in the same post.",
    "one row per (topic_id_a, topic_id_b); each pair once, topic_id_a < topic_id_b",
    ("topic_id_a", "topic_id_b"),
    (
        column("topic_id_a", TEXT, "the topic with the smaller id"),
        column("topic_a", TEXT, "its preferred label"),
        column("topic_id_b", TEXT, "the topic with the greater id"),
        column("topic_b", TEXT, "its preferred label"),
        column("post_count", BIGINT, "posts with both", unit="posts"),
        replace(FIRST_DATE, description="first day of a post with both"),
        replace(LAST_DATE, description="last day of a post with both"),
        column("npmi", REAL, "normalised pointwise mutual information over all posts", unit="-1 to 1"),
        column("jaccard", REAL, "posts with both out of posts with one or both", unit="0 to 1"),
    ),
)

TOPIC_KEYWORDS = Table(
    "topic_keywords",
    Layer.MART,
    "Which keywords the notes on a topic bring, and which are its own.",
    "one row per (topic_id, keyword)",
    ("topic_id", "keyword"),
    (
        TOPIC_ID,
        TOPIC,
        column("keyword", TEXT, "the keyword segment as written"),
        column("mention_count", BIGINT, "segments with the keyword in notes on the topic", unit="segments"),
        column("post_count", BIGINT, "posts with such a note", unit="posts"),
        FIRST_DATE,
        LAST_DATE,
        column("distinctiveness", REAL, "tf * idf of the keyword among topics, above 0", unit="tf-idf"),
    ),
)

DIM_TOPIC = Table(
    "dim_topic",
    Layer.MART,
    "Every topic with its figures over the whole span.",
    "one row per topic",
    ("topic_id",),
    (
        TOPIC_ID,
        TOPIC,
        column("is_reviewed", FLAG, "whether a person settled it in sql/seeds/topics.csv"),
        column("aliases", STRINGS, "its other spellings and declared aliases, sorted"),
        column("mention_count", BIGINT, "tags with the topic in dated posts", unit="tags"),
        column("post_count", BIGINT, "dated posts with the topic", unit="posts"),
        column("day_count", BIGINT, "days with such a post", unit="days"),
        replace(FIRST_DATE, nullable=True),
        replace(LAST_DATE, nullable=True),
        PARENT_TOPIC_ID,
        column("parent_topic", TEXT, "the wider topic's preferred label", null=True),
        EVENT_FIRST_DATE,
        EVENT_LAST_DATE,
    ),
)
