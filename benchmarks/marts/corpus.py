"""Draw years of posts as numbers: who is quoted where, about what, and what repeats what.

Skews are those of the real thing: few speakers and topics have most of the mentions (Zipf), a post quotes a
small cast, a third of the notes repeat an earlier post's note, and most words in notes are copied from the
article above them. Everything comes from one seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_CAST = 4
_CAST_SHARES = (0.45, 0.3, 0.15, 0.1)
_QUOTES_PER_NOTE = 2.5
_REPEATED_NOTES = 0.3
_BARE_LABELS = 0.1
_COPIED_STATEMENTS = 0.15


class Size(NamedTuple):
    """How much to draw; mentions are labels and keywords together."""

    posts: int = 1_000_000
    quotes: int = 10_000_000
    mentions: int = 5_000_000
    days: int = 1826
    actors: int = 60_000
    topics: int = 20_000
    seed: int = 7

    def scale(self, share: float) -> Size:
        """This share of it, over the same days."""
        posts, quotes, mentions = (int(each * share) for each in (self.posts, self.quotes, self.mentions))
        return self._replace(posts=posts, quotes=quotes, mentions=mentions)


class Item(IntEnum):
    """What a stretch of a post's text is."""

    ARTICLE_QUOTE = 0
    LABEL = 1
    NOTE_QUOTE = 2
    KEYWORD = 3


class Basis(IntEnum):
    """Where a post's date comes from; the names are those of `posts.date_basis`."""

    METADATA = 0
    URL = 1
    CRAWL = 2
    NONE = 3


@dataclass(frozen=True)
class Corpus:
    """A corpus in numbers.

    Attributes:
        size: what was asked for.
        post_day: for each post its day, from 0, ascending.
        post_basis: a Basis.
        item_post: for each stretch, in the order of the texts, its post.
        item_block: its block inside the post.
        item_kind: an Item.
        item_statement: of a quote what is said; copies share it. 0 elsewhere.
        item_variant: of a quote 0 where the words are whole, else how they were cut or edited.
        item_actor: of a quote the speaker; -1 where nobody is named.
        item_topic: of what stands in a note, its topic.
        item_note: likewise, the words of the note; repeated notes share it. -1 for a bare label.
    """

    size: Size
    post_day: Numbers
    post_basis: Numbers
    item_post: Numbers
    item_block: Numbers
    item_kind: Numbers
    item_statement: Numbers
    item_variant: Numbers
    item_actor: Numbers
    item_topic: Numbers
    item_note: Numbers


class _Notes(NamedTuple):
    """The notes of all posts, in order: post, place in the post, what words and topic they have."""

    post: Numbers
    rank: Numbers
    root: Numbers
    topic: Numbers


class _Said(NamedTuple):
    """Quotes of one kind: post, place in the post, statement, variant."""

    post: Numbers
    rank: Numbers
    statement: Numbers
    variant: Numbers


def draw_corpus(size: Size) -> Corpus:
    """Draw a corpus; the same for the same size."""
    rng = np.random.default_rng(size.seed)
    weights = rng.lognormal(0, 0.7, size.posts)
    weights /= weights.sum()
    half = size.quotes // 2
    article_post = np.repeat(np.arange(size.posts), rng.multinomial(size.quotes - half, weights))
    note_post = np.repeat(np.arange(size.posts), rng.multinomial(half, weights))
    articles = _draw_article_quotes(rng, article_post, size)
    notes = _draw_notes(rng, note_post, size)
    in_notes, note_of = _draw_note_quotes(rng, note_post, articles, notes)
    actors = _draw_speakers(rng, size, np.concatenate([article_post, note_post]))
    keyword_note = np.sort(rng.integers(0, len(notes.post), max(0, size.mentions - len(notes.post))))
    return _put_in_order(rng, size, articles, in_notes, note_of, notes, keyword_note, actors)


def draw_zipf(rng: np.random.Generator, count: int, size: int, *, flatten: float = 3.0) -> Numbers:
    """So many of 0 to count - 1, the first ones far more often than the last."""
    cumulated = np.cumsum(1 / (np.arange(count) + flatten) ** 1.05)
    return np.searchsorted(cumulated, rng.random(size) * cumulated[-1])


def rank_in_runs(values: Numbers) -> Numbers:
    """For sorted values, how many equal ones stand before each."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))


def _draw_days(rng: np.random.Generator, size: Size) -> Numbers:
    """Ascending days; fewer posts at weekends, more in later years."""
    days = np.arange(size.days)
    weights = (1 + days / size.days) * np.where(days % 7 >= 5, 0.6, 1.0)
    return np.repeat(days, rng.multinomial(size.posts, weights / weights.sum()))


def _draw_article_quotes(rng: np.random.Generator, post: Numbers, size: Size) -> _Said:
    """Statements of articles: most are new, some stood in an article of the last week."""
    count = len(post)
    a_week = max(1, count * 7 // size.days)
    earlier = np.arange(count) - rng.integers(1, a_week + 1, count)
    is_copy = (rng.random(count) < _COPIED_STATEMENTS) & (earlier >= 0)
    statement = _find_roots(np.where(is_copy, earlier, np.arange(count)))
    variant = np.where(is_copy & (rng.random(count) < 0.2), rng.integers(1, 6, count), 0)
    return _Said(post, rank_in_runs(post), statement, variant)


def _draw_notes(rng: np.random.Generator, quote_post: Numbers, size: Size) -> _Notes:
    """A note for two or three quotes of a post each; a third of them have the words of an earlier one."""
    quote_counts = np.bincount(quote_post, minlength=size.posts)
    counts = np.ceil(quote_counts / _QUOTES_PER_NOTE).astype(np.int64)
    post = np.repeat(np.arange(size.posts), counts)
    count = len(post)
    two_weeks = max(1, count * 14 // size.days)
    earlier = np.arange(count) - rng.integers(1, two_weeks + 1, count)
    is_copy = (rng.random(count) < _REPEATED_NOTES) & (earlier >= 0)
    root = _find_roots(np.where(is_copy, earlier, np.arange(count)))
    # Half of the notes are about what is new: another end of the list of topics each month.
    shift = np.where(rng.random(count) < 0.5, np.arange(count) * 60 // count * 331, 0)
    topic = (draw_zipf(rng, size.topics, count) + shift) % size.topics
    return _Notes(post, rank_in_runs(post), root, topic[root])


def _draw_note_quotes(
    rng: np.random.Generator, post: Numbers, articles: _Said, notes: _Notes
) -> tuple[_Said, Numbers]:
    """Words in notes: of the repeated note, of the article above, or new; with the note of each."""
    count, first_new = len(post), len(articles.post)
    rank = rank_in_runs(post)
    first_note = np.searchsorted(notes.post, post)
    note = first_note + (rank / _QUOTES_PER_NOTE).astype(np.int64)
    fresh = first_new + np.arange(count)
    first_article = np.searchsorted(articles.post, post, "left")
    article_count = np.searchsorted(articles.post, post, "right") - first_article
    picked = first_article + (rng.random(count) * article_count).astype(np.int64)
    is_taken = (rng.random(count) < 0.75) & (article_count > 0)
    statement = np.where(is_taken, articles.statement[np.minimum(picked, first_new - 1)], fresh)
    first_quote = np.searchsorted(note, np.arange(len(notes.post)))
    place = rank_in_runs(note)
    of_root = np.minimum(first_quote[notes.root[note]] + place, count - 1)
    statement = np.where(notes.root[note] < note, statement[of_root], statement)
    variant = np.where(rng.random(count) < 0.4, rng.integers(1, 6, count), 0)
    variant = np.where(notes.root[note] < note, variant[of_root], variant)
    return _Said(post, rank, statement, variant), note


def _draw_speakers(rng: np.random.Generator, size: Size, post: Numbers) -> Numbers:
    """A speaker for every statement: mostly one of its post's cast, sometimes anybody, sometimes nobody."""
    cast = draw_zipf(rng, size.actors, size.posts * _CAST).reshape(size.posts, _CAST)
    slot = np.searchsorted(np.cumsum(_CAST_SHARES), rng.random(len(post)))
    actor = cast[post, np.minimum(slot, _CAST - 1)]
    chance = rng.random(len(post))
    actor = np.where(chance < 0.15, draw_zipf(rng, size.actors, len(post)), actor)
    return np.where(chance > 0.96, -1, actor)


def _put_in_order(  # noqa: PLR0913 -- the parts of one corpus
    rng: np.random.Generator,
    size: Size,
    articles: _Said,
    in_notes: _Said,
    note_of: Numbers,
    notes: _Notes,
    keyword_note: Numbers,
    actors: Numbers,
) -> Corpus:
    """All stretches in the order of the texts: paragraphs of two quotes, then tag lines."""
    article_blocks = (np.bincount(articles.post, minlength=size.posts) + 1) // 2
    note_block = article_blocks[notes.post] + notes.rank
    is_bare = (rng.random(len(notes.post)) < _BARE_LABELS)[notes.root]
    words = np.where(is_bare, -1, notes.root)
    nothing = {name: np.zeros_like(notes.post) for name in ("statement", "variant")}
    parts = [
        (Item.ARTICLE_QUOTE, articles.post, articles.rank // 2, articles.statement, articles.variant, None),
        (Item.LABEL, notes.post, note_block, nothing["statement"], nothing["variant"], np.arange(len(words))),
        (
            Item.NOTE_QUOTE,
            in_notes.post,
            note_block[note_of],
            in_notes.statement,
            in_notes.variant,
            note_of,
        ),
        (
            Item.KEYWORD,
            notes.post[keyword_note],
            note_block[keyword_note],
            # The same note has the same keywords.
            words[keyword_note] * 7 + rank_in_runs(keyword_note),
            np.zeros_like(keyword_note),
            keyword_note,
        ),
    ]
    kind = np.concatenate([np.full(len(part[1]), part[0]) for part in parts])
    post, block, statement, variant = (np.concatenate([part[at] for part in parts]) for at in range(1, 5))
    note = np.concatenate([np.full(len(articles.post), -1), *(part[5] for part in parts[1:])])
    order = np.argsort((post * 4096 + block) * 4 + kind, kind="stable")
    kind, note, statement = kind[order], note[order], statement[order]
    is_quote = (kind == Item.ARTICLE_QUOTE) | (kind == Item.NOTE_QUOTE)
    return Corpus(
        size=size,
        post_day=_draw_days(rng, size),
        post_basis=np.searchsorted([0.6, 0.97, 0.99], rng.random(size.posts)),
        item_post=post[order],
        item_block=block[order],
        item_kind=kind,
        item_statement=statement,
        item_variant=variant[order],
        item_actor=np.where(is_quote, actors[np.where(is_quote, statement, 0)], -1),
        item_topic=np.where(note >= 0, notes.topic[note], -1),
        item_note=np.where(note >= 0, words[note], -1),
    )


def _find_roots(parents: Numbers) -> Numbers:
    """Where chains of copies begin; every parent stands before its child, or is itself."""
    while True:
        further = parents[parents]
        if np.array_equal(further, parents):
            return parents
        parents = further
