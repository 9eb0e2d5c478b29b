"""Find the passage a note's words were taken from: in its own post first, else in posts of nearby days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.matching.alignment import Alignment, align, find_verbatim
from warehouse.matching.candidates import Grams, Pairs, PassageIndex
from warehouse.matching.texts import Indices, Texts, find_runs, mix, spread

NO_DAY = -1
"""In place of a day, counted from 1970-01-01, where it is unknown or only that of a crawl."""

_CANDIDATES = 12
# Few words stand in many posts by chance: far from home only longer ones, and closer to the letter, count.
_MIN_AWAY_CHARS = 10
_MIN_AWAY_SCORE = 0.85
# Who shares fewer of the n-grams by which words are looked up has them by chance.
_LEAST_SHARE = 0.2
_MIN_EDITED_CHARS = 8
_OWN_POST_BONUS = 0.1
_DAYS = 1 << 24


class Located(NamedTuple):
    """Texts of posts.

    Attributes:
        texts: folded; passages are in the order of their posts and blocks, which decides ties.
        posts: the number of the post of each, in the order of the posts' ids.
        days: its day since 1970-01-01, or NO_DAY.
    """

    texts: Texts
    posts: Indices
    days: Indices


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


class _Pairs(NamedTuple):
    """Words and passages to be compared; `may_be_same` where the passage may hold the words as they are."""

    words: Indices
    passages: Indices
    may_be_same: NDArray[np.bool_]

    def take(self, which: NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.words[which], self.passages[which], self.may_be_same[which])


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
    # Nothing is better than the same words in the own post.
    is_open = np.ones(len(words.posts), np.bool_)
    is_open[own.words[own.scores == 1]] = False
    away = _find_away(words, passages, np.flatnonzero(is_open), window)
    return _pick_best(words, passages, _concatenate([own, away]))


def _find_own(words: Located, passages: Located) -> Places:
    """Places in the own post: the same words, or else nearly the same."""
    found = PassageIndex(_to_grams(passages)).find(_to_grams(words), _CANDIDATES)
    pairs = _to_pairs(found)
    same = _find_same(words.texts, passages.texts, pairs)
    is_open = words.texts.lengths >= _MIN_EDITED_CHARS
    is_open[same.words] = False
    near = _find_near(words.texts, passages.texts, pairs.take(is_open[pairs.words]))
    return _concatenate([same, near])


def _to_pairs(found: Pairs) -> _Pairs:
    """Those of the pairs that are worth comparing character by character."""
    kept = found.is_whole | (found.shares >= _LEAST_SHARE)
    return _Pairs(found.needles[kept], found.passages[kept], found.is_whole[kept])


def _to_grams(located: Located) -> Grams:
    """N-grams that are the same in one post only."""
    hashes, owners = located.texts.hash_grams()
    return Grams(hashes ^ mix(located.posts.astype(np.uint64))[owners], owners)


def _find_away(words: Located, passages: Located, which: Indices, window: int) -> Places:
    """Places in posts of nearby days; of each passage in the nearest copy."""
    which = which[(words.texts.lengths[which] >= _MIN_AWAY_CHARS) & (words.days[which] != NO_DAY)]
    dated = np.flatnonzero(passages.days != NO_DAY)
    needles, needle_of = _unify(words.texts, which)
    texts, text_of = _unify(passages.texts, dated)
    index = PassageIndex(Grams(*texts.hash_grams()))
    found = index.find(Grams(*needles.hash_grams()), _CANDIDATES)
    pairs = _to_pairs(found)
    same = _find_same(needles, texts, pairs)
    is_near = ~np.isin(_to_key(pairs.words, pairs.passages), _to_key(same.words, same.passages))
    near = _find_near(needles, texts, pairs.take(is_near))
    places = _concatenate([same, near.take(near.scores >= _MIN_AWAY_SCORE)])
    order = np.argsort(needle_of, kind="stable")
    firsts = np.searchsorted(needle_of[order], places.words)
    counts = np.searchsorted(needle_of[order], places.words, "right") - firsts
    places = places.take(np.repeat(np.arange(len(counts)), counts))
    places = places._replace(words=which[order[spread(firsts, counts)]])
    return _to_nearest(places, words.days, _Copies.sort(text_of, passages.days[dated], dated), window)


def _unify(texts: Texts, which: Indices) -> tuple[Texts, Indices]:
    """Each of some texts once, and for each of them its number there."""
    part = texts.take(which)
    _, firsts, numbers = np.unique(part.hash_texts(), return_index=True, return_inverse=True)
    return part.take(firsts), numbers


class _Copies(NamedTuple):
    """Passages by text, day and number; and text and day as one number."""

    keys: Indices
    passages: Indices

    @classmethod
    def sort(cls, texts: Indices, days: Indices, passages: Indices) -> _Copies:
        keys = texts * _DAYS + days
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], passages[order])


def _to_nearest(places: Places, days: Indices, copies: _Copies, window: int) -> Places:
    """Places whose passages are texts, in their copies of the nearest day, the earlier of two; if near."""
    wanted = places.passages * _DAYS + days[places.words]
    later = np.searchsorted(copies.keys, wanted)
    edge = np.append(copies.keys, np.iinfo(np.int64).max)
    earlier = np.searchsorted(copies.keys, edge[later - 1])
    ahead = edge[later] - wanted
    behind = np.where(later > 0, wanted - edge[later - 1], _DAYS)
    chosen = np.where(behind <= ahead, earlier, later)
    # Where the text changes, the distance is more than any number of days that is asked for.
    is_near = np.minimum(behind, ahead) <= window
    return places.take(is_near)._replace(passages=copies.passages[chosen[is_near]])


def _find_same(needles: Texts, passages: Texts, pairs: _Pairs) -> Places:
    """Each place where a passage holds words as they are."""
    pairs = pairs.take(pairs.may_be_same)
    found = [find_verbatim(needle, passage) for needle, passage in _to_strings(needles, passages, pairs)]
    which = np.repeat(np.arange(len(found)), [len(each) for each in found])
    return _to_places(pairs, which, [alignment for each in found for alignment in each])


def _find_near(needles: Texts, passages: Texts, pairs: _Pairs) -> Places:
    """The place where a passage holds nearly the same words, if it does."""
    found = [align(needle, passage) for needle, passage in _to_strings(needles, passages, pairs)]
    which = np.array([at for at, alignment in enumerate(found) if alignment], np.int64)
    return _to_places(pairs, which, [alignment for alignment in found if alignment])


def _to_strings(needles: Texts, passages: Texts, pairs: _Pairs) -> Iterable[tuple[str, str]]:
    """The texts of each pair; of a passage the string is made once."""
    used, places = np.unique(pairs.passages, return_inverse=True)
    strings = passages.to_strings(used)
    return zip(needles.to_strings(pairs.words), map(strings.__getitem__, places.tolist()), strict=True)


def _to_places(pairs: _Pairs, which: Indices, alignments: Sequence[Alignment]) -> Places:
    starts, ends, scores = (np.array([each[at] for each in alignments]) for at in range(3))
    numbers = (pairs.words[which], pairs.passages[which], starts.astype(np.int64), ends.astype(np.int64))
    return Places(*numbers, scores.astype(np.float64))


def _concatenate(parts: Sequence[Places]) -> Places:
    words, passages, starts, ends = (
        np.concatenate([np.empty(0, np.int64), *(part[at] for part in parts)]) for at in range(4)
    )
    return Places(words, passages, starts, ends, np.concatenate([np.empty(0), *(p.scores for p in parts)]))


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
