"""Join numbered things into groups, millions at once where the order does not matter, else one by one."""

from __future__ import annotations

import numpy as np

from warehouse.matching.texts import Indices


def join_pairs(heads: Indices, ones: Indices, others: Indices) -> Indices:
    """Join the groups of each pair, in any order.

    Args:
        heads: for each thing the first one of its group.
        ones: one thing of each pair.
        others: the other one.

    Returns:
        The same after joining.

    >>> join_pairs(np.arange(5), np.array([4, 1]), np.array([1, 3])).tolist()
    [0, 1, 2, 1, 1]
    """
    heads = heads.copy()
    while True:
        one, other = heads[ones], heads[others]
        apart = np.flatnonzero(one != other)
        if not len(apart):
            return heads
        ones, others, one, other = ones[apart], others[apart], one[apart], other[apart]
        np.minimum.at(heads, np.maximum(one, other), np.minimum(one, other))
        heads = _to_roots(heads)


def join_in_order(heads: Indices, marks: Indices, ones: Indices, others: Indices) -> Indices:
    """Join the groups of each pair, first pairs first, unless the two have different marks.

    Args:
        heads: for each thing the first one of its group.
        marks: for each thing the mark of its group, or -1 where it has none and takes that of whoever joins.
        ones: one thing of each pair.
        others: the other one.

    Returns:
        The heads after joining.

    >>> heads = join_in_order(np.arange(3), np.array([7, -1, 8]), np.array([1, 2]), np.array([0, 1]))
    >>> heads.tolist()
    [0, 0, 2]
    """
    involved, places = np.unique(heads[np.concatenate([ones, others])], return_inverse=True)
    local = list(range(len(involved)))
    mark = marks[involved].tolist()

    def find(place: int) -> int:
        while local[place] != place:
            local[place] = local[local[place]]
            place = local[place]
        return place

    one_places, other_places = places[: len(ones)].tolist(), places[len(ones) :].tolist()
    for one, other in zip(one_places, other_places, strict=True):
        first, second = sorted((find(one), find(other)))
        if first != second and (mark[first] == mark[second] or -1 in (mark[first], mark[second])):
            local[second] = first
            mark[first] = max(mark[first], mark[second])
    heads = heads.copy()
    heads[involved] = involved[np.array([find(place) for place in range(len(involved))], np.int64)]
    return _to_roots(heads)


def _to_roots(heads: Indices) -> Indices:
    """Heads of heads, until nothing changes."""
    while True:
        further = heads[heads]
        if np.array_equal(further, heads):
            return heads
        heads = further
