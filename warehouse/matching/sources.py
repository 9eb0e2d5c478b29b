"""Find the passage a note's words were taken from: in its own post first, else in posts of nearby days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.brackets import Bracket, scan_brackets
from warehouse.matching.alignment import Alignment, align, find_verbatim
from warehouse.matching.candidates import Grams, PassageIndex
from warehouse.matching.folding import Folded, fold, fold_with_origins
from warehouse.matching.texts import read_texts

_CANDIDATES = 12
# Few words stand in many posts by chance: far from home only longer ones, and closer to the letter, count.
_MIN_AWAY_CHARS = 10
_MIN_AWAY_SCORE = 0.85
_MIN_EDITED_CHARS = 8
_OWN_POST_BONUS = 0.1
_CACHED = 4096


class Words(NamedTuple):
    """The words of a note, and the day of their post; None where it is unknown or only that of a crawl."""

    quote_id: str
    post_id: str
    text: str
    day: dt.date | None


class Passage(NamedTuple):
    """A block that words can come from; `char_start` is where it begins in its post."""

    post_id: str
    block_no: int
    char_start: int
    text: str
    day: dt.date | None


class Source(NamedTuple):
    """Where words come from.

    Attributes:
        passage: the block.
        start: first code point of the part of the block, from the block's start.
        end: one after the last.
        fidelity: exact, trimmed, edited or indirect_made_direct.
        alignment: the same part in folded text, and its score.
        quoted_share: characters of the part that stand in brackets, 0 to 1.
    """

    passage: Passage
    start: int
    end: int
    fidelity: str
    alignment: Alignment
    quoted_share: float


class SourceFinder:
    """Looks for the sources of many notes in many passages at once."""

    def __init__(self, words: Sequence[Words], passages: Iterable[Passage], *, window: dt.timedelta) -> None:
        self._window = window
        self._copies: dict[str, list[Passage]] = {}
        for passage in sorted(passages, key=lambda each: (each.post_id, each.block_no)):
            self._copies.setdefault(fold(passage.text), []).append(passage)
        needles = sorted({fold(each.text) for each in words})
        texts = sorted(self._copies)
        index = PassageIndex(Grams(*read_texts(texts).hash_grams()))
        found = index.find(Grams(*read_texts(needles).hash_grams()), _CANDIDATES)
        self._texts: dict[str, list[str]] = {}
        for needle, text in zip(found[0].tolist(), found[1].tolist(), strict=True):
            self._texts.setdefault(needles[needle], []).append(texts[text])
        self._align = lru_cache(_CACHED)(_align)

    def find(self, words: Words) -> Source | None:
        """The best source of some words of a note; None where there is none."""
        needle = fold(words.text)
        places = []
        for text in self._texts.get(needle, ()):
            passage = self._nearest(words, self._copies[text])
            if passage is not None:
                is_own = passage.post_id == words.post_id
                places += [
                    (_to_preference(words, passage, alignment), passage, alignment)
                    for alignment in self._align(needle, text)
                    if _is_enough(needle, alignment, is_own=is_own)
                ]
        if not places:
            return None
        top = min(preference for preference, _, _ in places)
        sources = [
            _to_source(needle, passage, alignment)
            for preference, passage, alignment in places
            if preference == top
        ]
        # One passage may hold the words twice, once quoted: that is where a quotation comes from.
        return min(sources, key=lambda each: (-each.quoted_share, each.start))

    def _nearest(self, words: Words, copies: list[Passage]) -> Passage | None:
        """The copy of a passage in the note's own post, else the one of the nearest day in the window."""
        near = [
            (_to_distance(words, each), each.day or dt.date.min, each.post_id, each.block_no, each)
            for each in copies
            if each.post_id == words.post_id or self._is_near(words.day, each.day)
        ]
        return min(near)[-1] if near else None

    def _is_near(self, day: dt.date | None, other: dt.date | None) -> bool:
        return day is not None and other is not None and abs(day - other) <= self._window


def _align(needle: str, text: str) -> list[Alignment]:
    if found := find_verbatim(needle, text):
        return found
    alignment = align(needle, text)
    return [alignment] if alignment else []


def _is_enough(needle: str, alignment: Alignment, *, is_own: bool) -> bool:
    if not is_own:
        return len(needle) >= _MIN_AWAY_CHARS and alignment.score >= _MIN_AWAY_SCORE
    return alignment.is_verbatim or len(needle) >= _MIN_EDITED_CHARS


def _to_distance(words: Words, passage: Passage) -> int:
    """Days from one post to the other, less than none for the same post."""
    if words.post_id == passage.post_id:
        return -1
    assert words.day is not None
    assert passage.day is not None
    return abs((words.day - passage.day).days)


def _to_preference(
    words: Words, passage: Passage, alignment: Alignment
) -> tuple[float, int, dt.date, str, int]:
    """What is best sorts first: words alike, the own post, a near day, then what is the same each night."""
    distance = _to_distance(words, passage)
    score = alignment.score + (_OWN_POST_BONUS if distance < 0 else 0)
    return -score, distance, passage.day or dt.date.min, passage.post_id, passage.block_no


def _to_source(needle: str, passage: Passage, alignment: Alignment) -> Source:
    folded = _fold_passage(passage.text)
    start, end = folded.to_span(alignment.start, alignment.end)
    brackets = scan_brackets(passage.text, 0, len(passage.text))
    quoted = sum(_overlap(start, end, *bracket.inner) for bracket in brackets)
    share = quoted / (end - start)
    fidelity = (
        _grade(needle, passage.text, (start, end), brackets, alignment)
        if share >= 0.5
        else "indirect_made_direct"
    )
    return Source(passage, start, end, fidelity, alignment, share)


def _grade(
    needle: str, text: str, span: tuple[int, int], brackets: Iterable[Bracket], alignment: Alignment
) -> str:
    """How faithful words are to a passage that quotes them."""
    around = next((b for b in brackets if b.inner[0] <= span[0] and span[1] <= b.inner[1]), None)
    if around is None or not alignment.is_verbatim:
        return "edited"
    if fold(text[slice(*around.inner)]) == needle:
        return "exact"
    # A quote in the quote may be what was taken.
    return "exact" if _grade_inside(needle, text, span, around) else "trimmed"


def _grade_inside(needle: str, text: str, span: tuple[int, int], around: Bracket) -> bool:
    return any(
        _overlap(*span, *child.inner) and fold(text[slice(*child.inner)]) == needle
        for child in around.children
    )


def _overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


@lru_cache(_CACHED)
def _fold_passage(text: str) -> Folded:
    return fold_with_origins(text)
