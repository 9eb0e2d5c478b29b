"""The marts about actors: when they are met, and how they hang together."""

from __future__ import annotations

from dataclasses import replace

from warehouse.schema.shared import (
    ACTOR,
    ACTOR_ID,
    ACTOR_KIND,
    BIGINT,
    DATED,
    DAY,
    FIRST_DATE,
    FLAG,
    INT,
    LAST_DATE,
    PAIR_A,
    PAIR_B,
    REAL,
    TEXT,
    UNIT,
    column,
)
from warehouse.schema.table import Layer, Table

_COUNTS = (
    column("mention_count", BIGINT, "places that name the actor", unit="mentions"),
    column("naming_post_count", BIGINT, "posts that name the actor", unit="posts"),
    column("quote_count", BIGINT, "quotes the actor speaks, indirect speech included", unit="quotes"),
    column("reported_quote_count", BIGINT, "of these, indirect speech (form reported)", unit="quotes"),
    column("quoting_post_count", BIGINT, "posts that quote the actor", unit="posts"),
)
_WINDOW = column("window_end_date", DAY, "last day of the window, which is its month and the two before")

ACTOR_MENTIONS_DAILY = Table(
    "actor_mentions_daily",
    Layer.MART,
    "How often each actor spoke and was named, per day.",
    "one row per (posted_date, actor_id); a day without the actor has no row",
    ("posted_date", "actor_id"),
    (DATED, ACTOR_ID, ACTOR, ACTOR_KIND, *_COUNTS),
)

ACTOR_MENTIONS_DAILY_FILLED = Table(
    "actor_mentions_daily_filled",
    Layer.MART,
    "actor_mentions_daily with the quiet days as zero.",
    "one row per (posted_date, actor_id), for every actor that any dated post names or quotes",
    ("posted_date", "actor_id"),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo, from the first to the last dated post"),
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        *_COUNTS,
    ),
    is_view=True,
)

DIM_ACTOR = Table(
    "dim_actor",
    Layer.MART,
    "Every actor with its figures over the whole span.",
    "one row per actor",
    ("actor_id",),
    (
        ACTOR_ID,
        ACTOR,
        ACTOR_KIND,
        column("country", TEXT, "ISO 3166-1 alpha-2 code", null=True),
        column("wikidata_id", TEXT, "Wikidata item, where it is certain", null=True),
        column("is_reviewed", FLAG, "whether it stands in sql/seeds/actors.csv; else it is provisional"),
        column("mention_count", BIGINT, "places in dated posts that name the actor", unit="mentions"),
        column("quote_count", BIGINT, "quotes in dated posts that the actor speaks", unit="quotes"),
        column("quoting_post_count", BIGINT, "dated posts that quote the actor", unit="posts"),
        column("day_count", BIGINT, "days with a mention or a quote", unit="days"),
        replace(FIRST_DATE, nullable=True),
        replace(LAST_DATE, nullable=True),
    ),
)

ACTOR_NETWORK_EDGES = Table(
    "actor_network_edges",
    Layer.MART,
    "The lines of the actor network: who is quoted with whom over a rolling three months.",
    "one row per (window_end_date, unit, actor_id_a, actor_id_b); each pair once, actor_id_a < actor_id_b",
    ("window_end_date", "unit", "actor_id_a", "actor_id_b"),
    (
        _WINDOW,
        UNIT,
        *PAIR_A,
        *PAIR_B,
        column("co_mention_count", BIGINT, "units of the window in which both are quoted", unit="units"),
        column("post_count", BIGINT, "posts of the window that hold such a unit", unit="posts"),
    ),
)

ACTOR_NETWORK = Table(
    "actor_network",
    Layer.MART,
    "The actors of the network of a rolling three months: how central each is, and in which group.",
    "one row per (window_end_date, unit, actor_id)",
    ("window_end_date", "unit", "actor_id"),
    (
        _WINDOW,
        UNIT,
        ACTOR_ID,
        ACTOR,
        column("degree", BIGINT, "actors quoted together with this one", unit="actors"),
        column("strength", BIGINT, "sum of co_mention_count over its lines", unit="units"),
        column(
            "pagerank",
            REAL,
            "weighted PageRank, damping 0.85; the actors of a window add up to 1",
            unit="0 to 1",
        ),
        column("community", INT, "group by modularity, 1 = the one with most actors in the window"),
        column("community_size", BIGINT, "actors of the group", unit="actors"),
    ),
)
