"""Chance with a fixed seed: the same seed draws the same things in every Python version.

Only `random.random()` is promised to stay the same between versions (its docs, "Notes on Reproducibility"):
hence no `choice`, `sample` and the like.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

_SLOT = re.compile(r"\{(num|few|pct|oku|year)\}")
# What a number in a sentence may be, as (least, most): counts, a percentage, 億円, a coming year.
_RANGES = {"num": (10, 40), "few": (2, 9), "pct": (12, 88), "oku": (2, 48), "year": (2027, 2038)}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Draw:
    """A stream of chance decisions."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random
        self._filled: dict[str, str] = {}

    def chance(self, share: float) -> bool:
        """Return True in this share of the calls, 0 to 1."""
        return self._random() < share

    def between(self, least: int, most: int) -> int:
        """Return an integer from least to most, both included."""
        return least + int(self._random() * (most - least + 1))

    def fraction(self) -> float:
        """Return a number from 0 to 1, 1 excluded."""
        return self._random()

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, each as likely as the others."""
        return things[int(self._random() * len(things))]

    def weigh(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the things, likely in proportion to its weight."""
        left = self._random() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            left -= weight
            if left < 0:
                return thing
        return things[-1]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Return up to `count` different things, in the order drawn."""
        rest = list(things)
        return [rest.pop(int(self._random() * len(rest))) for _ in range(min(count, len(rest)))]

    def fill(self, sentence: str, numbers: Mapping[str, int]) -> str:
        """Put the named numbers into a sentence's slots, and made-up ones into {num} and the like.

        A made-up number stays the same until `forget`: who repeats himself does not change his figures.
        """
        if "{" not in sentence:
            return sentence
        if sentence not in self._filled:
            self._filled[sentence] = _SLOT.sub(lambda slot: str(self.between(*_RANGES[slot[1]])), sentence)
        return self._filled[sentence].format_map(numbers)

    def forget(self) -> None:
        """Make up new numbers from now on."""
        self._filled.clear()

    def link(self) -> str:
        """Return a shortened address as tweets carry it."""
        return "https://t.co/" + "".join(self.pick(_ALPHABET) for _ in range(10))
