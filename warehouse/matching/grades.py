"""Grade places of notes' words: whether they are quoted there, and whether they are the whole quotation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.matching.places import Places
from warehouse.matching.quotations import Spans, find_quotations
from warehouse.matching.texts import Indices, Texts, is_edge

_LEAST_QUOTED_SHARE = 0.5


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
    fidelities: NDArray[np.str_]
    quoted_shares: NDArray[np.float64]

    def take(self, which: Indices) -> Grades:
        """These grades."""
        return Grades(self.starts[which], self.ends[which], self.fidelities[which], self.quoted_shares[which])


class _Stretches(NamedTuple):
    """The places, in folded passages and in passages as they are, counted over all of them."""

    folded_starts: Indices
    folded_ends: Indices
    starts: Indices
    ends: Indices


def grade_places(folded: Texts, raw: Texts, places: Places) -> Grades:
    """Grade places.

    Args:
        folded: the folded passages, with origins.
        raw: the same passages as they are.
        places: where words stand in them.
    """
    first = folded.edges[places.passages]
    starts, ends = first + places.starts, first + places.ends
    stretches = _Stretches(starts, ends, folded.origins[starts], folded.origins[ends - 1] + 1)
    outermost, inside = find_quotations(raw, places.passages)
    quoted = outermost.count_before(stretches.ends) - outermost.count_before(stretches.starts)
    shares = quoted / (stretches.ends - stretches.starts)
    _, is_inside = outermost.hold(stretches.starts, stretches.ends)
    # A quote in the quote may be what was taken.
    is_whole = _is_whole(folded, stretches, outermost) | _is_whole(folded, stretches, inside)
    fidelities = np.select(
        [shares < _LEAST_QUOTED_SHARE, ~is_inside | (places.scores < 1), is_whole],
        ["indirect_made_direct", "edited", "exact"],
        "trimmed",
    )
    before = raw.edges[places.passages]
    return Grades(stretches.starts - before, stretches.ends - before, fidelities, shares)


def _is_whole(folded: Texts, stretches: _Stretches, quotations: Spans) -> NDArray[np.bool_]:
    """Whether stretches are all that their quotation says, punctuation at its edges aside."""
    which, is_held = quotations.hold(stretches.starts, stretches.ends)
    held = np.flatnonzero(is_held)
    start = np.searchsorted(folded.origins, quotations.starts[which[held]])
    end = np.searchsorted(folded.origins, quotations.ends[which[held]])
    words = np.concatenate([np.zeros(1, np.int64), np.cumsum(~is_edge(folded.codes))])
    before = words[stretches.folded_starts[held]] - words[start]
    behind = words[end] - words[stretches.folded_ends[held]]
    is_whole = np.zeros(len(which), np.bool_)
    is_whole[held] = (before == 0) & (behind == 0)
    return is_whole
