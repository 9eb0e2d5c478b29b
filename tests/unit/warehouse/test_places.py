"""Many pairs of words and passages are compared as each would be, and pieces of columns as the whole."""

from __future__ import annotations

import re

import duckdb
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.statements import draw_corpus, load_corpus
from warehouse import quote_sources
from warehouse.matching import sources, texts
from warehouse.matching.alignment import align
from warehouse.matching.places import Compared, Places, find_near, find_same
from warehouse.matching.texts import Folder, read_texts
from warehouse.quote_sources import compute_quote_sources

PAIRS = st.lists(st.tuples(st.text("橋を直す", max_size=12), st.text("橋を直す。", max_size=30)), max_size=5)
AWAY_SCORE = 0.85


def _compare(pairs: list[tuple[str, str]]) -> tuple[texts.Texts, texts.Texts, Compared]:
    numbers = np.arange(len(pairs))
    needles, passages = (read_texts([pair[at] for pair in pairs]) for at in (0, 1))
    return needles, passages, Compared(numbers, numbers, np.ones(len(pairs), np.bool_))


def _list(places: Places) -> list[tuple[int, int, int]]:
    return sorted(zip(places.words.tolist(), places.starts.tolist(), places.ends.tolist(), strict=True))


@given(PAIRS)
@example([("橋橋", "橋橋橋橋橋"), ("", "橋"), ("橋を", "橋")])
def test_the_same_words_are_found_wherever_they_stand(pairs: list[tuple[str, str]]) -> None:
    wanted = [
        (number, *found.span())
        for number, (needle, passage) in enumerate(pairs)
        for found in (re.finditer(re.escape(needle), passage) if needle else ())
    ]
    assert _list(find_same(*_compare(pairs))) == wanted


@given(PAIRS)
@example([("橋を直す橋", "橋を。。直す。。橋"), ("橋を直す橋を直す", "直す橋を直す。橋を直す")])
def test_counting_shared_characters_first_loses_no_alignment(pairs: list[tuple[str, str]]) -> None:
    pairs = [pair for pair in pairs if all(pair)]
    aligned = [(number, align(*pair)) for number, pair in enumerate(pairs)]
    found = [(number, each.start, each.end, each.score) for number, each in aligned if each]
    near = find_near(*_compare(pairs), least_shared=sources._LEAST_SHARED)
    assert _list(near) == [each[:3] for each in found]
    away = find_near(*_compare(pairs), least_shared=sources._LEAST_SHARED_AWAY)
    assert _list(away.take(away.scores >= AWAY_SCORE)) == [
        each[:3] for each in found if each[3] >= AWAY_SCORE
    ]


@settings(max_examples=25)
@given(st.lists(st.text("橋。「 ガ㌔a", max_size=6), max_size=8))
def test_pieces_of_columns_give_what_the_whole_gives(said: list[str]) -> None:
    def fold() -> list[list[object]]:
        folded = Folder().fold(read_texts(said), with_origins=True)
        backwards = folded.take(np.arange(len(said))[::-1])
        columns = (folded.codes, folded.edges, folded.origins, folded.hash_texts())
        return [column.tolist() for column in (*columns, backwards.codes, backwards.origins)]

    whole = fold()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "SLICE_CHARS", 3)
        assert fold() == whole


def test_sources_do_not_depend_on_what_is_read_and_compared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as con:
        load_corpus(con, draw_corpus(1000))
        # Eight days to a day: some months, with sources in reach of their edges.
        days = "cast(7 * (posted_date - date '2020-01-01') as integer)"
        con.execute(f"update posts set posted_date = posted_date + {days}")
        whole = compute_quote_sources(con)
        monkeypatch.setattr(quote_sources, "_BATCH_WORDS", 1)
        monkeypatch.setattr(quote_sources, "_BATCH_POSTS", 3)
        monkeypatch.setattr(sources, "SLICE_CHARS", 50)
        assert compute_quote_sources(con).equals(whole)
    assert len(whole.filter(whole["fidelity"].to_numpy() != "none")) > len(whole) // 2
