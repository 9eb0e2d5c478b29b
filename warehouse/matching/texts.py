"""Many texts in one array of characters: folding, n-grams and equality for millions of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.matching.folding import EDGES, fold_code

GRAM = 4
"""Characters in an n-gram: in Japanese two words or one with its particle."""

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]

SLICE_CHARS = 1 << 17
"""Characters handled at once: their columns stay in the cache, and need no new memory each time."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_CODES = 0x110000


class Texts(NamedTuple):
    """Some texts, one after the other.

    Attributes:
        codes: their characters.
        edges: where each begins, and last where the last one ends.
        origins: for each character the code point of the unfolded text it comes from, counted over all
            texts; empty where nobody asked.
    """

    codes: Codes
    edges: Indices
    origins: Indices

    @property
    def lengths(self) -> Indices:
        """Characters of each text."""
        return np.diff(self.edges)

    def measure(self, which: Indices) -> Indices:
        """Characters of each of these texts."""
        return self.edges[which + 1] - self.edges[which]

    def take(self, which: Indices) -> Texts:
        """These texts, in this order."""
        return self.cut(self.edges[which], self.edges[which + 1])

    def cut(self, starts: Indices, ends: Indices) -> Texts:
        """Stretches of the characters as texts of their own."""
        edges = to_edges(ends - starts)
        codes, origins = (
            np.empty(edges[-1], np.uint32),
            np.empty(edges[-1] if len(self.origins) else 0, np.int64),
        )
        for first, last in list_slices(edges):
            places = spread(starts[first:last], np.diff(edges[first : last + 1]))
            codes[edges[first] : edges[last]] = self.codes[places]
            if len(origins):
                origins[edges[first] : edges[last]] = self.origins[places]
        return Texts(codes, edges, origins)

    def part(self, start: int, end: int) -> Texts:
        """Some texts that follow each other, without a copy of their characters; origins count as before."""
        first, last = self.edges[start], self.edges[end]
        origins = self.origins[first:last] if len(self.origins) else self.origins
        return Texts(self.codes[first:last], self.edges[start : end + 1] - first, origins)

    def to_strings(self, which: Indices) -> list[str]:
        """These texts as strings."""
        part = self.take(which)
        whole = part.codes.tobytes().decode("utf-32-le")
        edges = part.edges.tolist()
        return [whole[start:end] for start, end in pairwise(edges)]

    def hash_grams(self, size: int = GRAM) -> tuple[Hashes, Indices]:
        """A hash of every n-gram of every text, and the text it is from, in order."""
        count = max(0, len(self.codes) - size + 1)
        hashes = np.zeros(count, np.uint64)
        for at in range(size):
            hashes *= _MULTIPLIER
            hashes += self.codes[at : at + count]
        hashes *= _MULTIPLIER
        owners = np.repeat(np.arange(len(self.edges) - 1), self.lengths)
        whole = owners[:count] == owners[len(owners) - count :]
        return hashes[whole], owners[:count][whole]

    def hash_texts(self) -> Hashes:
        """64 bits that are the same for the same text; two others agree once in 10^19 pairs."""
        parts = (self.part(*span) for span in list_slices(self.edges))
        hashes = [hash_runs(part.codes, part.edges) for part in parts]
        return np.concatenate([np.empty(0, np.uint64), *hashes])


def list_slices(edges: Indices) -> list[tuple[int, int]]:
    """Runs of texts of about SLICE_CHARS, each by its first text and the one behind its last."""
    starts = find_runs(edges[:-1] // SLICE_CHARS)
    return list(pairwise([*starts.tolist(), len(edges) - 1]))


def mix(values: Hashes) -> Hashes:
    """Bits that look drawn, the same for the same value (splitmix64)."""
    bits = values + _MULTIPLIER
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def hash_runs(codes: Codes, edges: Indices) -> Hashes:
    """64 bits for each run of characters between two edges, the same for the same characters."""
    lengths = np.diff(edges)
    places = np.arange(len(codes)) - np.repeat(edges[:-1], lengths)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(_to_weights(places) * codes, out=sums[1:])
    return mix(sums[edges[1:]] - sums[edges[:-1]] + lengths.astype(np.uint64))


def _to_weights(places: Indices) -> Hashes:
    """An odd number for each place of a character in its text."""
    return _WEIGHTS[np.minimum(places, len(_WEIGHTS) - 1)] + (places.astype(np.uint64) << np.uint64(1))


_WEIGHTS = mix(np.arange(1 << 12, dtype=np.uint64)) | np.uint64(1)


def to_edges(lengths: Indices) -> Indices:
    """Where stretches of these lengths begin when they follow each other, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


def spread(firsts: Indices, counts: Indices) -> Indices:
    """For each first place that place and those behind it, as many as are counted."""
    before = np.cumsum(counts) - counts
    return np.repeat(firsts - before, counts) + np.arange(counts.sum())


def find_runs(values: NDArray[np.generic]) -> Indices:
    """Where runs of equal values begin.

    >>> find_runs(np.array([3, 3, 5, 3])).tolist()
    [0, 2, 3]
    """
    begins = np.ones(len(values), np.bool_)
    begins[1:] = values[1:] != values[:-1]
    return np.flatnonzero(begins)


def rank_in_runs(values: NDArray[np.generic]) -> Indices:
    """For values whose equal ones stand together, how many of them stand before each."""
    firsts = find_runs(values)
    return np.arange(len(values)) - np.repeat(firsts, np.diff(firsts, append=len(values)))


def gather(parts: list[Texts], which: Indices) -> Texts:
    """Some of the texts of all parts, which are emptied one by one: there is no memory to have them twice.

    Args:
        parts: texts without origins; the list is empty afterwards.
        which: numbers of texts, counted over all parts; ascending.
    """
    firsts = to_edges(np.array([len(part.edges) - 1 for part in parts], np.int64)).tolist()
    cuts = np.searchsorted(which, firsts).tolist()
    kept = []
    for first, start, end in zip(firsts[:-1], cuts[:-1], cuts[1:], strict=True):
        kept.append(parts.pop(0).take(which[start:end] - first))
    return concatenate(kept)


def concatenate(parts: Sequence[Texts]) -> Texts:
    """All texts of all parts; origins stay as they are."""
    lengths = np.concatenate([np.empty(0, np.int64), *(part.lengths for part in parts)])
    codes = np.concatenate([np.empty(0, np.uint32), *(part.codes for part in parts)])
    origins = np.concatenate([np.empty(0, np.int64), *(part.origins for part in parts)])
    return Texts(codes, to_edges(lengths), origins)


def read_texts(texts: pa.Array | pa.ChunkedArray | Sequence[str]) -> Texts:
    """Texts as they are."""
    array = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, pa.large_string())
    array = array.cast(pa.large_string())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    lengths = np.asarray(pc.utf8_length(array), np.int64)
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    held = memoryview(data)[ends[0] : ends[-1]] if len(array) and data else b""
    codes = np.frombuffer(str(held, "utf-8").encode("utf-32-le"), np.uint32)
    return Texts(codes, to_edges(lengths), np.empty(0, np.int64))


_IS_EDGE = np.zeros(_CODES, np.bool_)
_IS_EDGE[[ord(char) for char in EDGES]] = True


def is_edge(codes: Codes) -> NDArray[np.bool_]:
    """Which characters are no part of a folded text where it begins or ends."""
    return _IS_EDGE[codes]


class Folder:
    """Folds as `warehouse.matching.folding.fold` does, whole columns at a time."""

    def __init__(self) -> None:
        self._known = np.zeros(_CODES, np.bool_)
        self._lengths = np.zeros(_CODES, np.uint8)
        # What a code point folds to, one character after the other.
        self._chars = [np.zeros(_CODES, np.uint32)]

    def fold(self, texts: Texts, *, with_origins: bool = False) -> Texts:
        """The folded texts; those of which nothing remains are empty."""
        parts = []
        for start, end in list_slices(texts.edges):
            part = self._fold(texts.part(start, end), with_origins=with_origins)
            parts.append(part._replace(origins=part.origins + texts.edges[start]))
        return concatenate(parts)

    def _fold(self, texts: Texts, *, with_origins: bool) -> Texts:
        self._learn(texts.codes)
        lengths = self._lengths[texts.codes]
        ends = np.cumsum(lengths, dtype=np.int64)
        codes = self._chars[0][np.repeat(texts.codes, lengths)]
        for at in range(1, int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > at)
            codes[ends[longer] - lengths[longer] + at] = self._chars[at][texts.codes[longer]]
        edges = np.concatenate([np.zeros(1, np.int64), ends])[texts.edges]
        origins = np.repeat(np.arange(len(texts.codes)), lengths) if with_origins else np.empty(0, np.int64)
        return self._strip(Texts(codes, edges, origins))

    def _learn(self, codes: Codes) -> None:
        seen = np.zeros(_CODES, np.bool_)
        seen[codes] = True
        for code in np.flatnonzero(seen & ~self._known).tolist():
            folded = fold_code(code)
            self._lengths[code] = len(folded)
            while len(self._chars) < len(folded):
                self._chars.append(np.zeros(_CODES, np.uint32))
            for chars, char in zip(self._chars, folded, strict=False):
                chars[code] = ord(char)
        self._known |= seen

    def _strip(self, texts: Texts) -> Texts:
        """Without the punctuation at the edges of each text."""
        starts, ends = texts.edges[:-1].copy(), texts.edges[1:].copy()
        for at, step, before in ((starts, 1, 0), (ends, -1, 1)):
            left = np.flatnonzero(starts < ends)
            while len(left := left[is_edge(texts.codes[at[left] - before])]):
                at[left] += step
                left = left[starts[left] < ends[left]]
        return texts.cut(starts, ends) if (ends - starts).sum() < len(texts.codes) else texts
