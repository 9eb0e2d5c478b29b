"""The few figures of a snapshot that are worth a glance: its leading topics and pairs of speakers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.query import open_database, stream_query

TOP_TOPICS = """
select topic, sum(post_count) as post_count
from daily_topic_frequencies
group by topic_id, topic
order by post_count desc, sum(mention_count) desc, topic_id
limit 3
"""

TOP_PAIRS = """
select actor_a, actor_b, post_count
from speaker_pairs
where unit = 'post' and 'anonymous' not in (actor_kind_a, actor_kind_b)
order by post_count desc, co_mention_count desc, actor_id_a, actor_id_b
limit 3
"""

NAMED = """
select
    (select count(*) from topics where first_date is not null) as topic_count,
    (select count(*) from actors where first_date is not null) as actor_count
"""


@dataclass(frozen=True)
class Highlights:
    """What leads in a snapshot.

    Attributes:
        topics: topic and number of posts, most posts first.
        pairs: two named speakers quoted in the same post, and the number of such posts, most first.
        topic_count: topics that a dated post has; the reviewed ones that no post has are left out.
        actor_count: actors that a dated post names, likewise.
    """

    topics: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str, int], ...]
    topic_count: int
    actor_count: int


def find_highlights(database: Path) -> Highlights:
    """Read the leading topics and pairs off a built `analytics.duckdb`.

    Raises:
        QueryError: the marts are missing.
    """
    with open_database(database) as con:
        topics, pairs, (named,) = (_ask(con, sql) for sql in (TOP_TOPICS, TOP_PAIRS, NAMED))
    return Highlights(
        tuple((row["topic"], int(row["post_count"])) for row in topics),
        tuple((row["actor_a"], row["actor_b"], int(row["post_count"])) for row in pairs),
        named["topic_count"],
        named["actor_count"],
    )


def _ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    with stream_query(con, sql) as rows:
        found: list[dict[str, Any]] = rows.read_all().to_pylist()
        return found
