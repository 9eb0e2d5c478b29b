"""Which passages may hold the words of which needle: an inverted index of rare character n-grams.

Comparing every needle with every passage is quadratic. Words copied from a passage share its n-grams, and
the rare ones among them point to few passages. So each needle is looked up by its rarest n-grams only, and
an n-gram that too many passages have points nowhere: the pairs grow with the number of needles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

GRAM = 4
"""Characters in an n-gram: in Japanese two words or one with its particle."""

_RARE_GRAMS = 16
_MAX_PASSAGES = 64
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
# The low bits of a product know only the low bits of its factors; the filter takes the high ones.
_FILTER_BITS = 24
_FILTER_SHIFT = np.uint64(64 - _FILTER_BITS)
_SLICE_CHARS = 4_000_000
_SLICE_NEEDLES = 20_000

Hashes = NDArray[np.uint64]
Owners = NDArray[np.int32]
Indices = NDArray[np.int64]


class PassageIndex:
    """The n-grams of some passages, as far as some needles have them.

    Attributes:
        needles: what is looked for.
        passages: where; their order decides ties, so sort them.
    """

    def __init__(self, needles: Sequence[str], passages: Sequence[str]) -> None:
        self.needles = needles
        self.passages = passages
        hashes, owners = self._hash_passages(self._mark_needles())
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def find(self, limit: int, *, least_passages: int = 1) -> tuple[Indices, Indices, Indices]:
        """The passages that share most rare n-grams with each needle.

        Args:
            limit: at most so many for a needle.
            least_passages: n-grams of fewer passages are passed over; 2 where the needles are the passages,
                and an n-gram of one alone leads back to itself.

        Returns:
            Needle, passage and the n-grams they share, one entry a pair; by needle, then best first.
        """
        starts = range(0, len(self.needles), _SLICE_NEEDLES)
        found = [self._find_slice(start, limit, least_passages) for start in starts]
        empty = np.empty(0, np.int64)
        needles, passages, shared = (
            np.concatenate([empty, *(part[which] for part in found)]) for which in range(3)
        )
        return needles, passages, shared

    def _mark_needles(self) -> NDArray[np.bool_]:
        """For the first bits of a hash whether any n-gram of a needle has them."""
        marks = np.zeros(1 << _FILTER_BITS, np.bool_)
        for start, end in _slices(self.needles):
            marks[_hash_grams(self.needles[start:end])[0] >> _FILTER_SHIFT] = True
        return marks

    def _hash_passages(self, wanted: NDArray[np.bool_]) -> tuple[Hashes, Owners]:
        """The n-grams of the passages, without most of those no needle has."""
        all_hashes, all_owners = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
        for start, end in _slices(self.passages):
            hashes, owners = _hash_grams(self.passages[start:end])
            keep = wanted[hashes >> _FILTER_SHIFT]
            all_hashes.append(hashes[keep])
            all_owners.append(owners[keep] + np.int32(start))
        return np.concatenate(all_hashes), np.concatenate(all_owners)

    def _find_slice(self, start: int, limit: int, least: int) -> tuple[Indices, Indices, Indices]:
        hashes, slice_owners = _hash_grams(self.needles[start : start + _SLICE_NEEDLES])
        owners = slice_owners.astype(np.int64) + start
        first = np.searchsorted(self._hashes, hashes, "left")
        counts = np.searchsorted(self._hashes, hashes, "right") - first
        usable = (counts >= least) & (counts <= _MAX_PASSAGES)
        hashes, owners = hashes[usable], owners[usable]
        first, counts = first[usable], counts[usable]
        rarest = np.lexsort((hashes, counts, owners))
        rarest = rarest[_rank_in_runs(owners[rarest]) < _RARE_GRAMS]
        first, counts, owners = first[rarest], counts[rarest], owners[rarest]
        before = np.cumsum(counts) - counts
        places = np.repeat(first - before, counts) + np.arange(counts.sum())
        pairs = np.repeat(owners, counts) * len(self.passages) + self._owners[places]
        pairs, shared = np.unique(pairs, return_counts=True)
        needles, passages = np.divmod(pairs, max(1, len(self.passages)))
        best = np.lexsort((passages, -shared, needles))
        best = best[_rank_in_runs(needles[best]) < limit]
        return needles[best], passages[best], shared[best]


def _slices(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of texts of about so many characters as fit into memory with their hashes."""
    ends = np.cumsum([len(text) for text in texts]) if texts else np.empty(0, np.int64)
    cuts = np.flatnonzero(np.diff(ends // _SLICE_CHARS, prepend=0))
    edges = [0, *cuts.tolist(), len(texts)]
    return [(start, end) for start, end in pairwise(edges) if start < end]


def _hash_grams(texts: Sequence[str]) -> tuple[Hashes, Owners]:
    """A hash of every n-gram of every text, and the text it is from, in order."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    count = len(codes) - GRAM + 1
    hashes = np.zeros(count, np.uint64)
    for at in range(GRAM):
        hashes = hashes * _MULTIPLIER + codes[at : at + count]
    hashes *= _MULTIPLIER
    whole = owners[:count] == owners[GRAM - 1 :]
    return hashes[whole], owners[:count][whole]


def _rank_in_runs(values: Indices) -> Indices:
    """For sorted values, how many equal ones stand before each."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    lengths = np.diff(starts, append=len(values))
    return np.arange(len(values)) - np.repeat(starts, lengths)
