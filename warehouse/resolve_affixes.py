"""Closed lists of the words that surround names, and how to find them at either end of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class AffixError(ValueError):
    """A row of name_affixes.csv that means nothing."""


class Words:
    """A closed list of words that finds the longest one at either end of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        # Longest first, by the character that the text must show: most texts try one or two lengths only.
        self._by_last = _sizes_by((word[-1], len(word)) for word in self._words)
        self._by_first = _sizes_by((word[0], len(word)) for word in self._words)

    def __contains__(self, text: str) -> bool:
        return text in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def suffix(self, text: str) -> str:
        """The longest listed word that ends the text, or ''."""
        for size in self._by_last.get(text[-1:], ()):
            if (word := text[-size:]) in self._words:
                return word
        return ""

    def prefix(self, text: str) -> str:
        """The longest listed word that begins the text, or ''."""
        for size in self._by_first.get(text[:1], ()):
            if (word := text[:size]) in self._words:
                return word
        return ""


def _sizes_by(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for character, size in pairs:
        sizes[character].add(size)
    return {character: tuple(sorted(found, reverse=True)) for character, found in sizes.items()}


@dataclass(frozen=True)
class Affixes:
    """The words that surround names, by class of sql/seeds/name_affixes.csv.

    Among the titles, an `occupation` (教授, 投手) is no office, and a `rank` (議員, 市長) is held by many
    at a time: neither tells two people of one surname apart. A `head` (市長, 校長) is held by one at a time
    in each body, so one site that names no other means one person by surname and office.
    A `sinic_surname` begins a Chinese or Korean name in characters, as it stands behind its reading:
    カク・ウジン(郭宇辰).
    """

    honorific: Words
    title: Words
    modifier: Words
    lead: Words
    occasion: Words
    plural: Words
    relation: Words
    body: Words
    organisation: Words
    surname: Words
    occupation: Words
    rank: Words
    head: Words
    sinic_surname: Words

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str]]) -> Affixes:
        """Sort (affix, position, class) rows into lists.

        Raises:
            AffixError: a class or position that is not known.
        """
        lists: dict[str, set[str]] = {name: set() for name in cls.__dataclass_fields__}
        for affix, position, class_ in rows:
            name = "lead" if (class_, position) == ("modifier", "prefix") else class_
            if name not in lists or position not in ("prefix", "suffix", "whole"):
                raise AffixError(f"{affix}: no class {class_!r} at position {position!r}")
            lists[name].add(affix)
        return cls(**{name: Words(words) for name, words in lists.items()})
