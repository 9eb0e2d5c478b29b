"""Every table and every column, written once; Parquet, DuckDB comments and docs/dictionary.md come from here.

A fact table lives twice: in the lake (immutable Parquet, one folder a dump, as parsed) and published in
`analytics.duckdb` (newest revision of each post, names resolved). Columns of one place only say so: `where`.
"""

from warehouse.schema.calendar import DIM_DATE
from warehouse.schema.dimensions import ACTOR_ALIASES, ACTORS, DUMPS, TOPIC_ALIASES, TOPICS
from warehouse.schema.facts import ACTOR_MENTIONS, BLOCKS, POSTS, QUOTES, REJECTS, TOPIC_MENTIONS
from warehouse.schema.speaker_marts import SPEAKER_CO_MENTIONS
from warehouse.schema.statement_marts import QUOTE_SOURCES
from warehouse.schema.table import INSTANT, STRINGS, Column, Layer, Table, Where, to_arrow_schema
from warehouse.schema.topic_marts import DAILY_TOPIC_FREQUENCIES

__all__ = [
    "BLOCKS", "DIMENSIONS", "DUMPS", "FACTS", "INSTANT", "MARTS", "REJECTS", "STRINGS", "TABLES",
    "Column", "Layer", "Table", "Where", "to_arrow_schema",
]  # fmt: skip

FACTS = (POSTS, BLOCKS, QUOTES, TOPIC_MENTIONS, ACTOR_MENTIONS, REJECTS)
DIMENSIONS = (TOPICS, TOPIC_ALIASES, ACTORS, ACTOR_ALIASES)
MARTS = (DIM_DATE, DAILY_TOPIC_FREQUENCIES, SPEAKER_CO_MENTIONS, QUOTE_SOURCES)
TABLES = {table.name: table for table in (*FACTS, DUMPS, *DIMENSIONS, *MARTS)}
"""Every table by name, in the order of the data dictionary."""
