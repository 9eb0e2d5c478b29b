"""Names, labels and sentences for drawn numbers, whole columns at a time. Nobody and nothing of it exists."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.marts.corpus import Numbers

KINDS = ("person", "organisation", "country", "media", "account", "anonymous", "unknown")
_KIND_SHARES = (0.70, 0.14, 0.03, 0.03, 0.05, 0.03, 0.02)
_SYLLABLES = list("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ")
_NUMERALS = "〇一二三四五六七八九十百千万億兆"
_KANJI = [char for char in map(chr, range(ord("一"), ord("一") + 6000, 7)) if char not in _NUMERALS]
_PARTICLES = ["は", "を", "に", "が", "で", "と", "から", "まで", "より", "の"]
_ENDINGS = ["する", "しない", "したい", "すべきだ", "している", "した", "するつもりだ", "するほかない"]
_PIECES = 20_000
_SLOTS = 8
_LEAST_PIECES = 4
_MIX = 0x9E3779B97F4A7C15


def mix(numbers: Numbers, salt: int) -> NDArray[np.uint64]:
    """64 bits that look drawn, the same for the same number and salt (splitmix64)."""
    bits = numbers.astype(np.uint64) + np.uint64((salt + 1) * _MIX & 0xFFFFFFFFFFFFFFFF)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def to_hex(*words: NDArray[np.uint64]) -> pa.Array:
    """Each row's words as hexadecimal digits, 16 a word: ids and hashes."""
    data = np.stack(words, axis=1).astype(">u8").tobytes().hex().encode("ascii")
    count, width = len(words[0]), 16 * len(words)
    offsets = np.arange(count + 1, dtype=np.int32) * width
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data))


def name_actors(count: int) -> list[str]:
    """So many different names: two words of two to four syllables."""
    rng = np.random.default_rng(11)
    words = ["".join(rng.choice(_SYLLABLES, size)) for size in rng.integers(2, 5, 2000)]
    names = dict.fromkeys(
        f"{words[one]}・{words[other]}" for one, other in rng.integers(0, len(words), (2 * count, 2)).tolist()
    )
    return list(names)[:count]


def tell_kinds(count: int) -> pa.Array:
    """The kind of each actor."""
    drawn = np.random.default_rng(12).random(count)
    return pa.array(KINDS).take(pa.array(np.searchsorted(np.cumsum(_KIND_SHARES)[:-1], drawn)))


def name_topics(count: int) -> list[str]:
    """So many different labels of two to four characters."""
    rng = np.random.default_rng(13)
    sizes = rng.integers(2, 5, 2 * count)
    return list(dict.fromkeys("".join(rng.choice(_KANJI, size)) for size in sizes))[:count]


class Speech:
    """Sentences by number: four to eight pieces of a word and a particle, common ones far more often."""

    def __init__(self) -> None:
        rng = np.random.default_rng(14)
        words = rng.choice(_KANJI, (_PIECES, 2))
        particles = rng.choice(_PARTICLES, _PIECES)
        # The last one is empty: what a shorter sentence has in place of a piece.
        self._pieces = pa.array(
            [*("".join([*word, particle]) for word, particle in zip(words, particles, strict=True)), ""]
        )
        self._endings = pa.array(_ENDINGS)

    def to_texts(self, statements: Numbers, variants: Numbers) -> pa.Array:
        """The words of statements; variants 1 and 2 lack the first or last piece, others have a new one."""
        count = _LEAST_PIECES + (mix(statements, 100) % np.uint64(_SLOTS - _LEAST_PIECES + 1)).astype(
            np.int64
        )
        slots = []
        for slot in range(_SLOTS):
            chosen = self._choose(mix(statements, slot))
            replaced = self._choose(mix(statements, 50 + slot))
            chosen = np.where((variants > 2) & (variants == slot), replaced, chosen)
            is_left_out = (variants == 1) & (slot == 0) | (variants == 2) & (slot == count - 1)
            slots.append(self._pieces.take(np.where((slot >= count) | is_left_out, _PIECES, chosen)))
        endings = self._endings.take((mix(statements, 101) % np.uint64(len(_ENDINGS))).astype(np.int64))
        return pc.binary_join_element_wise(*slots, endings, "")

    def to_keywords(self, numbers: Numbers) -> pa.Array:
        """A piece for each number."""
        return self._pieces.take(self._choose(mix(numbers, 200)))

    def _choose(self, bits: NDArray[np.uint64]) -> Numbers:
        share = (bits >> np.uint64(11)).astype(np.float64) / 2**53
        return (share * share * _PIECES).astype(np.int64)
