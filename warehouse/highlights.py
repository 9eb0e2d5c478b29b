"""The few figures of a snapshot that are worth a glance: its leading topics and pairs of speakers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.query import run_query

TOP_TOPICS = """
select topic, sum(post_count) as post_count
from daily_topic_frequencies
group by topic_id, topic
order by post_count desc, sum(mention_count) desc, topic_id
limit 3
"""

TOP_PAIRS = """
select actor_a, actor_b, sum(post_count) as post_count
from speaker_co_mentions
where unit = 'post' and 'anonymous' not in (actor_kind_a, actor_kind_b)
group by actor_id_a, actor_a, actor_id_b, actor_b
order by post_count desc, sum(co_mention_count) desc, actor_id_a, actor_id_b
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
    topics = run_query(database, TOP_TOPICS).to_pylist()
    pairs = run_query(database, TOP_PAIRS).to_pylist()
    (named,) = run_query(database, NAMED).to_pylist()
    return Highlights(
        tuple((row["topic"], int(row["post_count"])) for row in topics),
        tuple((row["actor_a"], row["actor_b"], int(row["post_count"])) for row in pairs),
        named["topic_count"],
        named["actor_count"],
    )
