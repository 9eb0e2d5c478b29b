"""The marts about who spoke."""

from __future__ import annotations

from warehouse.schema.shared import BIGINT, DAY, REAL, TEXT, column
from warehouse.schema.table import Layer, Table

SPEAKER_CO_MENTIONS = Table(
    "speaker_co_mentions",
    Layer.MART,
    "Which speakers are quoted in the same note or post, per day.",
    "one row per (posted_date, unit, actor_id_a, actor_id_b); each pair once, actor_id_a < actor_id_b",
    ("posted_date", "unit", "actor_id_a", "actor_id_b"),
    (
        column("posted_date", DAY, "calendar day in Asia/Tokyo; crawl-dated and undated posts are left out"),
        column("unit", TEXT, "note or post: what both are quoted in"),
        column("actor_id_a", TEXT, "the actor with the smaller id"),
        column("actor_a", TEXT, "its usual name"),
        column("actor_id_b", TEXT, "the actor with the greater id"),
        column("actor_b", TEXT, "its usual name"),
        column("co_mention_count", BIGINT, "units of the day in which both are quoted"),
        column("post_count", BIGINT, "posts of the day that hold such a unit"),
        column("npmi", REAL, "normalised pointwise mutual information over the day's units, -1 to 1"),
    ),
)
