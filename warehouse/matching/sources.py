"""Find the passage a note's words were taken from: in its own post first, else in posts of nearby days.

Both searches leave out what can change nothing: words that stand in their own post as they are, or so nearly
that no other post can do better; passages that are in no nearby post; and passages of other posts with the
text of an own one. What is left is compared character by character.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.matching.candidates import Grams, Marks, PassageIndex
from warehouse.matching.places import (
    Compared,
    Places,
    concatenate_places,
    find_near,
    find_same,
    no_places,
)
from warehouse.matching.texts import SLICE_CHARS, Indices, Texts, find_runs, list_slices, mix, spread

NO_DAY = -1
"""In place of a day, counted from 1970-01-01, where it is unknown or only that of a crawl."""

_CANDIDATES = 12
# Few words stand in many posts by chance: far from home only longer ones, and closer to the letter, count.
_MIN_AWAY_CHARS = 10
_MIN_AWAY_SCORE = 0.85
_MIN_EDITED_CHARS = 8
# Who shares fewer of the n-grams by which words are looked up has them by chance.
_LEAST_SHARE = 0.2
_OWN_POST_BONUS = 0.1
# What a passage must have of the words' characters, in order: `align` asks for it, and with the score far
# from home it follows from 2 * shared / (words + passage) >= 0.85, as the passage has what is shared.
_LEAST_SHARED = 0.65
_LEAST_SHARED_AWAY = _MIN_AWAY_SCORE / (2 - _MIN_AWAY_SCORE)
_DAYS = 1 << 24


class Located(NamedTuple):
    """Texts of posts, in the order of the posts.

    Attributes:
        texts: folded; passages are in the order of their blocks too, which decides ties.
        posts: the number of the post of each, in the order of the posts' ids.
        days: its day since 1970-01-01, or NO_DAY.
    """

    texts: Texts
    posts: Indices
    days: Indices

    def take(self, which: Indices) -> Located:
        """These texts, ascending; origins may be left out."""
        if len(which) == len(self.posts):
            return self
        texts = self.texts._replace(origins=np.empty(0, np.int64)).take(which)
        return Located(texts, self.posts[which], self.days[which])


class _Own(NamedTuple):
    """What was found in own posts, and the pairs that were compared for it, found or not."""

    places: Places
    words: Indices
    passages: Indices


def find_sources(words: Located, passages: Located, *, window: int) -> Places:
    """The best passage for each words.

    Args:
        words: those of notes.
        passages: where they can come from.
        window: how many days away another post's passage may be.

    Returns:
        By words; each place, where one passage holds the same words several times.
    """
    own = _find_own(words, passages)
    away = _find_away(words, passages, own, window)
    return _pick_best(words, passages, concatenate_places([own.places, away]))


def _find_own(words: Located, passages: Located) -> _Own:
    """Places in the own post: the same words, or else nearly the same; some posts at a time."""
    parts = [_find_own_part(words, passages, *span) for span in _cut_by_posts(words, passages)]
    nothing = np.empty(0, np.int64)
    return _Own(
        concatenate_places([no_places(), *(part.places for part in parts)]),
        np.concatenate([nothing, *(part.words for part in parts)]),
        np.concatenate([nothing, *(part.passages for part in parts)]),
    )


def _cut_by_posts(words: Located, passages: Located) -> Iterator[tuple[slice, slice]]:
    """Words and passages of the same posts, about SLICE_CHARS of passages at a time."""
    firsts = find_runs(passages.texts.edges[:-1] // SLICE_CHARS)
    posts = passages.posts[firsts[1:]]
    cuts = [np.searchsorted(each.posts, posts) for each in (words, passages)]
    edges = ([0, *cut.tolist(), len(each.posts)] for cut, each in zip(cuts, (words, passages), strict=True))
    for of_words, of_passages in zip(*map(pairwise, edges), strict=True):
        yield slice(*of_words), slice(*of_passages)


def _find_own_part(words: Located, passages: Located, some: slice, among: slice) -> _Own:
    needles, texts = (
        each.texts.part(which.start, which.stop) for each, which in ((words, some), (passages, among))
    )
    index = PassageIndex(_to_grams(texts, passages.posts[among]))
    found = index.find(_to_grams(needles, words.posts[some]), _CANDIDATES, least_share=_LEAST_SHARE)
    pairs = Compared.of(found)
    same = find_same(needles, texts, pairs)
    is_open = needles.lengths >= _MIN_EDITED_CHARS
    is_open[same.words] = False
    pairs = pairs.take(is_open[pairs.words])
    near = find_near(needles, texts, pairs, least_shared=_LEAST_SHARED)
    places = concatenate_places([same, near])
    places = places._replace(words=some.start + places.words, passages=among.start + places.passages)
    return _Own(places, some.start + pairs.words, among.start + pairs.passages)


def _to_grams(texts: Texts, posts: Indices) -> Grams:
    """N-grams that are the same in one post only."""
    hashes, owners = texts.hash_grams()
    return Grams(hashes ^ mix(posts.astype(np.uint64))[owners], owners)


def _find_away(words: Located, passages: Located, own: _Own, window: int) -> Places:
    """Places in posts of nearby days; of each passage in the nearest copy."""
    is_open = (words.texts.lengths >= _MIN_AWAY_CHARS) & (words.days != NO_DAY)
    # Nothing is better than the same words elsewhere, and the own post is preferred.
    is_open[own.places.words[own.places.scores + _OWN_POST_BONUS >= 1]] = False
    which = np.flatnonzero(is_open)
    dated = np.flatnonzero(passages.days != NO_DAY)
    needles, needle_of = _unify(words.texts, which)
    texts, text_of = _unify(passages.texts, dated)
    pairs = _look_up(needles, texts)
    links = _to_words(pairs, which, needle_of)
    text_numbers = np.full(len(passages.posts), -1)
    text_numbers[dated] = text_of
    compared = _to_key(own.words, text_numbers[own.passages])
    links = links.take(~np.isin(_to_key(links.words, pairs.passages[links.pairs]), compared))
    links = _to_nearest(links, pairs, words.days, _Copies.sort(text_of, passages.days[dated], dated), window)
    return _compare(needles, texts, pairs, links)


def _look_up(needles: Texts, texts: Texts) -> Compared:
    """Needles and the texts that share rare n-grams with them; n-grams that no needle has are not sorted."""
    wanted = Grams(*needles.hash_grams())
    marks = Marks(wanted.hashes)
    hashes, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for start, end in list_slices(texts.edges):
        some, of = texts.part(start, end).hash_grams()
        kept = np.flatnonzero(marks.may_have(some))
        hashes.append(some[kept])
        owners.append(start + of[kept])
    index = PassageIndex(Grams(np.concatenate(hashes), np.concatenate(owners)))
    return Compared.of(index.find(wanted, _CANDIDATES, least_share=_LEAST_SHARE))


def _unify(texts: Texts, which: Indices) -> tuple[Texts, Indices]:
    """Each of some texts once, and for each of them its number there."""
    hashes = texts.hash_texts()[which]
    _, firsts, numbers = np.unique(hashes, return_index=True, return_inverse=True)
    return texts.take(which[firsts]), numbers


class _Links(NamedTuple):
    """Words, the pair of texts that may link them to a passage, and the passage, where it is known."""

    words: Indices
    pairs: Indices
    passages: Indices

    def take(self, which: NDArray[np.bool_]) -> _Links:
        return _Links(self.words[which], self.pairs[which], self.passages[which])


def _to_words(pairs: Compared, which: Indices, needle_of: Indices) -> _Links:
    """Each pair with all the words that have the text of its needle."""
    order = np.argsort(needle_of, kind="stable")
    firsts = np.searchsorted(needle_of[order], pairs.words)
    counts = np.searchsorted(needle_of[order], pairs.words, "right") - firsts
    numbers = np.repeat(np.arange(len(counts)), counts)
    return _Links(which[order[spread(firsts, counts)]], numbers, numbers)


class _Copies(NamedTuple):
    """Passages by text, day and number; and text and day as one number."""

    keys: Indices
    passages: Indices

    @classmethod
    def sort(cls, texts: Indices, days: Indices, passages: Indices) -> _Copies:
        keys = texts * _DAYS + days
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], passages[order])


def _to_nearest(links: _Links, pairs: Compared, days: Indices, copies: _Copies, window: int) -> _Links:
    """Links to the copy of the nearest day, the earlier of two; without those that are too far away."""
    wanted = pairs.passages[links.pairs] * _DAYS + days[links.words]
    later = np.searchsorted(copies.keys, wanted)
    edge = np.append(copies.keys, np.iinfo(np.int64).max)
    earlier = np.searchsorted(copies.keys, edge[later - 1])
    ahead = edge[later] - wanted
    behind = np.where(later > 0, wanted - edge[later - 1], _DAYS)
    chosen = np.where(behind <= ahead, earlier, later)
    # Where the text changes, the distance is more than any number of days that is asked for.
    is_near = np.minimum(behind, ahead) <= window
    return links.take(is_near)._replace(passages=copies.passages[chosen[is_near]])


def _compare(needles: Texts, texts: Texts, pairs: Compared, links: _Links) -> Places:
    """The places of all linked words; each pair of texts is compared once."""
    used, numbers = np.unique(links.pairs, return_inverse=True)
    pairs = pairs.take(used)
    same = find_same(needles, texts, pairs)
    is_open = ~np.isin(_to_key(pairs.words, pairs.passages), _to_key(same.words, same.passages))
    near = find_near(needles, texts, pairs.take(is_open), least_shared=_LEAST_SHARED_AWAY)
    found = concatenate_places([same, near.take(near.scores >= _MIN_AWAY_SCORE)])
    keys = _to_key(pairs.words, pairs.passages)
    order = np.argsort(keys)
    of_pair = order[np.searchsorted(keys[order], _to_key(found.words, found.passages))]
    by_pair = np.argsort(numbers, kind="stable")
    firsts = np.searchsorted(numbers[by_pair], of_pair)
    counts = np.searchsorted(numbers[by_pair], of_pair, "right") - firsts
    linked = by_pair[spread(firsts, counts)]
    places = found.take(np.repeat(np.arange(len(counts)), counts))
    return places._replace(words=links.words[linked], passages=links.passages[linked])


def _to_key(words: Indices, passages: Indices) -> Indices:
    return words * (1 << 31) + passages


def _pick_best(words: Located, passages: Located, places: Places) -> Places:
    """Of each words the places in the best passage: words alike, the own post, a near day, an early one."""
    is_own = words.posts[places.words] == passages.posts[places.passages]
    days = passages.days[places.passages]
    distances = np.where(is_own, -1, np.abs(words.days[places.words] - days))
    scores = places.scores + np.where(is_own, _OWN_POST_BONUS, 0)
    order = np.lexsort((places.passages, days, distances, -scores, places.words))
    places = places.take(order)
    firsts = find_runs(places.words)
    best = np.repeat(firsts, np.diff(firsts, append=len(order)))
    is_best = (places.passages == places.passages[best]) & (places.scores == places.scores[best])
    return places.take(is_best)
