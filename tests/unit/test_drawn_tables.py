"""The tables that the benchmarks of the marts draw: as many rows as asked for, as sound as published ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from benchmarks.marts.corpus import Basis, Corpus, Item, Size, draw_corpus, draw_zipf, rank_in_runs
from benchmarks.marts.tables import TABLE_NAMES, TableWriter
from warehouse.schema import TABLES

SIZE = Size(posts=300, quotes=3000, mentions=1800, days=60, actors=200, topics=80)


@pytest.fixture(scope="module", name="corpus")
def _corpus() -> Corpus:
    return draw_corpus(SIZE)


@pytest.fixture(scope="module", name="con")
def _con(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("tables")
    for name in TABLE_NAMES:
        (folder / name).mkdir()
    writer = TableWriter(corpus, folder)
    writer.write_dimensions()
    for start in range(0, SIZE.posts, 100):
        writer.write_part(start, start + 100)
    with duckdb.connect() as con:
        for name in TABLE_NAMES:
            _view(con, folder, name)
        yield con


def _view(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    con.read_parquet(str(folder / name / "*.parquet")).create_view(name)


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> object:
    return con.execute(sql).fetchall()[0][0]


def test_there_is_as_much_as_was_asked_for(con: duckdb.DuckDBPyConnection) -> None:
    counts = {name: ask(con, f"select count(*) from {name}") for name in TABLE_NAMES}
    assert counts["posts"] == SIZE.posts
    assert counts["quotes"] == SIZE.quotes
    assert counts["topic_mentions"] == SIZE.mentions
    assert (counts["actors"], counts["topics"]) == (SIZE.actors, SIZE.topics)


def test_a_share_has_that_share_of_posts_over_the_same_days() -> None:
    half = SIZE.scale(0.5)
    assert (half.posts, half.quotes, half.mentions, half.days) == (150, 1500, 900, SIZE.days)


def test_a_seed_draws_the_same_again_and_another_one_something_else(corpus: Corpus) -> None:
    again, other = draw_corpus(SIZE), draw_corpus(SIZE._replace(seed=8))
    assert np.array_equal(again.item_actor, corpus.item_actor)
    assert np.array_equal(again.item_topic, corpus.item_topic)
    assert not np.array_equal(other.item_statement, corpus.item_statement)


def test_days_ascend_and_some_posts_have_none_to_rely_on(corpus: Corpus) -> None:
    assert (np.diff(corpus.post_day) >= 0).all()
    assert 0 <= corpus.post_day.min() <= corpus.post_day.max() < SIZE.days
    assert 0 < np.isin(corpus.post_basis, (Basis.CRAWL, Basis.NONE)).mean() < 0.1


def test_nearly_a_third_of_the_notes_repeat_an_earlier_one(corpus: Corpus) -> None:
    labels = corpus.item_kind == Item.LABEL
    words, topics = corpus.item_note[labels], corpus.item_topic[labels]
    noted = words[words >= 0]
    assert 0.2 < 1 - len(np.unique(noted)) / len(noted) < 0.4
    of_words = {int(note): set(topics[words == note].tolist()) for note in np.unique(noted)}
    assert all(len(found) == 1 for found in of_words.values())


def test_repeated_notes_have_the_hash_of_the_first(con: duckdb.DuckDBPyConnection) -> None:
    notes = "from topic_mentions where label is not null group by note_sha256"
    assert ask(con, f"select max(count) from (select count(*) as count {notes})") > 1
    assert ask(con, f"select max(count) from (select count(distinct label) as count {notes})") == 1


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_keys_are_unique_and_what_may_not_be_null_is_not(con: duckdb.DuckDBPyConnection, name: str) -> None:
    keys = ", ".join(TABLES[name].key)
    assert ask(con, f"select count(*) - count(distinct ({keys})) from {name}") == 0
    for column in TABLES[name].published_columns():
        if not column.nullable:
            assert ask(con, f"select count(*) from {name} where {column.name} is null") == 0


@pytest.mark.parametrize(
    ("table", "keys", "other"),
    [
        ("blocks", "post_id", "posts"),
        ("quotes", "post_id, block_no", "blocks"),
        ("quotes", "actor_id", "actors"),
        ("quotes", "topic_id", "topics"),
        ("topic_mentions", "post_id, block_no", "blocks"),
        ("topic_mentions", "topic_id", "topics"),
        ("actor_mentions", "quote_id", "quotes"),
        ("actor_mentions", "actor_id", "actors"),
    ],
)
def test_every_reference_leads_somewhere(
    con: duckdb.DuckDBPyConnection, table: str, keys: str, other: str
) -> None:
    lost = f"from {table} anti join {other} using ({keys}) where {keys.split(',')[0]} is not null"
    assert ask(con, f"select count(*) {lost}") == 0


@pytest.mark.parametrize("table", ["quotes", "actor_mentions"])
def test_offsets_give_the_words(con: duckdb.DuckDBPyConnection, table: str) -> None:
    words = "text" if table == "quotes" else "surface"
    wrong = (
        f"select count(*) from {table} as spans inner join posts on spans.post_id = posts.post_id "
        "where substr(posts.text, spans.char_start + 1, spans.char_end - spans.char_start) "
        f"<> spans.{words}"
    )
    assert ask(con, wrong) == 0


def test_the_first_of_many_is_drawn_far_more_often_than_the_last() -> None:
    drawn = np.bincount(draw_zipf(np.random.default_rng(1), 100, 20_000), minlength=100)
    assert drawn[0] > 5 * drawn[50] > 0
    assert drawn.sum() == 20_000


def test_ranks_begin_again_with_each_run() -> None:
    assert rank_in_runs(np.array([3, 3, 5, 6, 6, 6])).tolist() == [0, 1, 0, 0, 1, 2]
