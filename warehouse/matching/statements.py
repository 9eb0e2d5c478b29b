"""Group wordings of one statement: the same words, a part of them, or nearly the same, by one speaker.

Groups grow by joining two at a time, best evidence first. Two groups that belong to two different speakers
are never joined, whatever their words, so the result depends on the evidence and not on the order of rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import groupby, product
from typing import NamedTuple

from rapidfuzz import fuzz, process

from warehouse.matching.candidates import PassageIndex
from warehouse.matching.folding import fold

MIN_CHARS = 12
"""Shorter words are said on many occasions; only the same words on one occasion are one statement."""

NEAR_SCORE = 85.0
"""From this score on, 0 to 100, two texts may be one statement."""

_CANDIDATES = 9
# Without a name beside them, words must be longer or closer to be those of a named speaker.
_MIN_UNNAMED_CHARS = 20
_UNNAMED_SCORE = 92.0
_NUMBERS = re.compile("[0-9]+|[〇一二三四五六七八九十百千万億兆]+")
# ない, なかった, なく, なければ, ません, ず; folded, hence without the mark of ず.
_NEGATIONS = re.compile("な[いかくけ]|ません|す\u3099")


class Wording(NamedTuple):
    """Some words by one speaker, None where nobody is named; short words also on one occasion."""

    text: str
    speaker: str | None
    occasion: str = ""


class Rank(IntEnum):
    """Which evidence is used first."""

    SAME_SPEAKER = 0
    TAKEN_FROM = 1
    ONE_UNNAMED = 2
    BOTH_UNNAMED = 3


class Near(NamedTuple):
    """Two texts that say nearly the same.

    Attributes:
        one: a text; of a part and its whole the part.
        other: the other one.
        score: characters they share in order, twice, over the length of both, 0 to 100.
        is_part: whether one stands in the other as it is.
    """

    one: str
    other: str
    score: float
    is_part: bool


class Tie(NamedTuple):
    """Evidence that two wordings, given by their places, are one statement; sorts best first."""

    rank: Rank
    distance: float
    one: int
    other: int


def group_statements(
    wordings: Sequence[Wording], taken_from: Iterable[tuple[int, int, float]] = ()
) -> list[int]:
    """Say which wordings are one statement.

    Args:
        wordings: distinct wordings, in an order that does not depend on the night.
        taken_from: places of a note's wording and of the quote it was taken from, and their likeness, 0 to 1.

    Returns:
        For each wording the place of the first wording of its statement.
    """
    ties = [
        Tie(Rank.TAKEN_FROM, 1 - score, one, other)
        for one, other, score in taken_from
        if _numbers_agree(wordings[one].text, wordings[other].text)
    ]
    by_text = _by_folded_text(wordings)
    for places in by_text.values():
        ties += _tie_same_words(wordings, places)
    long = {text: places for text, places in by_text.items() if _is_long(wordings, places)}
    ties += _tie_near(wordings, long)
    groups = _Groups(wordings)
    for tie in sorted(ties):
        groups.join(tie.one, tie.other)
    return [groups.find(place) for place in range(len(wordings))]


def find_near(texts: Sequence[str]) -> Iterator[Near]:
    """Pairs of different texts that say the same in nearly the same words.

    Args:
        texts: folded, distinct, sorted.
    """
    needles, passages, _ = PassageIndex(texts, texts).find(_CANDIDATES, least_passages=2)
    pairs = sorted({(min(pair), max(pair)) for pair in zip(needles.tolist(), passages.tolist(), strict=True)})
    pairs = [(one, other) for one, other in pairs if one != other]
    ones, others = [texts[one] for one, _ in pairs], [texts[other] for _, other in pairs]
    scores = process.cpdist(ones, others, scorer=fuzz.ratio)
    for one, other, score in zip(ones, others, scores.tolist(), strict=True):
        shorter, longer = sorted((one, other), key=len)
        if shorter in longer:
            yield Near(shorter, longer, score, is_part=True)
        elif score >= NEAR_SCORE and is_same_claim(one, other):
            yield Near(one, other, score, is_part=False)


def is_same_claim(one: str, other: str) -> bool:
    """Whether two folded texts that are nearly the same do not differ in their numbers or deny each other."""
    return _claims(one) == _claims(other)


def _claims(text: str) -> tuple[list[str], int]:
    """What a small difference must not touch: the numbers, and how often something is denied."""
    return sorted(_NUMBERS.findall(text)), len(_NEGATIONS.findall(text))


def _numbers_agree(one: str, other: str) -> bool:
    """Whether the shorter of two texts, which may leave some out, has no number that the longer has not."""
    shorter, longer = sorted((fold(one), fold(other)), key=len)
    return not Counter(_NUMBERS.findall(shorter)) - Counter(_NUMBERS.findall(longer))


def _by_folded_text(wordings: Sequence[Wording]) -> dict[str, list[int]]:
    by_text: dict[str, list[int]] = {}
    for place, wording in enumerate(wordings):
        by_text.setdefault(fold(wording.text), []).append(place)
    return by_text


def _is_long(wordings: Sequence[Wording], places: Iterable[int]) -> bool:
    return any(not wordings[place].occasion for place in places)


def _tie_same_words(wordings: Sequence[Wording], places: Sequence[int]) -> Iterator[Tie]:
    """Ties of the same words; where several speakers say them, words without a speaker stay apart."""
    if len(places) == 1:
        return
    keys = [(wordings[place].occasion, wordings[place].speaker or "", place) for place in places]
    firsts: dict[tuple[str, str], int] = {}
    for key, run in groupby(sorted(keys), key=lambda key: key[:2]):
        members = [place for *_, place in run]
        firsts[key] = members[0]
        yield from (Tie(Rank.SAME_SPEAKER, 0, members[0], other) for other in members[1:])
    long = {speaker: place for (occasion, speaker), place in firsts.items() if not occasion}
    if len(long) == 2 and "" in long:
        yield Tie(Rank.ONE_UNNAMED, 0, *sorted(long.values()))


def _tie_near(wordings: Sequence[Wording], places: Mapping[str, Sequence[int]]) -> list[Tie]:
    """Ties of nearly the same words; a part belongs to its shortest whole only, or it would tie them all."""
    ties, wholes = [], dict[int, Tie]()
    for near in find_near(sorted(places)):
        for one, other in product(places[near.one], places[near.other]):
            rank = _rank(wordings[one], wordings[other], 100 if near.is_part else near.score)
            if rank is None:
                continue
            tie = Tie(rank, 1 - near.score / 100, one, other)
            if near.is_part:
                wholes[one] = min(tie, wholes.get(one, tie))
            else:
                ties.append(tie)
    return ties + list(wholes.values())


def _rank(one: Wording, other: Wording, score: float) -> Rank | None:
    """How good the likeness of two wordings is as evidence; None where it is none."""
    if one.occasion or other.occasion:
        return None
    if one.speaker and other.speaker:
        return Rank.SAME_SPEAKER if one.speaker == other.speaker else None
    if score < _UNNAMED_SCORE or min(len(one.text), len(other.text)) < _MIN_UNNAMED_CHARS:
        return None
    return Rank.ONE_UNNAMED if one.speaker or other.speaker else Rank.BOTH_UNNAMED


class _Groups:
    """Disjoint sets of wordings, each of at most one speaker."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._heads = list(range(len(wordings)))
        self._speakers = [wording.speaker for wording in wordings]

    def find(self, place: int) -> int:
        """The first wording of the group."""
        while self._heads[place] != place:
            self._heads[place] = self._heads[self._heads[place]]
            place = self._heads[place]
        return place

    def join(self, one: int, other: int) -> None:
        """Make one group of two, unless they belong to two speakers."""
        first, second = sorted((self.find(one), self.find(other)))
        speakers = {self._speakers[first], self._speakers[second]} - {None}
        if first != second and len(speakers) <= 1:
            self._heads[second] = first
            self._speakers[first] = next(iter(speakers), None)
