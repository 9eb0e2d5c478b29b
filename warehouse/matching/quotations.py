"""The quotation brackets of many texts at once, the outermost ones and those right inside them.

Where every bracket is closed by its own kind, pairs follow from counting depths in whole columns. Texts in
which one is missing or crossed are left to the scanner of single lines, which has rules for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.brackets import MAX_DEPTH, Bracket, scan_brackets
from warehouse.matching.texts import Indices, Texts, find_runs

_DEPTHS = 2


class Spans(NamedTuple):
    """What stands between brackets, by where it begins; nothing overlaps.

    Attributes:
        starts: first character, counted over all texts.
        ends: one after the last.
    """

    starts: Indices
    ends: Indices

    def find(self, places: Indices) -> Indices:
        """The last span that begins at or before each place; -1 where none does."""
        return np.searchsorted(self.starts, places, "right") - 1

    def hold(self, starts: Indices, ends: Indices) -> tuple[Indices, NDArray[np.bool_]]:
        """For each stretch the span that may hold it, and whether it does."""
        which = self.find(starts)
        if not len(self.ends):
            return which, which >= 0
        return which, (which >= 0) & (self.ends[which] >= ends)

    def count_before(self, places: Indices) -> Indices:
        """How many characters before each place stand between brackets."""
        if not len(self.starts):
            return np.zeros_like(places)
        lengths = self.ends - self.starts
        before = np.cumsum(lengths) - lengths
        which = self.find(places)
        counts = before[which] + np.minimum(places - self.starts[which], lengths[which])
        return np.where(which >= 0, counts, 0)


class _Marks(NamedTuple):
    """Brackets in order: place over all texts, text, kind (1 or 2), and 1 for opening, -1 for closing."""

    places: Indices
    texts: Indices
    kinds: Indices
    steps: Indices

    def take(self, which: Indices | NDArray[np.bool_]) -> _Marks:
        return _Marks(self.places[which], self.texts[which], self.kinds[which], self.steps[which])


def find_quotations(texts: Texts, wanted: Indices) -> tuple[Spans, Spans]:
    """What stands in quotation brackets: the outermost ones, and those right inside outermost ones.

    Args:
        texts: not folded, one line each.
        wanted: the texts to look at; others may be left out.
    """
    marks = _find_marks(texts)
    is_wanted = np.zeros(len(texts.edges), np.bool_)
    is_wanted[wanted] = True
    marks = marks.take(is_wanted[marks.texts])
    plain, pairs, depths = _pair(marks)
    odd = np.setdiff1d(marks.texts, plain.texts)
    scanned = np.array(list(_scan(texts, odd)), np.int64).reshape(-1, 3)
    starts = np.append(plain.places[pairs[:, 0]] + 1, scanned[:, 1])
    ends = np.append(plain.places[pairs[:, 1]], scanned[:, 2])
    depths = np.append(depths, scanned[:, 0])
    outermost, inside = (_sort(starts[depths == depth], ends[depths == depth]) for depth in range(_DEPTHS))
    return outermost, inside


def _find_marks(texts: Texts) -> _Marks:
    places = np.flatnonzero((texts.codes >= ord("「")) & (texts.codes <= ord("』")))
    # 「」『』 follow each other in this order.
    which = texts.codes[places].astype(np.int64) - ord("「")
    owners = np.searchsorted(texts.edges, places, "right") - 1
    return _Marks(places, owners, which // 2 + 1, 1 - which % 2 * 2)


def _pair(marks: _Marks) -> tuple[_Marks, Indices, Indices]:
    """The marks of texts in which every bracket has its partner; pairs of them, and the depth of each."""
    marks = marks.take(_is_balanced(marks, marks.texts))
    pairs, depths = _pair_balanced(marks)
    is_crossed = marks.kinds[pairs[:, 0]] != marks.kinds[pairs[:, 1]]
    if is_crossed.any():
        marks = marks.take(~np.isin(marks.texts, marks.texts[pairs[is_crossed, 0]]))
        pairs, depths = _pair_balanced(marks)
    return marks, pairs, depths


def _is_balanced(marks: _Marks, texts: Indices) -> NDArray[np.bool_]:
    """Whether each mark stands in a text with as many closing marks as opening ones, never too many."""
    if not len(texts):
        return np.empty(0, np.bool_)
    firsts = find_runs(texts)
    depths = _count_depths(marks)
    lasts = np.append(firsts[1:], len(texts)) - 1
    is_fine = (np.minimum.reduceat(depths, firsts) >= 0) & (depths[lasts] == 0)
    is_fine &= np.maximum.reduceat(depths, firsts) <= MAX_DEPTH
    return np.repeat(is_fine, np.diff(firsts, append=len(texts)))


def _count_depths(marks: _Marks) -> Indices:
    """How many brackets of its text are open behind each mark."""
    depths = np.cumsum(marks.steps)
    firsts = find_runs(marks.texts)
    before = (depths - marks.steps)[firsts]
    return depths - np.repeat(before, np.diff(firsts, append=len(depths)))


def _pair_balanced(marks: _Marks) -> tuple[Indices, Indices]:
    """Opening and closing marks of one depth, which follow each other, and the depth."""
    depths = _count_depths(marks) - (marks.steps > 0)
    order = np.lexsort((marks.places, depths, marks.texts))
    pairs = order.reshape(-1, 2)
    return pairs, depths[pairs[:, 0]]


def _scan(texts: Texts, which: Indices) -> Iterator[tuple[int, int, int]]:
    """Depth, start and end of what stands in brackets, one text after the other."""
    for number, text in zip(which.tolist(), texts.to_strings(which), strict=True):
        first = int(texts.edges[number])
        for bracket in scan_brackets(text, 0, len(text)):
            yield 0, *_place(bracket, first)
            for child in bracket.children:
                yield 1, *_place(child, first)


def _place(bracket: Bracket, first: int) -> tuple[int, int]:
    start, end = bracket.inner
    return first + start, first + end


def _sort(starts: Indices, ends: Indices) -> Spans:
    order = np.argsort(starts)
    return Spans(starts[order], ends[order])
