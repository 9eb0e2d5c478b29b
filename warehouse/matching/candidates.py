"""Which passages may hold the words of which needle: an inverted index of rare character n-grams.

Comparing every needle with every passage is quadratic. Words copied from a passage share its n-grams, and
the rare ones among them point to few passages. So each needle is looked up by its rarest n-grams only, and
an n-gram that too many passages have points nowhere: the pairs grow with the number of needles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.matching.texts import Hashes, Indices, find_runs, rank_in_runs, spread

_RARE_GRAMS = 16
_MAX_PASSAGES = 64
# Where even the rare n-grams are frequent, the first of them that point to so many passages must do.
_MAX_HITS = 64
# Several numbers share 64 bits, to be sorted at once: sorting one column is many times faster than several.
_PLACE_BITS = 30
_COUNT_BITS = 7
_TEXT_BITS = 28
# Marks for each hash, so that one that was never marked seldom looks as if it were; and bits at most.
_MARKS_EACH = 8
_MOST_MARK_BITS = 24


class Grams(NamedTuple):
    """Hashes of n-grams, and which text each is from."""

    hashes: Hashes
    owners: Indices


class Marks:
    """Tells most hashes that are not among some, by the first bits, before anything must be sorted."""

    def __init__(self, hashes: Hashes) -> None:
        bits = min(_MOST_MARK_BITS, max(1, (_MARKS_EACH * len(hashes)).bit_length()))
        self._shift = np.uint64(64 - bits)
        self._marks = np.zeros(1 << bits, np.bool_)
        self._marks[hashes >> self._shift] = True

    def may_have(self, hashes: Hashes) -> NDArray[np.bool_]:
        """False for hashes that are not among them; true for others, and for a few of those."""
        is_marked: NDArray[np.bool_] = self._marks[hashes >> self._shift]
        return is_marked


class Pairs(NamedTuple):
    """Needles and passages that share most of the n-grams by which the needle was looked up.

    Attributes:
        needles: the needle of each pair; ascending.
        passages: the passage; of one needle the best first.
        shared: the looked-up n-grams that both have.
        is_whole: whether no n-gram of the needle is missing from all passages, nor a looked-up one from this.
        shares: the shared ones out of those that were looked up or are in no passage.
    """

    needles: Indices
    passages: Indices
    shared: Indices
    is_whole: NDArray[np.bool_]
    shares: NDArray[np.float64]


class _Search(NamedTuple):
    """What needles are looked up by.

    Attributes:
        owners: the needle of each n-gram.
        places: the place of each n-gram in the index.
        lonely: how many n-grams of each needle are not in the index.
        looked_up: how many are looked up.
    """

    owners: Indices
    places: Indices
    lonely: Indices
    looked_up: Indices

    @property
    def wanted(self) -> Indices:
        """How many n-grams of each needle a passage should have."""
        wanted: Indices = np.minimum(self.looked_up + self.lonely, _RARE_GRAMS)
        return wanted


class PassageIndex:
    """The n-grams of some passages, by hash; numbers of passages decide ties, so let them mean something."""

    def __init__(self, passages: Grams) -> None:
        highest = int(passages.owners[-1]) if len(passages.owners) else 0
        # The last bits of a hash make room for its owner.
        self._owner_bits = np.uint64(max(1, highest.bit_length()))
        packed = (passages.hashes >> self._owner_bits) << self._owner_bits
        packed |= passages.owners.astype(np.uint64)
        packed.sort()
        hashes = packed >> self._owner_bits
        self._owners = (packed ^ (hashes << self._owner_bits)).astype(np.int64)
        self._firsts = find_runs(hashes)
        self._counts = np.diff(self._firsts, append=len(hashes))
        self._hashes = hashes[self._firsts]
        self._marks = Marks(self._hashes << self._owner_bits)

    def find(self, needles: Grams, limit: int, *, least_share: float = 0, least_shared: int = 1) -> Pairs:
        """The passages that share most rare n-grams with each needle, at most so many.

        Args:
            needles: their n-grams.
            limit: the number for each needle.
            least_share: those have this part of the n-grams that were looked up or are in no passage.
            least_shared: and so many.
        """
        if not len(self._hashes):
            nothing = np.empty(0, np.int64)
            return Pairs(nothing, nothing, nothing, nothing != 0, nothing / 1)
        # Most n-grams are in no passage, and need not be sorted to know it.
        kept = np.flatnonzero(self._marks.may_have(needles.hashes))
        hashes = needles.hashes[kept] >> self._owner_bits
        order = np.argsort(hashes)
        hashes, owners = hashes[order], needles.owners[kept[order]]
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        is_known = self._hashes[places] == hashes
        owners, places = owners[is_known], places[is_known]
        lonely = _count(needles.owners, needles.owners) - _count(owners, needles.owners)
        search = self._pick(owners, places, lonely)
        wanted = np.maximum(least_share * search.wanted, least_shared)
        return self._find(search, wanted, limit)

    def find_each_other(self, limit: int, *, least_share: float) -> Pairs:
        """The other passages that share most rare n-grams with each passage, at most so many.

        Args:
            limit: the number for each passage.
            least_share: they share this part of the n-grams that were looked up, or more.
        """
        # An n-gram of one passage leads back to itself.
        is_shared = self._counts > 1
        lonely = _count(self._owners[self._firsts[~is_shared]], self._owners)
        counts = self._counts[is_shared]
        owners = self._owners[spread(self._firsts[is_shared], counts)]
        places = np.repeat(np.flatnonzero(is_shared), counts)
        search = self._pick(owners, places, lonely)
        return self._find(search, least_share * search.looked_up, limit, is_own=True)

    def _pick(self, owners: Indices, places: Indices, lonely: Indices) -> _Search:
        """Of the n-grams of each needle the rarest."""
        counts = self._counts[places]
        is_rare = counts <= _MAX_PASSAGES
        owners, places = _pick_rarest(owners[is_rare], counts[is_rare], places[is_rare])
        looked_up = np.bincount(owners, minlength=len(lonely))
        return _Search(owners, places, lonely, looked_up)

    def _find(
        self, search: _Search, least: NDArray[np.floating], limit: int, *, is_own: bool = False
    ) -> Pairs:
        """Pairs of each needle with at least so many n-grams shared."""
        owners, counts = search.owners, self._counts[search.places]
        firsts = self._firsts[search.places]
        pairs = np.repeat(owners << _TEXT_BITS, counts) | self._owners[spread(firsts, counts)]
        if is_own:
            pairs = pairs[pairs >> _TEXT_BITS != pairs & ((1 << _TEXT_BITS) - 1)]
        pairs.sort()
        firsts = find_runs(pairs)
        shared = np.diff(firsts, append=len(pairs))
        pairs = pairs[firsts]
        # Most pairs share an n-gram or two by chance.
        kept = np.flatnonzero(shared >= least[pairs >> _TEXT_BITS])
        pairs, shared = pairs[kept], shared[kept]
        best = _pick_best(pairs, shared, limit)
        pairs, shared = pairs[best], shared[best]
        needles = pairs >> _TEXT_BITS
        is_whole = (shared >= search.looked_up[needles]) & (search.lonely[needles] == 0)
        shares = shared / search.wanted[needles]
        return Pairs(needles, pairs & ((1 << _TEXT_BITS) - 1), shared, is_whole, shares)


def _pick_rarest(owners: Indices, counts: Indices, places: Indices) -> tuple[Indices, Indices]:
    """The rarest n-grams of each owner: owner and place in the index, one entry an n-gram."""
    packed = (owners << (_COUNT_BITS + _PLACE_BITS)) | (counts << _PLACE_BITS) | places
    packed.sort()
    owners = packed >> (_COUNT_BITS + _PLACE_BITS)
    counts = (packed >> _PLACE_BITS) & ((1 << _COUNT_BITS) - 1)
    firsts = find_runs(owners)
    before = np.cumsum(counts) - counts
    before -= np.repeat(before[firsts], np.diff(firsts, append=len(owners)))
    is_wanted = (rank_in_runs(owners) < _RARE_GRAMS) & (before < _MAX_HITS)
    return owners[is_wanted], packed[is_wanted] & ((1 << _PLACE_BITS) - 1)


def _pick_best(pairs: Indices, shared: Indices, limit: int) -> Indices:
    """Which pairs are, of each needle, those that share most, of equal ones the first; best first."""
    needles, passages = pairs >> _TEXT_BITS, pairs & ((1 << _TEXT_BITS) - 1)
    most = (1 << _COUNT_BITS) - 1
    missing = most - np.minimum(shared, most)
    order = np.argsort((needles << (_COUNT_BITS + _TEXT_BITS)) | (missing << _TEXT_BITS) | passages)
    return order[rank_in_runs(needles[order]) < limit]


def _count(owners: Indices, all_owners: Indices) -> Indices:
    """How often each text is among the owners."""
    return np.bincount(owners, minlength=int(all_owners.max(initial=-1)) + 1)
