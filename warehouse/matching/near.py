"""Pairs of texts that say the same in nearly the same words, or of which one is a part of the other.

Two searches, each only over pairs that can be one statement: words of one speaker against his own others,
and words that nobody is named for against all. Both are cut into slices that fit the cache, two at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from warehouse.matching.candidates import Grams, PassageIndex
from warehouse.matching.claims import hash_claims
from warehouse.matching.texts import SLICE_CHARS, Indices, Texts, find_runs, mix, to_edges

NEAR_SCORE = 85.0
"""From this score on, 0 to 100, two texts may be one statement."""

_CANDIDATES = 8
# Words that are nearly the same share many of the n-grams that were looked up; others one or two.
_LEAST_SHARE = 0.4
# Words that are looked for everywhere must be longer or closer, so longer n-grams find them, and fewer.
_LONG_GRAM = 6
_LEAST_LONG_GRAMS = 2
_THREADS = 2


class Near(NamedTuple):
    """Pairs of texts, by their numbers.

    Attributes:
        ones: a text; of a part and its whole the part.
        others: the other one.
        scores: characters they share in order, twice, over the length of both, 0 to 100.
        is_part: whether one stands in the other as it is.
    """

    ones: Indices
    others: Indices
    scores: NDArray[np.float64]
    is_part: NDArray[np.bool_]

    def take(self, which: NDArray[np.bool_]) -> Near:
        """These pairs."""
        return Near(self.ones[which], self.others[which], self.scores[which], self.is_part[which])


def find_near(texts: Texts, which: Indices, blocks: Indices) -> Near:
    """Near pairs inside blocks.

    Args:
        texts: folded texts.
        which: those to look at, no one twice in a block.
        blocks: for each of them the block in which it is compared; ascending.

    Returns:
        Pairs by their places in `which`.
    """
    slices = _cut(texts.measure(which), blocks)
    with ThreadPoolExecutor(_THREADS) as pool:
        return _concatenate(pool.map(lambda span: _find_slice(texts, which, blocks, span), slices))


def find_near_some(texts: Texts, which: Indices, some: Indices) -> Near:
    """Near pairs of which one is one of some texts.

    Args:
        texts: folded, different texts.
        which: those to look at, each once.
        some: the same.

    Returns:
        Pairs by the numbers of the texts.
    """
    hashes, owners = texts.take(some).hash_grams(_LONG_GRAM)
    index = PassageIndex(Grams(hashes, owners))
    slices = _cut(texts.measure(which), which)
    with ThreadPoolExecutor(_THREADS) as pool:
        return _concatenate(
            pool.map(lambda span: _find_among(texts, which[slice(*span)], some, index), slices)
        )


def _cut(lengths: Indices, blocks: Indices) -> Iterator[tuple[int, int]]:
    """Runs of texts, of whole blocks, of about so many characters as are handled at once."""
    firsts = find_runs(blocks)
    starts = firsts[find_runs(to_edges(lengths)[firsts] // SLICE_CHARS)]
    return pairwise([*starts.tolist(), len(blocks)])


def _find_slice(texts: Texts, which: Indices, blocks: Indices, span: tuple[int, int]) -> Near:
    part = texts.take(which[slice(*span)])
    hashes, owners = part.hash_grams()
    hashes ^= mix(blocks[slice(*span)].astype(np.uint64))[owners]
    found = PassageIndex(Grams(hashes, owners)).find_each_other(_CANDIDATES, least_share=_LEAST_SHARE)
    near = _score(part, found.needles, found.passages, found.is_whole)
    return near._replace(ones=span[0] + near.ones, others=span[0] + near.others)


def _find_among(texts: Texts, which: Indices, some: Indices, index: PassageIndex) -> Near:
    hashes, owners = texts.take(which).hash_grams(_LONG_GRAM)
    found = index.find(Grams(hashes, owners), _CANDIDATES, least_shared=_LEAST_LONG_GRAMS)
    may_be_part = np.ones(len(found.needles), np.bool_)
    return _score(texts, which[found.needles], some[found.passages], may_be_part)


def _score(texts: Texts, ones: Indices, others: Indices, may_be_part: NDArray[np.bool_]) -> Near:
    """Of pairs those that are near, or of which one can be a part of the other and is; each once."""
    ones, others = _sort_pairs(texts, ones, others, may_be_part)
    used, places = np.unique(np.append(ones, others), return_inverse=True)
    strings = texts.to_strings(used)
    chosen = [strings[place] for place in places.tolist()]
    left, right = chosen[: len(ones)], chosen[len(ones) :]
    scores = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float64)
    # All of a part is shared with its whole.
    lengths = texts.measure(ones)
    is_part = np.abs(scores - 200 * lengths / np.maximum(1, lengths + texts.measure(others))) < 1e-6
    for place in np.flatnonzero(is_part).tolist():
        is_part[place] = left[place] in right[place]
    is_near = ~is_part & (scores >= NEAR_SCORE)
    alike = np.flatnonzero(is_near)
    is_near[alike] = hash_claims(texts.take(ones[alike])) == hash_claims(texts.take(others[alike]))
    kept = is_part | is_near
    return Near(ones[kept], others[kept], scores[kept], is_part[kept])


def _sort_pairs(
    texts: Texts, ones: Indices, others: Indices, may_be_part: NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """Each pair once, the shorter text first; without those too unlike in length to be near."""
    count = len(texts.edges)
    pairs = np.where(ones < others, ones * count + others, others * count + ones)
    one, other = texts.measure(ones), texts.measure(others)
    is_possible = may_be_part | (200 * np.minimum(one, other) >= NEAR_SCORE * (one + other))
    lower, upper = np.divmod(np.unique(pairs[is_possible & (ones != others)]), count)
    is_swapped = texts.measure(lower) > texts.measure(upper)
    return np.where(is_swapped, upper, lower), np.where(is_swapped, lower, upper)


def _concatenate(found: Iterable[Near]) -> Near:
    parts = list(found)
    nothing = np.empty(0, np.int64)
    return Near(
        np.concatenate([nothing, *(part.ones for part in parts)]),
        np.concatenate([nothing, *(part.others for part in parts)]),
        np.concatenate([np.empty(0), *(part.scores for part in parts)]),
        np.concatenate([np.empty(0, np.bool_), *(part.is_part for part in parts)]),
    )
