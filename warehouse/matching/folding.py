"""Fold a text to what its words are, whatever the width, case, blanks and quotation brackets.

Folding works character by character, so every folded character comes from one place of the text. For that it
decomposes (NFKD) where a key would usually be composed: half-width ﾊﾞ and full-width バ then agree as well.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

EDGES = ".,!?・·:;~-‐"
"""Punctuation that is no part of a folded text where it begins or ends."""

_BRACKETS = "「」『』“”„‘’\"'〝〟"
_ALIKE = {"、": ",", "。": ".", "〜": "~", "―": "-", "—": "-", "–": "-", "−": "-"}


class Folded(NamedTuple):
    """A folded text, and where each of its characters comes from.

    Attributes:
        text: the folded text.
        origins: for each of its characters, the code point of the text that was folded.
    """

    text: str
    origins: tuple[int, ...]

    def to_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the text behind a half-open, non-empty span of the folded one."""
        return self.origins[start], self.origins[end - 1] + 1


class _FoldTable(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(
            _ALIKE.get(char, char)
            for char in unicodedata.normalize("NFKD", chr(code)).casefold()
            if char not in _BRACKETS and unicodedata.category(char)[0] not in "ZC"
        )
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold_code(code: int) -> str:
    """What one code point folds to: no character, one, or some.

    >>> fold_code(ord("Ａ")), fold_code(ord("㌔")), fold_code(ord("「"))
    ('a', 'キロ', '')
    """
    return _TABLE[code]


def fold(text: str) -> str:
    """The folded text, without punctuation at its edges.

    >>> fold("「ＮＡＴＯ 加盟国は『一つ』。」")
    'nato加盟国は一つ'
    """
    return text.translate(_TABLE).strip(EDGES)


def fold_with_origins(text: str) -> Folded:
    """The same text as `fold` gives, with the way back.

    >>> folded = fold_with_origins("「Ｎ Ａ。」")
    >>> folded.text, folded.origins, folded.to_span(0, 2)
    ('na', (1, 3), (1, 4))
    """
    pairs = [(char, at) for at, code in enumerate(text) for char in _TABLE[ord(code)]]
    start, end = 0, len(pairs)
    while start < end and pairs[start][0] in EDGES:
        start += 1
    while start < end and pairs[end - 1][0] in EDGES:
        end -= 1
    return Folded("".join(char for char, _ in pairs[start:end]), tuple(at for _, at in pairs[start:end]))
