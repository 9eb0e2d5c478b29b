"""The marts about words that come again: a note's source, one statement over many posts."""

from __future__ import annotations

from warehouse.schema.shared import INT, REAL, TEXT, column
from warehouse.schema.table import Layer, Table

QUOTE_ID = column("quote_id", TEXT, "the quote")

QUOTE_SOURCES = Table(
    "quote_sources",
    Layer.MART,
    "Where the words of a blogger's note come from: the passage of an article or embed, and how faithfully.",
    "one row per quote in a note",
    ("quote_id",),
    (
        column("quote_id", TEXT, "the quote in the note"),
        column("post_id", TEXT, "the post of the note"),
        column("char_start", INT, "first code point of the note's words in posts.text of post_id, from 0"),
        column("char_end", INT, "code point after the last one"),
        column(
            "fidelity",
            TEXT,
            "exact (the whole of quoted words), trimmed (a part of them), edited (reworded), "
            "indirect_made_direct (the source does not quote) or none (no source found)",
        ),
        column(
            "wording",
            TEXT,
            "verbatim or edited, quoted there or not; blanks, width and brackets aside; null without source",
            null=True,
        ),
        column(
            "score",
            REAL,
            "twice the characters both share in order, over the length of both; 0 without source",
            unit="0 to 1",
        ),
        column(
            "quoted_share",
            REAL,
            "characters of the passage that stand in brackets there; null without source",
            null=True,
            unit="0 to 1",
        ),
        column("source_post_id", TEXT, "the post of the passage, the note's own where it can be", null=True),
        column("source_block_no", INT, "its block there", null=True),
        column(
            "source_char_start",
            INT,
            "first code point of the passage in posts.text of source_post_id",
            null=True,
        ),
        column("source_char_end", INT, "code point after the last one", null=True),
        column("source_quote_id", TEXT, "the quote there that shares most of the passage", null=True),
        column(
            "source_days",
            INT,
            "day of the passage's post less the note's; 0 in one post",
            null=True,
            unit="days",
        ),
    ),
)
