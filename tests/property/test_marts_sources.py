"""The marts about actors, sources, quality and change, computed a second time in plain Python.

On the same random corpora every check must find nothing: the sums that must agree across the marts agree.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings

from tests.property.mart_corpus import (
    CONTEXTS,
    CORPORA,
    KINDS,
    SQL_ROOT,
    Rows,
    assert_mart,
    dated,
    open_empty,
    publish,
    topic_of,
)
from tests.property.mart_corpus import MARTS as MODELS
from warehouse.model_file import read_references
from warehouse.schema import MARTS

NAMES = ("actor_mentions_daily", "dim_actor", "outlet_share", "source_types", "data_quality_daily")
OWN = {table.name for table in MARTS}
CHECKS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((SQL_ROOT / "checks").glob("fail_*.sql"))
    if OWN & {reference.table for reference in read_references(path, path.read_text(encoding="utf-8"))}
}


@pytest.fixture(scope="module", name="con")
def _con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_empty() as con:
        yield con


def compare(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    publish(con, corpus, *NAMES, "trend_changes")
    posts = dated(corpus)
    assert_mart(con, "actor_mentions_daily", list(count_actors(posts)))
    assert_mart(con, "outlet_share", list(count_outlets(posts)))
    assert_mart(con, "source_types", list(count_sources(posts)))
    assert_mart(con, "data_quality_daily", list(count_quality(corpus)))
    assert_mart(con, "trend_changes", list(find_changes(posts)))


def count_actors(posts: Rows) -> Iterator[dict]:
    for day in {post["date"] for post in posts}:
        of_day = [post for post in posts if post["date"] == day]
        for actor in KINDS:
            named = [post["named"].count(actor) for post in of_day]
            forms = [[q["form"] for q in post["quotes"] if q["actor"] == actor] for post in of_day]
            if sum(named) or any(forms):
                yield {
                    "posted_date": day,
                    "actor_id": actor,
                    "actor": actor.upper(),
                    "actor_kind": KINDS[actor],
                    "mention_count": sum(named),
                    "naming_post_count": sum(count > 0 for count in named),
                    "quote_count": sum(map(len, forms)),
                    "reported_quote_count": sum(form.count("reported") for form in forms),
                    "quoting_post_count": sum(bool(form) for form in forms),
                }


def list_items(posts: Rows) -> Iterator[tuple]:
    """Every (kind, outlet, topic, what, post) that an outlet is counted for."""
    for post in posts:
        for quote in post["quotes"]:
            if quote["via"]:
                what = "anonymous" if quote["actor"] == "x" else "relayed"
                yield "media", quote["via"], topic_of(quote), what, post
            if KINDS.get(quote["actor"]) == "media" and quote["actor"] != quote["via"]:
                yield "media", quote["actor"], topic_of(quote), "own", post
        topics = {topic for kind, topic, _ in post["mentions"] if kind == "label"} or {None}
        for handle in post["handles"]:
            yield from (("account", handle.lower(), topic, "embed", post) for topic in topics)


def count_outlets(posts: Rows) -> Iterator[dict]:
    items = list(list_items(posts))
    for kind, outlet, topic in {item[:3] for item in items}:
        own = [item for item in items if item[:3] == (kind, outlet, topic)]
        count = Counter(item[3] for item in own)
        days = [item[4]["date"] for item in own]
        yield {
            "outlet_kind": kind,
            "outlet_id": outlet,
            "outlet": outlet.upper() if kind == "media" else f"@{outlet}",
            "topic_id": topic,
            "relayed_quote_count": count["relayed"] + count["anonymous"],
            "anonymous_quote_count": count["anonymous"],
            "own_quote_count": count["own"],
            "embed_count": count["embed"],
            "post_count": len({item[4]["post_id"] for item in own}),
            "outlet_share": len(own) / sum(item[0] == kind and item[2] == topic for item in items),
            "first_date": min(days),
            "last_date": max(days),
        }


def count_sources(posts: Rows) -> Iterator[dict]:
    cells = defaultdict(list)
    for post in posts:
        for quote in post["quotes"]:
            cells[post["date"], CONTEXTS[quote["block"]]].append((post["post_id"], quote))
    for (day, context), rows in cells.items():
        for kind in {KINDS.get(quote["actor"], "none") for _, quote in rows}:
            own = [(post, quote) for post, quote in rows if KINDS.get(quote["actor"], "none") == kind]
            yield {
                "posted_date": day,
                "context": context,
                "source_kind": kind,
                "source_type": None,
                "quote_count": len(own),
                "reported_quote_count": sum(quote["form"] == "reported" for _, quote in own),
                "post_count": len({post for post, _ in own}),
                "actor_count": len({quote["actor"] for _, quote in own} - {None}),
                "quote_share": len(own) / len(rows),
            }


def count_quality(corpus: Rows) -> Iterator[dict]:
    for day in {post["date"] for post in corpus}:
        posts = [post for post in corpus if post["date"] == day]
        quotes = [quote for post in posts for quote in post["quotes"]]
        yield {
            "posted_date": day,
            "post_count": len(posts),
            "crawl_dated_post_count": sum(post["basis"] == "crawl" for post in posts),
            "undated_post_count": sum(post["basis"] == "none" for post in posts),
            "quote_count": len(quotes),
            "reported_quote_count": sum(quote["form"] == "reported" for quote in quotes),
            "speakerless_quote_count": sum(quote["actor"] is None for quote in quotes),
            "provisional_quote_count": sum((quote["actor"] or "a") not in "am" for quote in quotes),
            "doubtful_quote_count": sum(quote["confidence"] < 0.8 for quote in quotes),
        }


def list_subjects(post: dict) -> Iterator[tuple[str, str]]:
    """The topics of a post, and the pairs of its speakers."""
    yield from {("topic", topic) for kind, topic, _ in post["mentions"] if kind == "label"}
    spoken = [q for q in post["quotes"] if q["actor"]]
    actors = sorted({actor for q in spoken for actor in (q["actor"], *(q["co"] or ()))})
    yield from (("pair", f"{a}-{b}") for a in actors for b in actors if a < b)


def find_changes(posts: Rows) -> Iterator[dict]:
    """Every day and week of the span, every subject: compared as the header of the mart says."""
    if not posts:
        return
    first, last = min(post["date"] for post in posts), max(post["date"] for post in posts)
    daily = Counter((subject, post["date"]) for post in posts for subject in list_subjects(post))
    spans = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    for period, length in (("day", 1), ("week", 7)):
        starts = {day - dt.timedelta(days=day.weekday() if length == 7 else 0) for day in spans}
        for start in (each for each in starts if (each - first).days >= 7):
            scored = defaultdict(list)
            for subject in {subject for subject, _ in daily}:
                change = score(daily, subject, start, min(length, (last - start).days + 1), first)
                if change is not None:
                    scored[subject[0], change[2] > 0].append((*change, subject[1]))
            for (kind, is_rise), changes in scored.items():
                strongest = sorted(changes, key=lambda c: (-c[3] if is_rise else c[3], c[4]))[:20]
                for rank, (count, expected, _, deviate, subject_id) in enumerate(strongest, start=1):
                    yield {
                        "period": period,
                        "start_date": start,
                        "subject": kind,
                        "subject_id": subject_id,
                        "direction": "rise" if is_rise else "fall",
                        "direction_rank": rank,
                        "post_count": count,
                        "expected_count": expected,
                        "change_score": deviate,
                    }


def score(daily: Counter, subject: tuple, start: dt.date, length: int, first: dt.date) -> tuple | None:
    def count(begin: int, end: int) -> int:
        return sum(daily[subject, start + dt.timedelta(days=n)] for n in range(begin, end))

    now, past = count(0, length), count(-28, 0)
    expected = past * length / min(28, (start - first).days)
    if now == expected or (now == 0 and (expected < 1 or past < 4)):
        return None
    if subject[0] == "pair" and now + past < 3:
        return None
    deviate = math.sqrt(now) + math.sqrt(now + 1) - math.sqrt(4 * expected + 1)
    return now, expected, now - expected, deviate


@settings(max_examples=6, deadline=None)
@given(corpus=CORPORA)
def test_sources_are_what_counting_posts_gives(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)


@settings(max_examples=2, deadline=None)
@given(corpus=CORPORA)
def test_sums_agree_across_the_marts(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    run_checks(con, corpus)


def run_checks(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    publish(con, corpus, *MODELS)
    for name, sql in CHECKS.items():
        assert con.execute(sql).fetchall() == [], name


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(corpus=CORPORA)
def test_sources_on_many_corpora(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    compare(con, corpus)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(corpus=CORPORA)
def test_sums_agree_across_the_marts_on_many_corpora(con: duckdb.DuckDBPyConnection, corpus: Rows) -> None:
    run_checks(con, corpus)
