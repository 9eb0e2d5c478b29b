"""Align a needle with the part of a passage that has its words."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Opcode, Postfix, Prefix

MIN_SCORE = 0.75
"""Below it the words are others: three quarters of both texts stand in the same order in the other."""

_MIN_FOUND_SHARE = 0.65
_COARSE_SCORE = 60.0
_MIN_MARGIN = 8
_STRAY_CHARS = 2


class Alignment(NamedTuple):
    """Where a needle's words stand in a passage.

    Attributes:
        start: first character of the passage that belongs to it.
        end: one after the last.
        score: twice the characters they share in order, over the length of both; 1 for the same text.
    """

    start: int
    end: int
    score: float


def align(needle: str, passage: str) -> Alignment | None:
    """The part of a passage that is most like the needle.

    Returns:
        None where nothing in the passage reaches MIN_SCORE, or too much of the needle is not there.

    >>> align("明日は雨が降る", "知事は、明日は強い雨が降ると述べた")
    Alignment(start=4, end=13, score=0.875)
    """
    coarse = fuzz.partial_ratio_alignment(needle, passage, score_cutoff=_COARSE_SCORE)
    if coarse is None:
        return None
    margin = max(_MIN_MARGIN, len(needle) // 3)
    low = max(0, coarse.dest_start - margin)
    start, end = _cut_to_words(needle, passage[low : coarse.dest_end + margin])
    score = fuzz.ratio(needle, passage[low + start : low + end]) / 100
    found_chars = score * (len(needle) + end - start) / 2
    is_enough = score >= MIN_SCORE and found_chars >= _MIN_FOUND_SHARE * len(needle)
    return Alignment(low + start, low + end, score) if is_enough else None


def _cut_to_words(needle: str, window: str) -> tuple[int, int]:
    """The part of the window from the first to the last run of characters that belongs to the needle.

    A run of one or two characters at an edge, further off than it is long, is a particle met by chance; what
    it stood for may be right there, beside the next run.
    """
    runs = [op for op in LCSseq.opcodes(needle, window) if op.tag == "equal"]
    first, last = 0, len(runs) - 1
    while first < last and _is_stray(runs[first], runs[first + 1].dest_start - runs[first].dest_end):
        first += 1
    while first < last and _is_stray(runs[last], runs[last].dest_start - runs[last - 1].dest_end):
        last -= 1
    before = Postfix.similarity(needle[: runs[first].src_start], window[: runs[first].dest_start])
    after = Prefix.similarity(needle[runs[last].src_end :], window[runs[last].dest_end :])
    return runs[first].dest_start - before, runs[last].dest_end + after


def _is_stray(run: Opcode, gap: int) -> bool:
    length = run.dest_end - run.dest_start
    return length <= _STRAY_CHARS and gap > length
