"""Grade the place of a note's words: whether it is quoted there, and the whole of a quotation."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.brackets import Bracket, scan_brackets
from warehouse.matching.folding import fold
from warehouse.matching.sources import Places
from warehouse.matching.texts import Indices, Texts

_CACHED = 4096


class Grades(NamedTuple):
    """What became of words at their places.

    Attributes:
        starts: first code point of each place in its passage, not folded.
        ends: one after the last.
        fidelities: exact, trimmed, edited or indirect_made_direct.
        quoted_shares: characters of the place that stand in brackets, 0 to 1.
    """

    starts: Indices
    ends: Indices
    fidelities: NDArray[np.object_]
    quoted_shares: NDArray[np.float64]

    def take(self, which: Indices) -> Grades:
        """These grades."""
        return Grades(self.starts[which], self.ends[which], self.fidelities[which], self.quoted_shares[which])


def grade_places(words: Texts, folded: Texts, raw: Texts, places: Places) -> Grades:
    """Grade places.

    Args:
        words: the folded words.
        folded: the folded passages, with origins.
        raw: the same passages as they are.
        places: where words stand in them.
    """
    firsts = folded.edges[places.passages]
    before = raw.edges[places.passages]
    starts = folded.origins[firsts + places.starts] - before
    ends = folded.origins[firsts + places.ends - 1] + 1 - before
    used, which = np.unique(places.passages, return_inverse=True)
    strings = raw.to_strings(used)
    needles = words.to_strings(places.words)
    rows = zip(
        needles, which.tolist(), starts.tolist(), ends.tolist(), (places.scores == 1).tolist(), strict=True
    )
    grades = [
        grade_place(needle, strings[at], start, end, is_verbatim=is_verbatim)
        for needle, at, start, end, is_verbatim in rows
    ]
    fidelities = np.array([grade.fidelity for grade in grades], object)
    return Grades(starts, ends, fidelities, np.array([grade.quoted_share for grade in grades], np.float64))


class Grade(NamedTuple):
    """How faithful words are to their passage.

    Attributes:
        fidelity: exact, trimmed, edited or indirect_made_direct.
        quoted_share: characters of the place that stand in brackets, 0 to 1.
    """

    fidelity: str
    quoted_share: float


def grade_place(needle: str, text: str, start: int, end: int, *, is_verbatim: bool) -> Grade:
    """Grade one place.

    Args:
        needle: the folded words.
        text: the passage, not folded.
        start: first code point of the place.
        end: one after the last.
        is_verbatim: whether the place has the words as they are.
    """
    brackets = _scan(text)
    share = sum(_overlap(start, end, *bracket.inner) for bracket in brackets) / (end - start)
    if share < 0.5:
        return Grade("indirect_made_direct", share)
    around = next((b for b in brackets if b.inner[0] <= start and end <= b.inner[1]), None)
    if around is None or not is_verbatim:
        return Grade("edited", share)
    # A quote in the quote may be what was taken.
    is_whole = _is_quoted(needle, text, around) or any(
        _overlap(start, end, *child.inner) and _is_quoted(needle, text, child) for child in around.children
    )
    return Grade("exact" if is_whole else "trimmed", share)


@lru_cache(_CACHED)
def _scan(text: str) -> tuple[Bracket, ...]:
    return scan_brackets(text, 0, len(text))


def _is_quoted(needle: str, text: str, bracket: Bracket) -> bool:
    return fold(text[slice(*bracket.inner)]) == needle


def _overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))
