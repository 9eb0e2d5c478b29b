"""Where words stand in passages: as they are, or nearly so, for many pairs of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from warehouse.matching.alignment import Alignment, align
from warehouse.matching.candidates import Pairs
from warehouse.matching.texts import Indices, Texts

_ROUNDING = 1e-6


class Places(NamedTuple):
    """Where words stand in passages.

    Attributes:
        words: numbers of words.
        passages: numbers of passages.
        starts: first character of the folded passage that belongs to the words.
        ends: one after the last.
        scores: likeness of both, 0 to 1; 1 for the same characters.
    """

    words: Indices
    passages: Indices
    starts: Indices
    ends: Indices
    scores: NDArray[np.float64]

    def take(self, which: Indices | NDArray[np.bool_]) -> Places:
        """These places."""
        numbers = (self.words[which], self.passages[which], self.starts[which], self.ends[which])
        return Places(*numbers, self.scores[which])


class Compared(NamedTuple):
    """Words and passages to be compared; `may_be_same` where the passage may hold the words as they are."""

    words: Indices
    passages: Indices
    may_be_same: NDArray[np.bool_]

    @classmethod
    def of(cls, found: Pairs) -> Compared:
        """What an index led to."""
        return cls(found.needles, found.passages, found.is_whole)

    def take(self, which: Indices | NDArray[np.bool_]) -> Compared:
        """These pairs."""
        return Compared(self.words[which], self.passages[which], self.may_be_same[which])


def find_same(words: Texts, passages: Texts, pairs: Compared) -> Places:
    """Each place where a passage holds words as they are, one after the other."""
    pairs = pairs.take(pairs.may_be_same)
    needles, texts = _to_strings(words, passages, pairs)
    lengths = words.measure(pairs.words)
    rests = passages.measure(pairs.passages) - lengths
    behind = np.zeros(len(pairs.words), np.int64)
    which = np.flatnonzero((lengths > 0) & (rests >= 0))
    found = [no_places()]
    while len(which):
        starts = [texts[at].find(needles[at], start) for at, start in _zip(which, behind[which])]
        at = np.array(starts, np.int64)
        which, at = which[at >= 0], at[at >= 0]
        behind[which] = at + lengths[which]
        is_same = np.ones(len(which))
        found.append(Places(pairs.words[which], pairs.passages[which], at, behind[which], is_same))
        which = which[behind[which] <= rests[which]]
    return concatenate_places(found)


def find_near(words: Texts, passages: Texts, pairs: Compared, *, least_shared: float) -> Places:
    """The place where a passage holds nearly the same words, if it does.

    Args:
        words: folded texts.
        passages: the same.
        pairs: their numbers.
        least_shared: a passage that does not have this part of the words' characters in order cannot do.
    """
    needles, texts = _to_strings(words, passages, pairs)
    shared = process.cpdist(needles, texts, scorer=LCSseq.similarity, dtype=np.float64)
    which = np.flatnonzero(shared >= least_shared * words.measure(pairs.words) - _ROUNDING)
    found = [align(needles[at], texts[at]) for at in which.tolist()]
    is_found = np.array([alignment is not None for alignment in found], np.bool_)
    return _to_places(pairs.take(which[is_found]), [alignment for alignment in found if alignment])


def concatenate_places(parts: Sequence[Places]) -> Places:
    """All places of all parts."""
    return Places(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def no_places() -> Places:
    """None at all."""
    nothing = np.empty(0, np.int64)
    return Places(nothing, nothing, nothing, nothing, np.empty(0))


def _to_strings(words: Texts, passages: Texts, pairs: Compared) -> tuple[list[str], list[str]]:
    """The texts of each pair; of a passage the string is made once."""
    used, places = np.unique(pairs.passages, return_inverse=True)
    strings = passages.to_strings(used)
    return words.to_strings(pairs.words), [strings[place] for place in places.tolist()]


def _zip(ones: Indices, others: Indices) -> zip[tuple[int, int]]:
    return zip(ones.tolist(), others.tolist(), strict=True)


def _to_places(pairs: Compared, alignments: Sequence[Alignment]) -> Places:
    starts, ends, scores = (np.array([each[at] for each in alignments]) for at in range(3))
    return Places(pairs.words, pairs.passages, starts.astype(np.int64), ends.astype(np.int64), scores)
