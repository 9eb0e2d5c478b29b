"""Every table and every column, written once; Parquet, DuckDB comments and docs/dictionary.md come from here.

A fact table lives twice: in the lake (immutable Parquet, one folder a dump, as parsed) and published in
`analytics.duckdb` (newest revision of each post, names resolved). Columns of one place only say so: `where`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())


class Where(StrEnum):
    """In which copy of a fact table a column stands."""

    BOTH = "both"
    LAKE = "lake"
    PUBLISHED = "published"


class Layer(StrEnum):
    """Who makes a table: the parser (fact), the ledger, the resolver (dimension), an SQL model (mart)."""

    FACT = "fact"
    LEDGER = "ledger"
    DIMENSION = "dimension"
    MART = "mart"


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type decides the Parquet and the DuckDB type."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = False
    where: Where = Where.BOTH


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        name: as users write it.
        layer: who makes it.
        description: one sentence for the dictionary and the DuckDB comment.
        grain: what one row is.
        key: the columns that are unique together, in the published copy; rows are sorted by them first.
        columns: in order; this is the contract.
    """

    name: str
    layer: Layer
    description: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def published_columns(self) -> tuple[Column, ...]:
        """The columns of the table in `analytics.duckdb`."""
        return tuple(column for column in self.columns if column.where is not Where.LAKE)

    def lake_columns(self) -> tuple[Column, ...]:
        """The columns of the table's Parquet files in the lake."""
        return tuple(column for column in self.columns if column.where is not Where.PUBLISHED)

    def record_columns(self) -> tuple[Column, ...]:
        """The columns the parser fills: those of the record of the same name in `transforms.records`."""
        return tuple(column for column in self.columns if column.where is Where.BOTH)


def to_arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of some columns, with nullability and descriptions."""
    return pa.schema(
        [
            pa.field(c.name, c.type, nullable=c.nullable, metadata={"description": c.description})
            for c in columns
        ]
    )


def _c(
    name: str,
    type_: pa.DataType,
    description: str,
    *,
    null: bool = False,
    where: Where = Where.BOTH,
) -> Column:
    return Column(name, type_, description, null, where)


_S, _I4, _I8, _D, _F, _B = pa.string(), pa.int32(), pa.int64(), pa.date32(), pa.float64(), pa.bool_()

_POST_ID = _c(
    "post_id", _S, "the post; 16 hex digits of SHA-256 over its canonical URL, site and id, or text"
)
_BLOCK_NO = _c("block_no", _I4, "the block inside the post, from 0")
_START = _c("char_start", _I4, "first code point in posts.text, from 0")
_END = _c("char_end", _I4, "code point after the last one in posts.text")
_POSTED_DATE = _c("posted_date", _D, "the post's calendar day in Asia/Tokyo; null when unknown", null=True)
# The lake keeps every revision, so its facts say which dump and which revision of the post they belong to.
_LAKE_KEYS = (
    _c("dump_id", _S, "the dump this row was read from", where=Where.LAKE),
    _c("revision", _I4, "which text of this post inside the dump, from 1", where=Where.LAKE),
)
# What analysts would otherwise join by hand.
_SOURCE = tuple(
    Column(c.name, c.type, c.description, c.nullable, Where.PUBLISHED)
    for c in (
        _POSTED_DATE,
        _c("record_id", _S, "the record's own name in its dump"),
        _c("source_uri", _S, "the dump (and the file in it) the post was read from"),
        _c("url", _S, "canonical address of the post", null=True),
    )
)


def _published(column: Column) -> Column:
    return Column(column.name, column.type, column.description, column.nullable, Where.PUBLISHED)


_ACTOR_ID = _c("actor_id", _S, "the actor the name resolves to")
_ACTOR = _c("actor", _S, "the actor's usual name")
_TOPIC_ID = _c("topic_id", _S, "the topic the label resolves to")
_TOPIC = _c("topic", _S, "the topic's preferred label")

POSTS = Table(
    "posts",
    Layer.FACT,
    "One blog entry or article, newest revision, with its text as given.",
    "one row per post_id (the lake: per post_id and revision)",
    ("post_id",),
    (
        _POST_ID,
        _c("dump_id", _S, "the dump this revision was read from"),
        _c("source_uri", _S, "the dump's path below the inbox, or the address a crawl names"),
        _c("record_id", _S, "the record's own name in its dump; a text file's name without its ending"),
        _c("site", _S, "host of the post, or the blog's name where there is no address", null=True),
        _c("url", _S, "canonical address", null=True),
        _c("title", _S, "title as given", null=True),
        _c("author", _S, "author as given", null=True),
        _c("categories", STRINGS, "categories as given, in order"),
        _c("published_at", INSTANT, "instant of publication (UTC), when known to the minute", null=True),
        _POSTED_DATE,
        _c("date_basis", _S, "where the date came from: metadata, url, text, embed, file, crawl or none"),
        _c("date_precision", _S, "second, minute, day or none"),
        _c(
            "assumed_time_zone",
            _S,
            "zone taken for a stated time that names none (IANA name); null when none was needed",
            null=True,
        ),
        _c("language", _S, "ja where kana are found, else und"),
        _c("text", _S, "the text as given: Unicode NFC, line ends as \\n, nothing else changed"),
        _c("char_count", _I4, "code points in text"),
        _c("replaced_count", _I4, "characters the decoder had to replace with U+FFFD"),
        _c("text_sha256", _S, "SHA-256 of text in UTF-8, 64 hex digits"),
        _c("revision", _I4, "how often the text of this post has changed, from 1"),
        _c("parser_version", _S, "version of the parser that made the rows of this post"),
    ),
)

BLOCKS = Table(
    "blocks",
    Layer.FACT,
    "The stretches of a post: pasted tweets, article paragraphs, the blogger's tag lines.",
    "one row per block of a post",
    ("post_id", "block_no"),
    (
        _POST_ID,
        _BLOCK_NO,
        *_LAKE_KEYS,
        _c("kind", _S, "embed, article, note or other"),
        _START,
        _END,
        _c("block_date", _D, "day printed in the embed's signature (a UTC day)", null=True),
        _c("published_at", INSTANT, "instant from the embed's status id (UTC)", null=True),
        _c("author_name", _S, "display name in the embed's signature", null=True),
        _c("handle", _S, "account in the embed's signature, without @", null=True),
        _c("status_url", _S, "address of the embedded tweet", null=True),
        _c("hashtags", STRINGS, "hashtags that are not the blogger's topics (a tweet's, or in prose)"),
    ),
)

QUOTES = Table(
    "quotes",
    Layer.FACT,
    "Words attributed to somebody's speech, statement, post or document, without the outer brackets.",
    "one row per quote; a nested quote is a row of its own",
    ("quote_id",),
    (
        _c("quote_id", _S, "16 hex digits of SHA-256 over post_id, span and form"),
        _POST_ID,
        _BLOCK_NO,
        *_LAKE_KEYS,
        _START,
        _END,
        _c("text", _S, "the quoted words: posts.text between the offsets"),
        _c("context", _S, "kind of the block: article, note, embed or other"),
        _c("form", _S, "direct, partial, nested or reported (indirect speech without brackets)"),
        _c("parent_quote_id", _S, "the quote around a nested one", null=True),
        _c("topic", _S, "the note's label as written, for quotes in notes", null=True),
        _c("speaker", _S, "the speaker exactly as written", null=True),
        _c("speaker_start", _I4, "where that mention stands in posts.text", null=True),
        _c("speaker_end", _I4, "where it ends", null=True),
        _c("speaker_full", _S, "the fullest form of the same actor in the document", null=True),
        _c("speaker_kind", _S, "person, organisation, country, media, account, anonymous or unknown"),
        _c("co_speakers", STRINGS, "further speakers of a joint statement, as written"),
        _c("role", _S, "office or role said with the name", null=True),
        _c("via", _S, "medium that relays the statement, as written", null=True),
        _c("via_start", _I4, "where the medium stands in posts.text", null=True),
        _c("cue", _S, "reporting verb or noun", null=True),
        _c(
            "evidence",
            _S,
            "before, after, same_sentence, previous_sentence, anaphor, continued, note, headline, none",
        ),
        _c("confidence", _F, "how sure the attribution is, 0 to 1"),
        *_SOURCE,
        Column("actor_id", _S, "the speaker, resolved", nullable=True, where=Where.PUBLISHED),
        Column("actor", _S, "the speaker's usual name", nullable=True, where=Where.PUBLISHED),
        Column("actor_kind", _S, "kind of the resolved speaker", nullable=True, where=Where.PUBLISHED),
        Column("via_actor_id", _S, "the relaying medium, resolved", nullable=True, where=Where.PUBLISHED),
        Column("via_actor", _S, "the relaying medium's usual name", nullable=True, where=Where.PUBLISHED),
        Column("topic_id", _S, "the note's topic, resolved", nullable=True, where=Where.PUBLISHED),
    ),
)

TOPIC_MENTIONS = Table(
    "topic_mentions",
    Layer.FACT,
    "The blogger's topics: hashtag labels of tag lines, and the keywords inside their notes.",
    "one row per label of a tag line (keyword null), and one per keyword segment (label null)",
    ("post_id", "char_start", "char_end"),
    (
        _POST_ID,
        _BLOCK_NO,
        *_LAKE_KEYS,
        _c("note_no", _I4, "the tag of the line, from 0"),
        _c("label", _S, "the label as written, without #; null in keyword rows", null=True),
        _c("alias", _S, "what the note declares the label to mean (#label=alias)", null=True),
        _c("parent_label", _S, "the label whose note holds the keyword", null=True),
        _c("keyword", _S, "the keyword segment as written", null=True),
        _START,
        _END,
        _c("note_sha256", _S, "SHA-256 of the whole tag as written; equal for notes repeated verbatim"),
        *_SOURCE[:2],
        _published(_TOPIC_ID),
        _published(_TOPIC),
    ),
)

ACTOR_MENTIONS = Table(
    "actor_mentions",
    Layer.FACT,
    "Every place where an actor is named, speaking or not.",
    "one row per mention",
    ("post_id", "char_start", "char_end"),
    (
        _POST_ID,
        _BLOCK_NO,
        *_LAKE_KEYS,
        _c("surface", _S, "the name exactly as written"),
        _c("surface_full", _S, "the fullest form of the same actor in the document"),
        _START,
        _END,
        _c("kind", _S, "person, organisation, country, media, account, anonymous or unknown"),
        _c("role", _S, "office or role said with the name", null=True),
        _c("is_speaker", _B, "whether a quote hangs on this mention"),
        _c("quote_id", _S, "the first quote that hangs on it", null=True),
        _published(_POSTED_DATE),
        _published(_ACTOR_ID),
        _published(_ACTOR),
    ),
)

REJECTS = Table(
    "rejects",
    Layer.FACT,
    "Records that could not become posts.",
    "one row per rejected record",
    ("dump_id", "position", "reason"),
    (
        _c("dump_id", _S, "the dump"),
        _c("source_uri", _S, "the dump's path below the inbox"),
        _c("position", _I8, "byte offset of the record in the decompressed dump"),
        _c("reason", _S, "kind of trouble (transforms.records.RejectReason)"),
        _c("excerpt", _S, "at most 200 characters"),
        _c("raw", pa.binary(), "the record's first bytes, at most 4 KiB"),
        _c("parser_version", _S, "version of the parser that refused it"),
    ),
)

DUMPS = Table(
    "dumps",
    Layer.LEDGER,
    "The ledger of dumps; records_in = posts + duplicates + rejected.",
    "one row per dump (content hash)",
    ("dump_id",),
    (
        _c("dump_id", _S, "16 hex digits of the file's SHA-256"),
        _c("path", _S, "path below the inbox when it came in"),
        _c("bytes", _I8, "size of the file as delivered"),
        _c(
            "format",
            _S,
            "text, jsonl, ...; of an archive all in it (zip+text+html); null when it could not be told",
            null=True,
        ),
        _c(
            "encoding",
            _S,
            "character encoding behind its compression (gzip+utf-8); several with commas",
            null=True,
        ),
        _c("records_in", _I8, "records read"),
        _c("posts", _I8, "records that became posts (revisions counted)"),
        _c("duplicates", _I8, "records that repeat a post of the same dump, text and all"),
        _c("rejected", _I8, "records in rejects"),
        _c(
            "left_out", _I8, "entries besides that are no public posts: drafts, private ones, pages, requests"
        ),
        _c("parser_version", _S, "version of the parser that read it"),
        _c("snapshot_id", _I8, "the snapshot in which it first appeared"),
        _c("source_url", _S, "where the dump came from, if its .source.toml says so", null=True),
        _c("licence", _S, "its licence, likewise", null=True),
        _c("accessed_at", INSTANT, "when it was fetched, likewise", null=True),
        _c("quarantine_reason", _S, "why the whole dump was put aside; null for a good one", null=True),
        _c("quarantine_detail", _S, "what was wrong, where, and what to do", null=True),
    ),
)

TOPICS = Table(
    "topics",
    Layer.DIMENSION,
    "The topics that labels resolve to.",
    "one row per topic",
    ("topic_id",),
    (
        _TOPIC_ID,
        _TOPIC,
        _c("is_reviewed", _B, "whether a person settled it in sql/seeds/topics.csv"),
        _c("first_date", _D, "first posted_date it was mentioned", null=True),
        _c("last_date", _D, "last posted_date it was mentioned", null=True),
    ),
)

TOPIC_ALIASES = Table(
    "topic_aliases",
    Layer.DIMENSION,
    "Which spellings and declared aliases mean which topic.",
    "one row per surface",
    ("surface",),
    (
        _c("surface", _S, "a label or alias as written"),
        _TOPIC_ID,
        _c("source", _S, "seed, label, or declared (#label=alias in a note)"),
        _c("post_count", _I8, "posts that use or declare it"),
    ),
)

ACTORS = Table(
    "actors",
    Layer.DIMENSION,
    "The actors that names resolve to.",
    "one row per actor",
    ("actor_id",),
    (
        _ACTOR_ID,
        _c("name", _S, "usual name"),
        _c("kind", _S, "person, organisation, country, media, account, anonymous or unknown"),
        _c("country", _S, "ISO 3166-1 alpha-2 code", null=True),
        _c("wikidata_id", _S, "Wikidata item, where it is certain", null=True),
        _c("is_reviewed", _B, "whether it stands in sql/seeds/actors.csv; else it is provisional"),
        _c("first_date", _D, "first posted_date it was mentioned", null=True),
        _c("last_date", _D, "last posted_date it was mentioned", null=True),
    ),
)

ACTOR_ALIASES = Table(
    "actor_aliases",
    Layer.DIMENSION,
    "Which surfaces mean which actor, and when.",
    "one row per surface, actor and valid_from",
    ("surface", "actor_id", "valid_from"),
    (
        _c("surface", _S, "the name as written"),
        _ACTOR_ID,
        _c("valid_from", _D, "first day the alias means this actor; null: always", null=True),
        _c("valid_until", _D, "last day; null: still", null=True),
        _c("source", _S, "seed, or text (seen in posts)"),
    ),
)

DIM_DATE = Table(
    "dim_date",
    Layer.MART,
    "The calendar from the first to the last posted_date, without gaps.",
    "one row per day",
    ("posted_date",),
    (
        _c("posted_date", _D, "calendar day in Asia/Tokyo"),
        _c("year", _I4, "year"),
        _c("month", _I4, "month, 1 to 12"),
        _c("day", _I4, "day of the month"),
        _c("iso_year", _I4, "ISO 8601 week year"),
        _c("iso_week", _I4, "ISO 8601 week, 1 to 53"),
        _c("iso_weekday", _I4, "1 Monday to 7 Sunday"),
        _c("weekday_ja", _S, "月 to 日"),
        _c("is_weekend", _B, "Saturday or Sunday"),
        _c("month_start_date", _D, "first day of the month"),
        _c("week_start_date", _D, "Monday of the ISO week"),
    ),
)

DAILY_TOPIC_FREQUENCIES = Table(
    "daily_topic_frequencies",
    Layer.MART,
    "How often each topic was written about, per day.",
    "one row per (posted_date, topic_id); a day without the topic has no row",
    ("posted_date", "topic_id"),
    (
        _c("posted_date", _D, "calendar day in Asia/Tokyo; crawl-dated and undated posts are left out"),
        _TOPIC_ID,
        _TOPIC,
        _c("mention_count", _I8, "tags with the topic"),
        _c("new_mention_count", _I8, "the same without notes repeated verbatim from an earlier day or post"),
        _c("post_count", _I8, "posts with the topic"),
        _c("post_share", _F, "post_count / posts of the day with any topic, 0 to 1"),
        _c("topic_rank", _I4, "1 = most posts that day, then most mentions, then topic_id"),
        _c("post_count_7d", _I8, "sum of post_count over this day and the six before"),
        _c(
            "burst_score",
            _F,
            "(post_count - median) / (1 + 1.4826 MAD) over the 28 days before, zeros counted",
        ),
    ),
)

SPEAKER_CO_MENTIONS = Table(
    "speaker_co_mentions",
    Layer.MART,
    "Which speakers are quoted in the same note or post, per day.",
    "one row per (posted_date, unit, actor_id_a, actor_id_b); each pair once, actor_id_a < actor_id_b",
    ("posted_date", "unit", "actor_id_a", "actor_id_b"),
    (
        _c("posted_date", _D, "calendar day in Asia/Tokyo; crawl-dated and undated posts are left out"),
        _c("unit", _S, "note or post: what both are quoted in"),
        _c("actor_id_a", _S, "the actor with the smaller id"),
        _c("actor_a", _S, "its usual name"),
        _c("actor_id_b", _S, "the actor with the greater id"),
        _c("actor_b", _S, "its usual name"),
        _c("co_mention_count", _I8, "units of the day in which both are quoted"),
        _c("post_count", _I8, "posts of the day that hold such a unit"),
        _c("npmi", _F, "normalised pointwise mutual information over the day's units, -1 to 1"),
    ),
)

FACTS = (POSTS, BLOCKS, QUOTES, TOPIC_MENTIONS, ACTOR_MENTIONS, REJECTS)
DIMENSIONS = (TOPICS, TOPIC_ALIASES, ACTORS, ACTOR_ALIASES)
MARTS = (DIM_DATE, DAILY_TOPIC_FREQUENCIES, SPEAKER_CO_MENTIONS)
TABLES = {table.name: table for table in (*FACTS, DUMPS, *DIMENSIONS, *MARTS)}
"""Every table by name, in the order of the data dictionary."""
