"""Types and columns that several tables have: one meaning, one wording."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from warehouse.schema.table import Column, Where

TEXT, INT, BIGINT = pa.string(), pa.int32(), pa.int64()
DAY, REAL, FLAG = pa.date32(), pa.float64(), pa.bool_()


def column(  # noqa: PLR0913 -- the parts of a Column, short to write
    name: str,
    type_: pa.DataType,
    description: str,
    *,
    null: bool = False,
    where: Where = Where.BOTH,
    unit: str = "",
) -> Column:
    """One column, the common case written shortly."""
    return Column(name, type_, description, null, where, unit)


POST_ID = column(
    "post_id", TEXT, "the post; 16 hex digits of SHA-256 over its canonical URL, site and id, or text"
)
BLOCK_NO = column("block_no", INT, "the block inside the post, from 0")
START = column("char_start", INT, "first code point in posts.text, from 0")
END = column("char_end", INT, "code point after the last one in posts.text")
POSTED_DATE = column(
    "posted_date", DAY, "the post's calendar day in Asia/Tokyo; null when unknown", null=True
)
# The lake keeps every revision, so its facts say which dump and which revision of the post they belong to.
LAKE_KEYS = (
    column("dump_id", TEXT, "the dump this row was read from", where=Where.LAKE),
    column("revision", INT, "which text of this post inside the dump, from 1", where=Where.LAKE),
)


def published(given: Column) -> Column:
    """The same column, in the published copy only."""
    return replace(given, where=Where.PUBLISHED)


# What analysts would otherwise join by hand.
SOURCE = tuple(
    published(each)
    for each in (
        POSTED_DATE,
        column("record_id", TEXT, "the record's own name in its dump"),
        column("source_uri", TEXT, "the dump (and the file in it) the post was read from"),
        column("url", TEXT, "canonical address of the post", null=True),
    )
)
# Marts leave posts without a day of their own out, so that a crawl never looks like a spike.
DATED = column("posted_date", DAY, "calendar day in Asia/Tokyo; crawl-dated and undated posts are left out")
ACTOR_KIND = column("actor_kind", TEXT, "person, organisation, country, media, account, anonymous or unknown")
FIRST_DATE = column("first_date", DAY, "first day it was met, crawl-dated and undated posts apart")
LAST_DATE = column("last_date", DAY, "last day it was met, likewise")
UNIT = column("unit", TEXT, "note or post: what both are quoted in")
PAIR_A = (
    column("actor_id_a", TEXT, "the actor with the smaller id"),
    column("actor_a", TEXT, "its usual name"),
)
PAIR_B = (
    column("actor_id_b", TEXT, "the actor with the greater id"),
    column("actor_b", TEXT, "its usual name"),
)
KIND_A = column("actor_kind_a", TEXT, "its kind; anonymous speakers and media have kinds of their own")
KIND_B = column("actor_kind_b", TEXT, "its kind")
ACTOR_ID = column("actor_id", TEXT, "the actor the name resolves to")
ACTOR = column("actor", TEXT, "the actor's usual name")
TOPIC_ID = column("topic_id", TEXT, "the topic the label resolves to")
TOPIC = column("topic", TEXT, "the topic's preferred label")
PARENT_TOPIC_ID = column(
    "parent_topic_id", TEXT, "the wider topic, as a person settled it in sql/seeds/topics.csv", null=True
)
EVENT_FIRST_DATE = column(
    "event_first_date",
    DAY,
    "first day of the event the topic is, by sql/seeds/topics.csv or by the year or month in its label",
    null=True,
)
EVENT_LAST_DATE = column("event_last_date", DAY, "last day of that event", null=True)
