"""The marts about who spoke: side by side, about what, and how much."""

from __future__ import annotations

from dataclasses import replace

from warehouse.schema.shared import (
    ACTOR,
    ACTOR_ID,
    ACTOR_KIND,
    BIGINT,
    BLOCK_NO,
    DATED,
    DAY,
    FIRST_DATE,
    INT,
    KIND_A,
    KIND_B,
    LAST_DATE,
    PAIR_A,
    PAIR_B,
    POST_ID,
    REAL,
    TEXT,
    TOPIC,
    TOPIC_ID,
    UNIT,
    column,
)
from warehouse.schema.table import Layer, Table

_TOPIC_ID = replace(TOPIC_ID, description="the note's topic; null for quotes outside notes", nullable=True)
_TOPIC = replace(TOPIC, nullable=True)
_QUOTES = column("quote_count", BIGINT, "quotes the actor speaks, indirect speech included", unit="quotes")
_REPORTED = column("reported_quote_count", BIGINT, "of these, indirect speech (form reported)", unit="quotes")
_STATEMENTS = column(
    "statement_count", BIGINT, "distinct wordings among the quotes, blanks and 、。 apart", unit="statements"
)
_VOICE = column("voice_share", REAL, "quote_count / the day's quotes with a speaker", unit="0 to 1")
_TOPIC_VOICE = column(
    "topic_voice_share", REAL, "quote_count / those of the day on the same topic (or none)", unit="0 to 1"
)

SPEAKER_UNITS = Table(
    "speaker_units",
    Layer.MART,
    "Who is quoted in which note and in which post.",
    "one row per (unit, post_id, block_no, actor_id)",
    ("unit", "post_id", "block_no", "actor_id"),
    (
        DATED,
        column("unit", TEXT, "note or post: what the actor is quoted in"),
        POST_ID,
        replace(BLOCK_NO, description="the note's block in the post; -1 where the unit is the post"),
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        column("quote_count", BIGINT, "quotes of the unit that the actor speaks", unit="quotes"),
    ),
    is_view=True,
)

SPEAKER_CO_MENTIONS = Table(
    "speaker_co_mentions",
    Layer.MART,
    "Which speakers are quoted in the same note or post, per day.",
    "one row per (posted_date, unit, actor_id_a, actor_id_b); each pair once, actor_id_a < actor_id_b",
    ("posted_date", "unit", "actor_id_a", "actor_id_b"),
    (
        DATED,
        UNIT,
        *PAIR_A,
        KIND_A,
        *PAIR_B,
        KIND_B,
        column("co_mention_count", BIGINT, "units of the day in which both are quoted", unit="units"),
        column("post_count", BIGINT, "posts of the day that hold such a unit", unit="posts"),
        column("npmi", REAL, "normalised pointwise mutual information over the day's units", unit="-1 to 1"),
        column("jaccard", REAL, "units that quote both out of those that quote one or both", unit="0 to 1"),
    ),
)

SPEAKER_PAIRS = Table(
    "speaker_pairs",
    Layer.MART,
    "Which speakers are quoted in the same note or post, over the whole span.",
    "one row per (unit, actor_id_a, actor_id_b); each pair once, actor_id_a < actor_id_b",
    ("unit", "actor_id_a", "actor_id_b"),
    (
        UNIT,
        *PAIR_A,
        KIND_A,
        *PAIR_B,
        KIND_B,
        column("co_mention_count", BIGINT, "units in which both are quoted", unit="units"),
        column("post_count", BIGINT, "posts that hold such a unit", unit="posts"),
        column("day_count", BIGINT, "days with such a unit", unit="days"),
        column("first_date", DAY, "first of these days"),
        column("last_date", DAY, "last of these days"),
        column("npmi", REAL, "normalised pointwise mutual information over all units", unit="-1 to 1"),
        column("jaccard", REAL, "units that quote both out of those that quote one or both", unit="0 to 1"),
    ),
)

DAILY_SPEAKER_QUOTES = Table(
    "daily_speaker_quotes",
    Layer.MART,
    "Who spoke how much about what, per day, and with which share of voice.",
    "one row per (posted_date, actor_id, topic_id); a day without a quote has no row",
    ("posted_date", "actor_id", "topic_id"),
    (
        DATED,
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        _TOPIC_ID,
        _TOPIC,
        _QUOTES,
        _REPORTED,
        column("post_count", BIGINT, "posts with such a quote", unit="posts"),
        _STATEMENTS,
        column("mean_char_count", REAL, "mean length of the quotes", unit="code points"),
        _VOICE,
        _TOPIC_VOICE,
    ),
)

DAILY_SPEAKER_QUOTES_FILLED = Table(
    "daily_speaker_quotes_filled",
    Layer.MART,
    "daily_speaker_quotes with the silent days as zero.",
    "one row per (posted_date, actor_id, topic_id), for every speaker and topic that occur together",
    ("posted_date", "actor_id", "topic_id"),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo, from the first to the last dated post"),
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        _TOPIC_ID,
        _TOPIC,
        _QUOTES,
        _REPORTED,
        column("post_count", BIGINT, "posts with such a quote", unit="posts"),
        _STATEMENTS,
        _VOICE,
        _TOPIC_VOICE,
    ),
    is_view=True,
)

SPEAKER_TOPICS = Table(
    "speaker_topics",
    Layer.MART,
    "What each speaker speaks about in notes, and what sets the speaker apart.",
    "one row per (actor_id, topic_id)",
    ("actor_id", "topic_id"),
    (
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        TOPIC_ID,
        TOPIC,
        _QUOTES,
        _REPORTED,
        column("post_count", BIGINT, "posts with such a quote", unit="posts"),
        column("day_count", BIGINT, "days with such a quote", unit="days"),
        FIRST_DATE,
        LAST_DATE,
        column("speaker_share", REAL, "quote_count / the speaker's quotes in notes", unit="0 to 1"),
        column("topic_share", REAL, "quote_count / the topic's quotes", unit="0 to 1"),
        column("distinctiveness", REAL, "tf * idf of the topic among speakers, above 0", unit="tf-idf"),
        column("distinctiveness_rank", INT, "1 = what sets the speaker apart most", unit="rank"),
    ),
)
