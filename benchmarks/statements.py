"""Measure how the cost of `quote_sources` and `quote_utterances` grows, beside comparing all with all.

    python -m benchmarks.statements                 (up to 100,000 quotes)
    python -m benchmarks.statements --quotes 400000

Posts are made of drawn words: articles that quote and report, and notes that copy, trim, edit and repeat
them, so that the right source of every note is known. Times are processor times, so that other work beside
does not count. "All with all" is rapidfuzz on every pair of a note and a passage of one month.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from benchmarks.draw import Draw
from warehouse.matching.claims import hash_claims
from warehouse.matching.folding import fold
from warehouse.matching.near import NEAR_SCORE, find_near
from warehouse.matching.texts import read_texts
from warehouse.quote_sources import compute_quote_sources
from warehouse.quote_utterances import compute_quote_utterances

_NUMBERS = "〇一二三四五六七八九十百千万億兆"
# No numbers: words with another number are another statement.
_KANJI = [char for char in map(chr, range(ord("一"), ord("一") + 6000, 7)) if char not in _NUMBERS]
_PARTICLES = ["は", "を", "に", "が", "で", "と", "から", "まで", "より", "の"]
_ENDINGS = ["する", "しない", "したい", "すべきだ", "している", "した", "するつもりだ", "するほかない"]
_FIRST_DAY = dt.date(2020, 1, 1)
_POSTS_A_DAY = 10
_SAID_A_POST = 12
_SPEAKERS = 300
_WORDS = 4000
_COMPARED_QUOTES = 8000


class Note(NamedTuple):
    """A note's quote as drawn: its words, and where they come from (None: nowhere)."""

    quote_id: str
    text: str
    source_post_id: str | None


class Corpus(NamedTuple):
    """Rows of the tables the models read, and the notes with their right sources."""

    posts: list[tuple[str, dt.date, str]]
    blocks: list[tuple[str, int, str, int, int]]
    quotes: list[tuple[str, str, str, str, int, int, str]]
    notes: list[Note]


class Speech:
    """Draws statements: words of two characters, some far more often than others."""

    def __init__(self, seed: int) -> None:
        self.draw = Draw(seed)
        self._words = [self.draw.pick(_KANJI) + self.draw.pick(_KANJI) for _ in range(_WORDS)]

    def statement(self) -> list[str]:
        """The pieces of one statement, 15 to 45 characters together."""
        count = self.draw.between(4, 10)
        pieces = [self._word() + self.draw.pick(_PARTICLES) for _ in range(count)]
        return [*pieces, self._word() + self.draw.pick(_ENDINGS)]

    def copy(self, pieces: list[str]) -> str:
        """The words of a note: as they are, a part of them, or with a piece left out, put in or replaced."""
        at = self.draw.between(1, len(pieces) - 2)
        kind = self.draw.pick(["exact", "exact", "trimmed", "left out", "put in", "replaced"])
        if kind == "exact":
            return "".join(pieces)
        if kind == "trimmed":
            return "".join(pieces[1:] if at % 2 else pieces[:-1])
        new = [] if kind == "left out" else self.statement()[:1]
        old = pieces[at : at + 1] if kind == "put in" else []
        return "".join([*pieces[:at], *old, *new, *pieces[at + 1 :]])

    def _word(self) -> str:
        return self._words[int(_WORDS ** self.draw.fraction()) - 1]


def draw_corpus(quote_count: int, seed: int = 1) -> Corpus:
    """Posts with about so many quotes, half of them in notes; the same for the same seed."""
    speech, corpus = Speech(seed), Corpus([], [], [], [])
    earlier: list[tuple[list[str], str, str]] = []
    for number in range(quote_count // (2 * _SAID_A_POST)):
        _add_post(speech, corpus, number, earlier)
        del earlier[: -5 * _POSTS_A_DAY * _SAID_A_POST]
    return corpus


def _add_post(speech: Speech, corpus: Corpus, number: int, earlier: list[tuple[list[str], str, str]]) -> None:
    draw, post_id, text = speech.draw, f"{number:016x}", ""
    said = [(speech.statement(), f"s{draw.between(1, _SPEAKERS)}", post_id) for _ in range(_SAID_A_POST)]
    spans = []
    for place, (pieces, speaker, _) in enumerate(said):
        words = "".join(pieces)
        paragraph = f"記者会見で「{words}」と述べた。" if place % 3 else f"関係者は{words}との見方を示した。"
        spans.append(("article", len(text), len(text) + len(paragraph)))
        if place % 3:
            start = len(text) + len("記者会見で「")
            corpus.quotes.append(
                (f"{post_id}a{place}", post_id, "article", words, start, start + len(words), speaker)
            )
        text += paragraph + "\n"
    earlier += said
    start = len(text)
    for place in range(_SAID_A_POST):
        pieces, speaker, source = said[place] if draw.chance(0.7) else draw.pick(earlier)
        is_copy = draw.chance(0.9)
        words = speech.copy(pieces) if is_copy else "".join(speech.statement())
        at = len(text) + 1
        text += f"「{words}」"
        corpus.quotes.append((f"{post_id}n{place}", post_id, "note", words, at, at + len(words), speaker))
        corpus.notes.append(Note(f"{post_id}n{place}", words, source if is_copy else None))
    spans.append(("note", start, len(text)))
    corpus.blocks.extend((post_id, place, *span) for place, span in enumerate(spans))
    corpus.posts.append((post_id, _FIRST_DAY + dt.timedelta(days=number // _POSTS_A_DAY), text))


def load_corpus(con: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    """Make the tables the models read, with the columns they read."""
    posts, blocks, quotes = (
        pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=names)
        for rows, names in (
            (corpus.posts, ["post_id", "posted_date", "text"]),
            (corpus.blocks, ["post_id", "block_no", "kind", "char_start", "char_end"]),
            (corpus.quotes, ["quote_id", "post_id", "context", "text", "char_start", "char_end", "actor_id"]),
        )
    )
    for name, rows in (("drawn_posts", posts), ("drawn_blocks", blocks), ("drawn_quotes", quotes)):
        con.register(name, rows)
    con.execute("create table posts as select *, 'url' as date_basis from drawn_posts")
    con.execute("create table blocks as from drawn_blocks")
    con.execute(
        "create table quotes as select *, 'person' as actor_kind, null as parent_quote_id from drawn_quotes"
    )
    con.execute(
        "create table actors as select distinct actor_id, actor_id as name, true as is_reviewed from quotes"
    )


def _time(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _compare_all(corpus: Corpus) -> float:
    """Seconds for comparing all notes with all passages, counted on some and multiplied."""
    texts = {post_id: text for post_id, _, text in corpus.posts}
    passages = [texts[block[0]][block[3] : block[4]] for block in corpus.blocks if block[2] == "article"]
    month = min(len(passages), 44 * _POSTS_A_DAY * _SAID_A_POST)
    sample = [note.text for note in corpus.notes[:: max(1, len(corpus.notes) // 20)]][:20]
    seconds = _time(
        lambda: process.cdist(sample, passages[:month], scorer=fuzz.partial_ratio, score_cutoff=75, workers=1)
    )
    return seconds * len(corpus.notes) / len(sample)


def measure(quote_count: int) -> Iterator[str]:
    """One row of the table: the cost of both models, and how many sources are right."""
    corpus = draw_corpus(quote_count)
    with duckdb.connect() as con:
        load_corpus(con, corpus)
        rows: list[pa.Table] = []
        yield f"{len(corpus.quotes):,}"
        yield f"{_time(lambda: rows.append(compute_quote_sources(con))):.1f} s"
        con.register("computed", rows[0])
        con.execute("create table quote_sources as from computed")
        yield f"{_time(lambda: compute_quote_utterances(con)):.1f} s"
    yield f"{_compare_all(corpus):,.0f} s"
    found = dict(zip(rows[0]["quote_id"].to_pylist(), rows[0]["source_post_id"].to_pylist(), strict=True))
    linked = [note for note in corpus.notes if found[note.quote_id]]
    right = sum(found[note.quote_id] == note.source_post_id for note in linked)
    yield f"{right / len(linked):.3f}"
    yield f"{right / sum(note.source_post_id is not None for note in corpus.notes):.3f}"


def count_near_pairs(quote_count: int) -> tuple[int, int]:
    """Pairs of nearly the same words: how many the index finds, and how many all with all does."""
    words = sorted({fold(quote[3]) for quote in draw_corpus(quote_count).quotes})
    texts = read_texts(words)
    near = find_near(texts, np.arange(len(words)), np.zeros(len(words), np.int64))
    found = {(min(pair), max(pair)) for pair in zip(near.ones.tolist(), near.others.tolist(), strict=True)}
    scores = process.cdist(words, words, scorer=fuzz.ratio, score_cutoff=NEAR_SCORE, dtype=np.float32)
    ones, others = np.nonzero(np.triu(scores, 1))
    claims = hash_claims(texts)
    alike = claims[ones] == claims[others]
    wanted = set(zip(ones[alike].tolist(), others[alike].tolist(), strict=True))
    return len(found & wanted), len(wanted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=int, default=100_000, help="the largest number of quotes")
    most = parser.parse_args().quotes
    print("| quotes | sources | utterances | all with all | links right | sources found |")
    print("|---|---|---|---|---|---|")
    for count in (most // 8, most // 4, most // 2, most):
        print(f"| {' | '.join(measure(count))} |", flush=True)
    found, near = count_near_pairs(_COMPARED_QUOTES)
    print(f"\nNear pairs in {_COMPARED_QUOTES:,} quotes: the index finds {found:,} of {near:,}.")
    print(f"Peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")


if __name__ == "__main__":
    main()
