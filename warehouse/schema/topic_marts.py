"""The marts about topics."""

from __future__ import annotations

from warehouse.schema.shared import BIGINT, DAY, INT, REAL, TOPIC, TOPIC_ID, column
from warehouse.schema.table import Layer, Table

DAILY_TOPIC_FREQUENCIES = Table(
    "daily_topic_frequencies",
    Layer.MART,
    "How often each topic was written about, per day.",
    "one row per (posted_date, topic_id); a day without the topic has no row",
    ("posted_date", "topic_id"),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo; crawl-dated and undated posts are left out"),
        TOPIC_ID,
        TOPIC,
        column("mention_count", BIGINT, "tags with the topic"),
        column(
            "new_mention_count",
            BIGINT,
            "the same without notes repeated verbatim from an earlier day or post",
        ),
        column("post_count", BIGINT, "posts with the topic"),
        column("post_share", REAL, "post_count / posts of the day with any topic, 0 to 1"),
        column("topic_rank", INT, "1 = most posts that day, then most mentions, then topic_id"),
        column("post_count_7d", BIGINT, "sum of post_count over this day and the six before"),
        column(
            "burst_score",
            REAL,
            "(post_count - median) / (1 + 1.4826 MAD) over the 28 days before, zeros counted",
        ),
    ),
)
