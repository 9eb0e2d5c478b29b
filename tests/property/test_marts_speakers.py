"""The marts about speakers, computed a second time in plain Python on random corpora, by another road.

The SQL joins units with themselves and groups; here a unit is a set of speakers, and pairs are its
combinations, counted one by one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import duckdb
import pytest
from hypothesis import given, settings

from tests.property.mart_corpus import (
    CONTEXTS,
    CORPORA,
    KINDS,
    LABELS,
    Rows,
    assert_mart,
    dated,
    open_empty,
    publish,
    topic_of,
)

MARTS = ("speaker_co_mentions", "speaker_pairs", "daily_speaker_quotes", "speaker_topics")
Place = tuple[str, str, int]


@pytest.fixture(scope="module", name="con")
def _con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty() as con:
        yield con


def compare(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    publish(con, corpus, *MARTS)
    posts = dated(corpus)
    places = find_places(posts)
    day_of = {post["post_id"]: post["date"] for post in posts}
    units = [
        {"unit": u, "post_id": p, "block_no": b, "actor_id": a, "posted_date": day_of[p], "quote_count": n}
        for (u, p, b), actors in places.items()
        for a, n in actors.items()
    ]
    assert_mart(con, "speaker_units", units)
    days = defaultdict(dict)
    for place, actors in places.items():
        days[day_of[place[1]], place[0]][place] = actors
    daily = [
        {"posted_date": day, "unit": unit, **pair}
        for (day, unit), found in days.items()
        for pair in pair_speakers(found)
    ]
    assert_mart(con, "speaker_co_mentions", daily)
    assert_mart(con, "speaker_pairs", list(pair_over_all(places, day_of)))
    spoken = [
        (post["date"], q["actor"], topic_of(q), post["post_id"], q)
        for post in posts
        for q in post["quotes"]
        if q["actor"]
    ]
    assert_mart(con, "daily_speaker_quotes", list(count_voices(spoken)))
    assert_mart(con, "speaker_topics", weigh_topics(spoken))


def find_places(posts: Rows) -> dict[Place, Counter]:
    """The speakers of every note and every post, with how many quotes each speaks there."""
    places: dict[Place, Counter] = defaultdict(Counter)
    for post in posts:
        for quote in post["quotes"]:
            if quote["actor"]:
                for actor in {quote["actor"], *(quote["co"] or ())}:
                    places["post", post["post_id"], -1][actor] += 1
                    if CONTEXTS[quote["block"]] == "note":
                        places["note", post["post_id"], quote["block"]][actor] += 1
    return places


def pair_speakers(places: dict[Place, Counter]) -> Iterator[dict]:
    alone = Counter(actor for actors in places.values() for actor in actors)
    total = len(places) + 1
    meetings = defaultdict(list)
    for place, actors in places.items():
        for pair in combinations(sorted(actors), 2):
            meetings[pair].append(place)
    for (a, b), shared in meetings.items():
        count = len(shared)
        chance = count / total
        expected = alone[a] / total * alone[b] / total
        yield {
            "actor_id_a": a,
            "actor_a": a.upper(),
            "actor_kind_a": KINDS[a],
            "actor_id_b": b,
            "actor_b": b.upper(),
            "actor_kind_b": KINDS[b],
            "co_mention_count": count,
            "post_count": len({post for _, post, _ in shared}),
            "npmi": math.log(chance / expected) / -math.log(chance),
            "jaccard": count / (alone[a] + alone[b] - count),
        }


def pair_over_all(places: dict[Place, Counter], day_of: dict) -> Iterator[dict]:
    for unit in ("note", "post"):
        own = {place: actors for place, actors in places.items() if place[0] == unit}
        for pair in pair_speakers(own):
            ids = {pair["actor_id_a"], pair["actor_id_b"]}
            days = {day_of[place[1]] for place, actors in own.items() if ids <= set(actors)}
            yield {
                "unit": unit,
                **pair,
                "day_count": len(days),
                "first_date": min(days),
                "last_date": max(days),
            }


def share(part: int, whole: Iterable) -> float:
    return part / sum(1 for _ in whole)


def count_voices(spoken: list) -> Iterator[dict]:
    cells = defaultdict(list)
    for day, actor, topic, post_id, quote in spoken:
        cells[day, actor, topic].append((post_id, quote))
    for (day, actor, topic), rows in cells.items():
        texts = [quote["text"] for _, quote in rows]
        yield {
            "posted_date": day,
            "actor_id": actor,
            "actor": actor.upper(),
            "actor_kind": KINDS[actor],
            "topic_id": topic,
            "topic": LABELS.get(topic),
            "quote_count": len(rows),
            "reported_quote_count": sum(quote["form"] == "reported" for _, quote in rows),
            "post_count": len({post_id for post_id, _ in rows}),
            "statement_count": len({text.translate(dict.fromkeys(map(ord, " 　、。"))) for text in texts}),
            "mean_char_count": sum(map(len, texts)) / len(rows),
            "voice_share": share(len(rows), (1 for row in spoken if row[0] == day)),
            "topic_voice_share": share(len(rows), (1 for row in spoken if row[0] == day and row[2] == topic)),
        }


def weigh_topics(spoken: list) -> Rows:
    in_notes = [row for row in spoken if row[2] is not None]
    speakers = {row[1] for row in in_notes}
    rows = []
    for actor, topic in {(row[1], row[2]) for row in in_notes}:
        own = [row for row in in_notes if row[1] == actor and row[2] == topic]
        others = {row[1] for row in in_notes if row[2] == topic}
        days = {row[0] for row in own}
        frequency = share(len(own), (1 for row in in_notes if row[1] == actor))
        rows.append(
            {
                "actor_id": actor,
                "topic_id": topic,
                "topic": LABELS[topic],
                "quote_count": len(own),
                "reported_quote_count": sum(row[4]["form"] == "reported" for row in own),
                "post_count": len({row[3] for row in own}),
                "day_count": len(days),
                "first_date": min(days),
                "last_date": max(days),
                "speaker_share": frequency,
                "topic_share": share(len(own), (1 for row in in_notes if row[2] == topic)),
                "distinctiveness": frequency * (1 + math.log((1 + len(speakers)) / (1 + len(others)))),
            }
        )
    return rows


@settings(max_examples=6, deadline=None)
@given(corpus=CORPORA)
def test_speakers_are_what_counting_sets_gives(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(corpus=CORPORA)
def test_speakers_on_many_corpora(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)
