"""The marts about words that come again: a note's source, one statement over many posts."""

from __future__ import annotations

from warehouse.schema.shared import BIGINT, DAY, INT, REAL, TEXT, column
from warehouse.schema.table import Column, Layer, Table

_UTTERANCE_ID = column("utterance_id", TEXT, "the statement; 16 hex digits from its first quote")

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

QUOTE_UTTERANCES = Table(
    "quote_utterances",
    Layer.MART,
    "Which quotes are copies of one statement.",
    "one row per quote",
    ("quote_id",),
    (column("quote_id", TEXT, "the quote"), _UTTERANCE_ID),
)


def _copies(name: str, which: str) -> Column:
    return column(name, BIGINT, f"copies in notes {which}", unit="quotes")


UTTERANCES = Table(
    "utterances",
    Layer.MART,
    "One statement across posts, days and outlets: how often it was copied, and how its wording wandered.",
    "one row per statement",
    ("utterance_id",),
    (
        _UTTERANCE_ID,
        column("text", TEXT, "its most frequent wording; of equally frequent ones the longest"),
        column("actor_id", TEXT, "who is said to have said it, a named actor before others", null=True),
        column("actor", TEXT, "the actor's usual name", null=True),
        column("actor_kind", TEXT, "kind of the actor", null=True),
        column("first_date", DAY, "first day of a dated post that has it (Asia/Tokyo)", null=True),
        column("last_date", DAY, "last such day", null=True),
        column("copy_count", BIGINT, "quotes that are copies of it", unit="quotes"),
        column("post_count", BIGINT, "posts that have it", unit="posts"),
        column("day_count", BIGINT, "days with a dated post that has it", unit="days"),
        column("outlet_count", BIGINT, "relaying media, accounts and sites that have it", unit="outlets"),
        column("form_count", BIGINT, "different wordings, character for character", unit="wordings"),
        column("shortest_text", TEXT, "its shortest wording"),
        column("longest_text", TEXT, "its longest wording"),
        column(
            "note_copy_count", BIGINT, "copies in notes; the sum of the counts that follow", unit="quotes"
        ),
        _copies("exact_count", "that are the whole of quoted words"),
        _copies("trimmed_count", "that are a part of quoted words"),
        _copies("edited_count", "that change quoted words"),
        _copies("indirect_made_direct_count", "whose source does not quote"),
        _copies("no_source_count", "without a source"),
    ),
)
