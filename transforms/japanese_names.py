"""Whether bare text may be a Japanese person's name: family and given names, and words that are none.

Most of the lists come from a dictionary (`transforms/lexicon/make_japanese_names.py`); none names a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.lexicon import find_prefix, find_suffix, load_terms

SURNAMES = load_terms("surnames")
"""The commonest family names: alone or with a given name behind them they are a person."""
FAMILY_NAMES = load_terms("family_names")
"""Family names of all kinds, many of them places too."""
KANJI_GIVEN_NAMES = load_terms("kanji_given_names")
KANA_GIVEN_NAMES = load_terms("kana_given_names")
COMMON_WORDS = load_terms("common_words")
LOANWORDS = load_terms("loanwords")
PLACES = load_terms("places")
NOT_PERSON_NOUNS = load_terms("not_person_nouns")

_COUNTING = frozenset("何数幾毎各全両同某本当一二三四五六七八九十百千万")
_KANJI_NAME = re.compile(r"[一-鿿々ヶノ]{2,6}")
_KATAKANA_NAME = re.compile(r"[ァ-ヺー・]{3,}")
_KANA_NAME = re.compile(r"(?P<family>[一-鿿々ヶ]{1,4})(?P<given>[ぁ-ん]{2,4})")


def opens_with_surname(text: str) -> bool:
    """Whether a text is a common surname, alone or with a given name behind it; places are none.

    A given name of one or two characters need not be listed.

    >>> opens_with_surname("松井"), opens_with_surname("佐藤花子"), opens_with_surname("福島県")
    (True, True, False)
    """
    if not _KANJI_NAME.fullmatch(text) or text in PLACES or find_prefix(text, PLACES):
        return False
    surname = find_prefix(text, SURNAMES)
    given = text[len(surname) :]
    return bool(surname) and (len(given) < 3 or given in KANJI_GIVEN_NAMES)


@lru_cache(maxsize=1 << 12)
def is_full_name(text: str) -> bool:
    """Whether a text is a family name and a given name; the given name may be in hiragana.

    >>> is_full_name("江波戸怜"), is_full_name("桐生あかり"), is_full_name("江波戸"), is_full_name("石油会社")
    (True, True, False, False)
    """
    if (kana := _KANA_NAME.fullmatch(text)) is not None:
        return kana["given"] in KANA_GIVEN_NAMES
    sizes = range(2, min(5, len(text)))
    return any(_is_name_pair(text[:size], text[size:]) for size in sizes)


def _is_name_pair(family: str, given: str) -> bool:
    """A given name of two characters need not be listed unless it is a word (早苗): there are ever new ones.

    A family name that is a word too (鳥居) needs a given name of two characters.
    """
    if family not in FAMILY_NAMES:
        return False
    if len(given) == 2 and given not in COMMON_WORDS:
        return True
    return given in KANJI_GIVEN_NAMES and family not in COMMON_WORDS


def may_be_full_name(text: str) -> bool:
    """Whether a text can be cut into a family name and a given name, words or not.

    >>> may_be_full_name("砂原仁"), may_be_full_name("関係者")
    (True, False)
    """
    sizes = range(1, min(4, len(text)))
    return any(text[:size] in FAMILY_NAMES and text[size:] in KANJI_GIVEN_NAMES for size in sizes)


def is_family_name(text: str) -> bool:
    """Whether a text is a family name, no word otherwise and none of the places that are named most."""
    return text in FAMILY_NAMES and text not in COMMON_WORDS and text not in PLACES


@lru_cache(maxsize=1 << 12)
def looks_like_name(text: str) -> bool:
    """Whether a bare noun is no word of the dictionary and holds none at its edges.

    >>> [looks_like_name(text) for text in ("錦星", "健康状態", "輸送路", "ザルキン")]
    [True, False, False, True]
    """
    if _KATAKANA_NAME.fullmatch(text):
        return not any(part in COMMON_WORDS or part in LOANWORDS for part in (text, text[:4], text[-4:]))
    if (
        text[:1] in _COUNTING
        or not _KANJI_NAME.fullmatch(text)
        or find_prefix(text, PLACES)
        or find_suffix(text, NOT_PERSON_NOUNS)
    ):
        return False
    return not any(part in COMMON_WORDS for part in (text, text[:2], text[-2:]))


@lru_cache(maxsize=1 << 12)
def looks_like_firm(text: str) -> bool:
    """Whether a bare noun is made as firms are called: a family name and a word for what it does.

    >>> looks_like_firm("樽本縫製"), looks_like_firm("健康状態")
    (True, False)
    """
    sizes = range(2, min(5, len(text) - 1))
    return any(is_family_name(text[:size]) and text[size:] in COMMON_WORDS for size in sizes)
