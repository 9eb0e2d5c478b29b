"""Group wordings of one statement: the same words, a part of them, or nearly the same, by one speaker.

Groups grow by joining two at a time, best evidence first. Two groups that belong to two different speakers
are never joined, whatever their words, so the result depends on the evidence and not on the order of rows.
Joins that nothing can forbid, inside the words of one speaker, are made all at once.
"""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.matching.claims import hash_numbers
from warehouse.matching.groups import join_in_order, join_pairs
from warehouse.matching.near import Near, find_near, find_near_some
from warehouse.matching.texts import Hashes, Indices, Texts, find_runs, spread

MIN_CHARS = 12
"""Shorter words are said on many occasions; only the same words on one occasion are one statement."""

NOBODY = -1
"""In place of a speaker where nobody is named."""

# Without a name beside them, words must be longer or closer to be those of a named speaker.
_MIN_UNNAMED_CHARS = 20
_UNNAMED_SCORE = 92.0


class Wordings(NamedTuple):
    """Some words by one speaker; short words also on one occasion.

    Attributes:
        texts: the folded texts, each once.
        text: the number of the text of each wording.
        speaker: who said it, or NOBODY.
        occasion: 0 where the words are long enough to be told by themselves.
        chars: how long the words are before they are folded.
    """

    texts: Texts
    text: Indices
    speaker: Indices
    occasion: Hashes
    chars: Indices

    def is_long(self) -> NDArray[np.bool_]:
        """Which wordings can be told by their words."""
        return np.equal(self.occasion, 0)

    def is_named(self) -> NDArray[np.bool_]:
        """Which wordings have a speaker."""
        return np.not_equal(self.speaker, NOBODY)


class Rank(IntEnum):
    """Which evidence is used first."""

    SAME_SPEAKER = 0
    TAKEN_FROM = 1
    ONE_UNNAMED = 2
    BOTH_UNNAMED = 3


class Ties(NamedTuple):
    """Evidence that two wordings, given by their numbers, are one statement."""

    ranks: Indices
    distances: NDArray[np.float64]
    ones: Indices
    others: Indices

    def take(self, which: Indices | NDArray[np.bool_]) -> Ties:
        """These ties."""
        return Ties(self.ranks[which], self.distances[which], self.ones[which], self.others[which])


class TakenFrom(NamedTuple):
    """Wordings of notes, the wordings of the quotes they were taken from, and their likeness, 0 to 1."""

    notes: Indices
    sources: Indices
    scores: NDArray[np.float64]


def group_statements(wordings: Wordings, taken_from: TakenFrom) -> Indices:
    """Say which wordings are one statement.

    Args:
        wordings: each once, in an order that does not depend on the night.
        taken_from: pairs of different wordings.

    Returns:
        For each wording the first one of its statement.
    """
    ties = _join(_tie_same_words(wordings), *_tie_near(wordings))
    is_free = _is_free(wordings, ties)
    heads = join_pairs(np.arange(len(wordings.text)), ties.ones[is_free], ties.others[is_free])
    taken = _tie_taken(wordings, heads, taken_from)
    is_free = _is_free(wordings, taken)
    heads = join_pairs(heads, taken.ones[is_free], taken.others[is_free])
    marks = np.full(len(heads), NOBODY)
    np.maximum.at(marks, heads, wordings.speaker)
    rest = _join(ties, taken)
    rest = rest.take(heads[rest.ones] != heads[rest.others])
    rest = rest.take(_put_in_order(wordings, rest))
    return join_in_order(heads, marks, rest.ones, rest.others)


def _is_free(wordings: Wordings, ties: Ties) -> NDArray[np.bool_]:
    """Which ties no other tie can forbid: those inside the words of one named speaker."""
    one, other = wordings.speaker[ties.ones], wordings.speaker[ties.others]
    return np.equal(one, other) & np.not_equal(one, NOBODY)


def _put_in_order(wordings: Wordings, ties: Ties) -> Indices:
    """Where each tie is, the best first; of equally good ones those of texts that sort first."""
    texts, places = np.unique(wordings.text[np.append(ties.ones, ties.others)], return_inverse=True)
    strings = wordings.texts.to_strings(texts)
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=strings.__getitem__)] = np.arange(len(texts))
    speakers = wordings.speaker[np.append(ties.ones, ties.others)]
    order = ranks[places] * (int(speakers.max(initial=0)) + 2) + speakers + 1
    one, other = order[: len(ties.ones)], order[len(ties.ones) :]
    return np.lexsort((np.maximum(one, other), np.minimum(one, other), ties.distances, ties.ranks))


def _join(*parts: Ties) -> Ties:
    return Ties(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _tie_same_words(wordings: Wordings) -> Ties:
    """Words without a speaker and the same words of a speaker, where only one says them.

    Occasions are left aside: the same words by one speaker on one occasion are one wording.
    """
    named = np.flatnonzero(wordings.is_long() & wordings.is_named())
    unnamed = np.flatnonzero(wordings.is_long() & ~wordings.is_named())
    texts = wordings.text[named]
    is_alone = np.bincount(texts, minlength=len(wordings.texts.lengths))[texts] == 1
    by_text = np.full(len(wordings.texts.lengths), -1)
    by_text[texts[is_alone]] = named[is_alone]
    speakers = by_text[wordings.text[unnamed]]
    ones, others = unnamed[speakers >= 0], speakers[speakers >= 0]
    return _to_ties(Rank.ONE_UNNAMED, np.zeros(len(ones)), ones, others)


def _tie_near(wordings: Wordings) -> tuple[Ties, Ties]:
    """Ties of nearly the same words; a part belongs to its shortest whole only, or it would tie them all."""
    same = _tie_near_named(wordings)
    unnamed = _tie_near_unnamed(wordings)
    ties, is_part = _join(same[0], unnamed[0]), np.concatenate([same[1], unnamed[1]])
    parts = ties.take(is_part)
    parts = parts.take(np.lexsort((parts.others, parts.distances, parts.ranks, parts.ones)))
    return ties.take(~is_part), parts.take(find_runs(parts.ones))


def _tie_near_named(wordings: Wordings) -> tuple[Ties, NDArray[np.bool_]]:
    """Ties inside the words of each speaker, and which of them are of a part and its whole."""
    which = np.flatnonzero(wordings.is_long() & wordings.is_named())
    which = which[np.argsort(wordings.speaker[which], kind="stable")]
    near = find_near(wordings.texts, wordings.text[which], wordings.speaker[which])
    ties = _to_ties(Rank.SAME_SPEAKER, 1 - near.scores / 100, which[near.ones], which[near.others])
    return ties, near.is_part


def _tie_near_unnamed(wordings: Wordings) -> tuple[Ties, NDArray[np.bool_]]:
    """The same of words without a speaker and any other words."""
    which = np.flatnonzero(wordings.is_long() & (wordings.chars >= _MIN_UNNAMED_CHARS))
    which = which[np.argsort(wordings.text[which], kind="stable")]
    texts = wordings.text[which]
    unnamed = np.unique(texts[~wordings.is_named()[which]])
    near = find_near_some(wordings.texts, np.unique(texts), unnamed)
    near = near.take(near.is_part | (near.scores >= _UNNAMED_SCORE))
    ones, others, pairs = _multiply(near, texts)
    ones, others = which[ones], which[others]
    count = (~wordings.is_named()[ones]).astype(np.int64) + ~wordings.is_named()[others]
    kept = count > 0
    ranks = np.where(count == 2, int(Rank.BOTH_UNNAMED), int(Rank.ONE_UNNAMED))
    ties = Ties(ranks, 1 - near.scores[pairs] / 100, ones, others)
    return ties.take(kept), near.is_part[pairs][kept]


def _multiply(near: Near, texts: Indices) -> tuple[Indices, Indices, Indices]:
    """Each wording of one text with each of the other, by place; and the number of the pair of texts."""
    firsts = [np.searchsorted(texts, each) for each in (near.ones, near.others)]
    left, right = (
        np.searchsorted(texts, each, "right") - first
        for each, first in zip((near.ones, near.others), firsts, strict=True)
    )
    pairs = np.repeat(np.arange(len(left)), left)
    each = right[pairs]
    ones = np.repeat(spread(firsts[0], left), each)
    return ones, spread(firsts[1][pairs], each), np.repeat(pairs, each)


def _tie_taken(wordings: Wordings, heads: Indices, taken_from: TakenFrom) -> Ties:
    """Notes and the quotes they were taken from, if no number was changed."""
    ties = _to_ties(Rank.TAKEN_FROM, 1 - taken_from.scores, taken_from.notes, taken_from.sources)
    is_open = heads[ties.ones] != heads[ties.others]
    one, other = wordings.speaker[ties.ones], wordings.speaker[ties.others]
    ties = ties.take(is_open & ((one == other) | (one == NOBODY) | (other == NOBODY)))
    return ties.take(_numbers_agree(wordings, ties.ones, ties.others))


def _numbers_agree(wordings: Wordings, ones: Indices, others: Indices) -> NDArray[np.bool_]:
    """Whether the shorter of two texts, which may leave some out, has no number that the longer has not."""
    one, other = wordings.text[ones], wordings.text[others]
    lengths = wordings.texts.lengths
    is_swapped = lengths[other] < lengths[one]
    shorter = _list_numbers(wordings.texts, np.where(is_swapped, other, one))
    longer = _list_numbers(wordings.texts, np.where(is_swapped, one, other))
    agree = np.ones(len(ones), np.bool_)
    for pair, numbers in shorter.items():
        agree[pair] = not numbers - longer.get(pair, Counter())
    return agree


def _list_numbers(texts: Texts, which: Indices) -> dict[int, Counter[int]]:
    """The numbers in each of these texts that has any, by its place in the list."""
    owners, hashes = hash_numbers(texts.take(which))
    found: dict[int, Counter[int]] = {}
    for owner, number in zip(owners.tolist(), hashes.tolist(), strict=True):
        found.setdefault(owner, Counter())[number] += 1
    return found


def _to_ties(rank: Rank, distances: NDArray[np.float64], ones: Indices, others: Indices) -> Ties:
    return Ties(np.full(len(ones), int(rank)), distances, ones, others)
