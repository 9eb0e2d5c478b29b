"""The ledger of dumps, and the dimensions that names and labels resolve to."""

from __future__ import annotations

from warehouse.schema.shared import (
    ACTOR_ID,
    BIGINT,
    DAY,
    EVENT_FIRST_DATE,
    EVENT_LAST_DATE,
    FLAG,
    PARENT_TOPIC_ID,
    REAL,
    TEXT,
    TOPIC,
    TOPIC_ID,
    column,
)
from warehouse.schema.table import INSTANT, Layer, Table

DUMPS = Table(
    "dumps",
    Layer.LEDGER,
    "The ledger of dumps; records_in = posts + duplicates + rejected.",
    "one row per dump (content hash)",
    ("dump_id",),
    (
        column("dump_id", TEXT, "16 hex digits of the file's SHA-256"),
        column("path", TEXT, "path below the inbox when it came in"),
        column("bytes", BIGINT, "size of the file as delivered"),
        column(
            "format",
            TEXT,
            "text, jsonl, ...; of an archive all in it (zip+text+html); null when it could not be told",
            null=True,
        ),
        column(
            "encoding",
            TEXT,
            "character encoding behind its compression (gzip+utf-8); several with commas",
            null=True,
        ),
        column("records_in", BIGINT, "records read"),
        column("posts", BIGINT, "records that became posts (revisions counted)"),
        column("duplicates", BIGINT, "records that repeat a post of the same dump, text and all"),
        column("rejected", BIGINT, "records in rejects"),
        column(
            "left_out",
            BIGINT,
            "entries besides that are no public posts: drafts, private ones, pages, requests",
        ),
        column("parser_version", TEXT, "version of the parser that read it"),
        column(
            "options_id",
            TEXT,
            "settings that decided its rows (time zone, sister hosts); 8 hex digits of their SHA-256",
            null=True,
        ),
        column("snapshot_id", BIGINT, "the snapshot in which it first appeared"),
        column("source_url", TEXT, "where the dump came from, if its .source.toml says so", null=True),
        column("licence", TEXT, "its licence, likewise", null=True),
        column("accessed_at", INSTANT, "when it was fetched, likewise", null=True),
        column("quarantine_reason", TEXT, "why the whole dump was put aside; null for a good one", null=True),
        column("quarantine_detail", TEXT, "what was wrong, where, and what to do", null=True),
    ),
)

TOPICS = Table(
    "topics",
    Layer.DIMENSION,
    "The topics that labels resolve to.",
    "one row per topic",
    ("topic_id",),
    (
        TOPIC_ID,
        TOPIC,
        column("is_reviewed", FLAG, "whether a person settled it in sql/seeds/topics.csv"),
        column("first_date", DAY, "first posted_date it was mentioned", null=True),
        column("last_date", DAY, "last posted_date it was mentioned", null=True),
        PARENT_TOPIC_ID,
        EVENT_FIRST_DATE,
        EVENT_LAST_DATE,
    ),
)

TOPIC_ALIASES = Table(
    "topic_aliases",
    Layer.DIMENSION,
    "Which spellings and declared aliases mean which topic.",
    "one row per surface",
    ("surface",),
    (
        column("surface", TEXT, "a label or alias as written"),
        TOPIC_ID,
        column("source", TEXT, "seed, label, or declared (#label=alias in a note)"),
        column("post_count", BIGINT, "posts that use or declare it"),
    ),
)

ACTORS = Table(
    "actors",
    Layer.DIMENSION,
    "The actors that names resolve to.",
    "one row per actor",
    ("actor_id",),
    (
        ACTOR_ID,
        column("name", TEXT, "usual name"),
        column("kind", TEXT, "person, organisation, country, media, account, anonymous or unknown"),
        column("country", TEXT, "ISO 3166-1 alpha-2 code", null=True),
        column("wikidata_id", TEXT, "Wikidata item, where it is certain", null=True),
        column("is_reviewed", FLAG, "whether it stands in sql/seeds/actors.csv; else it is provisional"),
        column("first_date", DAY, "first posted_date it was mentioned", null=True),
        column("last_date", DAY, "last posted_date it was mentioned", null=True),
        column(
            "source_type",
            TEXT,
            "what an unnamed source is: official, insider, relative, ... (sql/seeds/source_types.csv)",
            null=True,
        ),
        column("near_actor_id", TEXT, "the reviewed actor an unnamed source stands near", null=True),
    ),
)

ACTOR_ALIASES = Table(
    "actor_aliases",
    Layer.DIMENSION,
    "Which surfaces mean which actor, and when.",
    "one row per surface, actor and valid_from",
    ("surface", "actor_id", "valid_from"),
    (
        column("surface", TEXT, "the name as written"),
        ACTOR_ID,
        column("valid_from", DAY, "first day the alias means this actor; null: always", null=True),
        column("valid_until", DAY, "last day; null: still", null=True),
        column("source", TEXT, "seed, or text (seen in posts)"),
        column(
            "rule",
            TEXT,
            "what led from the surface to the actor: seed, seed_office, seed_folded, seed_spelling, "
            "document, full_form, site_form, role, site, source or post "
            "(docs/adr/0009-identity-of-unknown-names.md, 0019-one-surname-on-one-site.md)",
        ),
        column("score", REAL, "how sure that rule is, 0 to 1"),
        column("mention_count", BIGINT, "how often the surface was met with this meaning"),
    ),
)
