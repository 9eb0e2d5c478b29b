"""Every table and every column, written once; Parquet, DuckDB comments and docs/dictionary.md come from here.

A fact table lives twice: in the lake (immutable Parquet, one folder a dump, as parsed) and published in
`analytics.duckdb` (newest revision of each post, names resolved). Columns of one place only say so: `where`.
"""

from warehouse.schema.actor_marts import (
    ACTOR_MENTIONS_DAILY,
    ACTOR_MENTIONS_DAILY_FILLED,
    ACTOR_NETWORK,
    ACTOR_NETWORK_EDGES,
    DIM_ACTOR,
)
from warehouse.schema.calendar import DIM_DATE, DIM_HOLIDAY
from warehouse.schema.dimensions import ACTOR_ALIASES, ACTORS, DUMPS, TOPIC_ALIASES, TOPICS
from warehouse.schema.facts import ACTOR_MENTIONS, BLOCKS, POSTS, QUOTES, REJECTS, TOPIC_MENTIONS
from warehouse.schema.source_marts import DATA_QUALITY_DAILY, OUTLET_SHARE, SOURCE_TYPES, TREND_CHANGES
from warehouse.schema.speaker_marts import (
    DAILY_SPEAKER_QUOTES,
    DAILY_SPEAKER_QUOTES_FILLED,
    SPEAKER_CO_MENTIONS,
    SPEAKER_PAIRS,
    SPEAKER_TOPICS,
    SPEAKER_UNITS,
)
from warehouse.schema.statement_marts import QUOTE_SOURCES, QUOTE_UTTERANCES, UTTERANCES
from warehouse.schema.table import INSTANT, STRINGS, Column, Layer, Table, Where, to_arrow_schema
from warehouse.schema.topic_marts import (
    DAILY_TOPIC_FREQUENCIES,
    DAILY_TOPIC_FREQUENCIES_FILLED,
    DIM_TOPIC,
    TOPIC_CO_OCCURRENCES,
    TOPIC_KEYWORDS,
)

__all__ = [
    "BLOCKS", "DIMENSIONS", "DUMPS", "FACTS", "INSTANT", "MARTS", "REJECTS", "STRINGS", "TABLES",
    "Column", "Layer", "Table", "Where", "to_arrow_schema",
]  # fmt: skip

FACTS = (POSTS, BLOCKS, QUOTES, TOPIC_MENTIONS, ACTOR_MENTIONS, REJECTS)
DIMENSIONS = (TOPICS, TOPIC_ALIASES, ACTORS, ACTOR_ALIASES)
MARTS = (
    DIM_DATE,
    DIM_HOLIDAY,
    DIM_TOPIC,
    DIM_ACTOR,
    DAILY_TOPIC_FREQUENCIES,
    DAILY_TOPIC_FREQUENCIES_FILLED,
    TOPIC_CO_OCCURRENCES,
    TOPIC_KEYWORDS,
    SPEAKER_UNITS,
    SPEAKER_CO_MENTIONS,
    SPEAKER_PAIRS,
    DAILY_SPEAKER_QUOTES,
    DAILY_SPEAKER_QUOTES_FILLED,
    SPEAKER_TOPICS,
    ACTOR_MENTIONS_DAILY,
    ACTOR_MENTIONS_DAILY_FILLED,
    ACTOR_NETWORK_EDGES,
    ACTOR_NETWORK,
    OUTLET_SHARE,
    SOURCE_TYPES,
    DATA_QUALITY_DAILY,
    TREND_CHANGES,
    QUOTE_SOURCES,
    QUOTE_UTTERANCES,
    UTTERANCES,
)
TABLES = {table.name: table for table in (*FACTS, DUMPS, *DIMENSIONS, *MARTS)}
"""Every table by name, in the order of the data dictionary."""
