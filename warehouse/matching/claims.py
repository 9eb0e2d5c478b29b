"""What a small difference of two texts must not touch: their numbers, and how often something is denied."""

from __future__ import annotations

import numpy as np

from warehouse.matching.texts import Hashes, Indices, Texts, hash_runs, mix

_DIGIT, _NUMERAL = 1, 2
_CLASSES = np.zeros(0x110000, np.uint8)
_CLASSES[[ord(char) for char in "0123456789"]] = _DIGIT
_CLASSES[[ord(char) for char in "〇一二三四五六七八九十百千万億兆"]] = _NUMERAL
# ない, なかった, なく, なければ, ません, ず; folded, hence with the mark of ず on its own.
_NEGATIONS = ("ない", "なか", "なく", "なけ", "ません", "す\u3099")


def hash_claims(texts: Texts) -> Hashes:
    """64 bits for each folded text that are the same where numbers, in any order, and denials are."""
    owners, hashes = hash_numbers(texts)
    claims = np.zeros(len(texts.edges) - 1, np.uint64)
    np.add.at(claims, owners, hashes)
    denials = np.concatenate([_find_all(texts, negation) for negation in _NEGATIONS])
    np.add.at(claims, denials, mix(np.array([1], np.uint64))[0])
    return claims


def hash_numbers(texts: Texts) -> tuple[Indices, Hashes]:
    """The numbers in folded texts, runs of digits or of kanji numerals: the text of each, and its hash."""
    classes = _CLASSES[texts.codes]
    places = np.flatnonzero(classes)
    owners = np.searchsorted(texts.edges, places, "right") - 1
    begins = np.ones(len(places), np.bool_)
    begins[1:] = (
        (np.diff(places) > 1) | (owners[1:] != owners[:-1]) | (classes[places][1:] != classes[places][:-1])
    )
    firsts = np.flatnonzero(begins)
    return owners[firsts], hash_runs(texts.codes[places], np.append(firsts, len(places)))


def _find_all(texts: Texts, words: str) -> Indices:
    """The owner of each place where words stand."""
    codes = np.array([ord(char) for char in words], np.uint32)
    count = max(0, len(texts.codes) - len(codes) + 1)
    places = np.flatnonzero(texts.codes[:count] == codes[0])
    for at, code in enumerate(codes[1:].tolist(), start=1):
        places = places[texts.codes[places + at] == code]
    owners = np.searchsorted(texts.edges, places, "right") - 1
    return owners[places + len(codes) <= texts.edges[owners + 1]]
