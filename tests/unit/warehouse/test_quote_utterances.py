"""The Python models about words, on drawn posts: the order of the rows does not matter, groups are groups."""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from benchmarks.statements import Corpus, draw_corpus, load_corpus
from warehouse.ddl import create_table
from warehouse.quote_sources import compute_quote_sources
from warehouse.quote_utterances import compute_quote_utterances
from warehouse.schema import TABLES

Computed = tuple[pa.Table, pa.Table]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return draw_corpus(600)


def _compute(corpus: Corpus) -> Computed:
    with duckdb.connect() as con:
        load_corpus(con, corpus)
        sources = compute_quote_sources(con)
        con.register("computed", sources)
        con.execute("create table quote_sources as from computed")
        return sources, compute_quote_utterances(con)


@pytest.fixture(scope="module")
def computed(corpus: Corpus) -> Iterator[Computed]:
    yield _compute(corpus)


def test_the_order_of_the_rows_does_not_matter(corpus: Corpus, computed: Computed) -> None:
    shuffled = Corpus(*(random.Random(7).sample(rows, len(rows)) for rows in corpus))
    sources, utterances = _compute(shuffled)
    assert sources.equals(computed[0])
    assert utterances.equals(computed[1])


def test_nearly_all_sources_are_found_and_all_that_are_found_are_right(
    corpus: Corpus, computed: Computed
) -> None:
    found = dict(
        zip(*(computed[0][name].to_pylist() for name in ("quote_id", "source_post_id")), strict=True)
    )
    linked = [note for note in corpus.notes if found[note.quote_id]]
    assert {note.source_post_id for note in corpus.notes if not found[note.quote_id]} > {None}
    assert all(found[note.quote_id] == note.source_post_id for note in linked)
    assert len(linked) >= 0.97 * sum(note.source_post_id is not None for note in corpus.notes)


def test_a_note_and_the_quote_it_copies_are_one_statement(corpus: Corpus, computed: Computed) -> None:
    utterances = dict(zip(*(column.to_pylist() for column in computed[1].columns), strict=True))
    assert set(utterances) == {quote[0] for quote in corpus.quotes}
    pairs = zip(*(computed[0][name].to_pylist() for name in ("quote_id", "source_quote_id")), strict=True)
    quoted = [(note, source) for note, source in pairs if source]
    assert len(quoted) > 100
    assert all(utterances[note] == utterances[source] for note, source in quoted)


def test_no_statement_has_two_speakers(corpus: Corpus, computed: Computed) -> None:
    speakers = {quote[0]: quote[-1] for quote in corpus.quotes}
    pairs = zip(*(column.to_pylist() for column in computed[1].columns), strict=True)
    by_statement: dict[str, set[str]] = {}
    for quote_id, utterance_id in pairs:
        by_statement.setdefault(utterance_id, set()).add(speakers[quote_id])
    assert len(by_statement) > 100
    assert all(len(names) == 1 for names in by_statement.values())


def test_without_quotes_there_are_no_rows() -> None:
    with duckdb.connect() as con:
        for name in ("posts", "blocks", "quotes", "actors", "quote_sources"):
            create_table(con, TABLES[name])
        assert compute_quote_sources(con).num_rows == 0
        assert compute_quote_utterances(con).num_rows == 0
