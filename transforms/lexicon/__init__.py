"""The parser's lexicon: closed classes of words, one a line in the .txt files beside this module.

A change here can change any row, so it needs a new `transforms.PARSER_VERSION`. Names of particular people
do not belong here: who somebody is gets decided after parsing, from `sql/seeds/`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def load_terms(name: str) -> frozenset[str]:
    """The terms of `<name>.txt`, NFC, without comment lines.

    >>> "大統領" in load_terms("titles")
    True
    """
    text = unicodedata.normalize("NFC", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


@cache
def _sizes_by_first(terms: frozenset[str]) -> dict[str, tuple[int, ...]]:
    return _list_sizes(terms, 0)


@cache
def _sizes_by_last(terms: frozenset[str]) -> dict[str, tuple[int, ...]]:
    return _list_sizes(terms, -1)


def _list_sizes(terms: frozenset[str], edge: int) -> dict[str, tuple[int, ...]]:
    """The lengths of the terms, longest first, by the character at their edge: few texts have one."""
    sizes: dict[str, set[int]] = {}
    for term in terms:
        sizes.setdefault(term[edge], set()).add(len(term))
    return {char: tuple(sorted(lengths, reverse=True)) for char, lengths in sizes.items()}


def find_suffix(text: str, terms: frozenset[str]) -> str:
    """The longest of `terms` that `text` ends with, or "".

    >>> find_suffix("カービー戦略広報調整官", load_terms("titles"))
    '戦略広報調整官'
    """
    for size in _sizes_by_last(terms).get(text[-1:], ()):
        if (tail := text[-size:]) in terms:
            return tail
    return ""


def find_prefix(text: str, terms: frozenset[str]) -> str:
    """The longest of `terms` that `text` begins with, or "".

    >>> find_prefix("ロシア外務省", load_terms("countries"))
    'ロシア'
    """
    for size in _sizes_by_first(terms).get(text[:1], ()):
        if (head := text[:size]) in terms:
            return head
    return ""


def alternate(terms: frozenset[str]) -> str:
    """A regular expression that matches any of the terms, the longest first.

    It looks at the first character before it tries the terms, which is what makes it quick where none stands.

    >>> alternate(frozenset({"話", "話し"}))
    '(?=[話])(?:話し|話)'
    """
    firsts = "".join(sorted({re.escape(term[0]) for term in terms}))
    longest_first = sorted(map(re.escape, terms), key=lambda term: (-len(term), term))
    return f"(?=[{firsts}])(?:{'|'.join(longest_first)})"
