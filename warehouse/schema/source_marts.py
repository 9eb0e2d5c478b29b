"""The marts about where news comes from, how good the data is, and what changed."""

from __future__ import annotations

from dataclasses import replace

from warehouse.schema.shared import (
    BIGINT,
    DATED,
    DAY,
    FIRST_DATE,
    INT,
    LAST_DATE,
    REAL,
    TEXT,
    TOPIC,
    TOPIC_ID,
    column,
)
from warehouse.schema.table import Layer, Table

_REPORTED = column("reported_quote_count", BIGINT, "of these, indirect speech (form reported)", unit="quotes")

OUTLET_SHARE = Table(
    "outlet_share",
    Layer.MART,
    "Which media and accounts a topic's news comes from, and who relays unnamed sources.",
    "one row per (outlet_kind, outlet_id, topic_id)",
    ("outlet_kind", "outlet_id", "topic_id"),
    (
        column("outlet_kind", TEXT, "media (quotes) or account (pasted tweets)"),
        column("outlet_id", TEXT, "actor_id of a medium, handle of an account in lower case"),
        column("outlet", TEXT, "usual name of the medium, @handle of the account"),
        replace(TOPIC_ID, description="the topic; null where the quote or tweet has none", nullable=True),
        replace(TOPIC, nullable=True),
        column("relayed_quote_count", BIGINT, "quotes of others that the medium relays", unit="quotes"),
        column("anonymous_quote_count", BIGINT, "of these, quotes of unnamed sources", unit="quotes"),
        column("own_quote_count", BIGINT, "quotes the medium speaks itself", unit="quotes"),
        column("embed_count", BIGINT, "pasted tweets of the account", unit="tweets"),
        column("post_count", BIGINT, "posts with such a quote or tweet", unit="posts"),
        column(
            "outlet_share", REAL, "its quotes and tweets / those of all outlets of its kind", unit="0 to 1"
        ),
        FIRST_DATE,
        LAST_DATE,
    ),
)

SOURCE_TYPES = Table(
    "source_types",
    Layer.MART,
    "What kind of source the news quotes, per day.",
    "one row per (posted_date, context, source_kind, source_type)",
    ("posted_date", "context", "source_kind", "source_type"),
    (
        DATED,
        column("context", TEXT, "kind of the block: article, note, embed or other"),
        column(
            "source_kind",
            TEXT,
            "person, organisation, country, media, account, anonymous, unknown; none: nobody is named",
        ),
        column("source_type", TEXT, "what an unnamed source is: official, insider, relative, ...", null=True),
        column("quote_count", BIGINT, "quotes, indirect speech included", unit="quotes"),
        _REPORTED,
        column("post_count", BIGINT, "posts with such a quote", unit="posts"),
        column("actor_count", BIGINT, "distinct speakers", unit="actors"),
        column("quote_share", REAL, "quote_count / the day's quotes in the context", unit="0 to 1"),
    ),
)

DATA_QUALITY_DAILY = Table(
    "data_quality_daily",
    Layer.MART,
    "How far a day's figures can be trusted, and what daily marts leave out.",
    "one row per posted_date; the undated posts have a row without a date",
    ("posted_date",),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo; of crawl-dated posts the crawl's", null=True),
        column("post_count", BIGINT, "posts", unit="posts"),
        column("crawl_dated_post_count", BIGINT, "of these, known by the day of a crawl only", unit="posts"),
        column("undated_post_count", BIGINT, "of these, without any date", unit="posts"),
        column(
            "damaged_post_count", BIGINT, "of these, with characters that could not be read", unit="posts"
        ),
        column("revised_post_count", BIGINT, "of these, edited since they were first read", unit="posts"),
        column("quote_count", BIGINT, "quotes, indirect speech included", unit="quotes"),
        _REPORTED,
        column("speakerless_quote_count", BIGINT, "of these, without a speaker", unit="quotes"),
        column("unknown_kind_quote_count", BIGINT, "of these, with a speaker of unknown kind", unit="quotes"),
        column(
            "provisional_quote_count", BIGINT, "of these, by an actor that nobody has reviewed", unit="quotes"
        ),
        column("doubtful_quote_count", BIGINT, "of these, with a confidence below 0.8", unit="quotes"),
    ),
)

TREND_CHANGES = Table(
    "trend_changes",
    Layer.MART,
    "Which topics and pairs of speakers rose or fell most against their own past.",
    "one row per (period, start_date, subject, subject_id); 20 rises and 20 falls of each at most",
    ("period", "start_date", "subject", "subject_id"),
    (
        column("period", TEXT, "day or week (ISO)"),
        column("start_date", DAY, "the day, or the Monday of the week"),
        column("subject", TEXT, "topic or pair (of speakers quoted in one post)"),
        column("subject_id", TEXT, "topic_id; of a pair both actor_ids with a hyphen"),
        column("subject_label", TEXT, "the topic, or both names"),
        column("direction", TEXT, "rise or fall"),
        column("direction_rank", INT, "1 = strongest of its period, subject and direction", unit="rank"),
        column("post_count", BIGINT, "posts in the period", unit="posts"),
        column("expected_count", REAL, "posts expected from the 28 days before", unit="posts"),
        column(
            "change_score", REAL, "Freeman-Tukey deviate; above 2 is no chance", unit="standard deviations"
        ),
    ),
)
