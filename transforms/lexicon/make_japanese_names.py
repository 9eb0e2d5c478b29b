"""Rewrite the lists of Japanese names and words from IPADIC, not from any text we have read.

pip install janome==0.5.0 && python transforms/lexicon/make_japanese_names.py

Janome carries mecab-ipadic 2.7.0-20070801 (NAIST licence, in NOTICE-ipadic.md beside the lists).
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parent
_KANJI = re.compile("[一-鿿々ヶノ]+")
_KANA_NAME = re.compile("[ぁ-ん]{2,4}")
_WORD = re.compile("[一-鿿々ヶ]{2,3}|[ァ-ヺー]{2,}")
_FAMILY = "名詞,固有名詞,人名,姓"
_GIVEN = "名詞,固有名詞,人名,名"
_PROPER = "名詞,固有名詞"
HEADER = """\
# {what}
# Source: mecab-ipadic 2.7.0 as carried by janome 0.5.0 (NOTICE-ipadic.md), by make_japanese_names.py.
"""


def main() -> None:
    """Write the lists, in the order of code points."""
    try:
        entries = importlib.import_module("janome.sysdic").entries
    except ImportError as error:
        raise SystemExit("janome is not installed: pip install janome==0.5.0") from error
    classes: dict[str, set[str]] = defaultdict(set)
    for surface, _, _, _, word_class, *_ in entries().values():
        if _KANJI.fullmatch(surface) or _WORD.fullmatch(surface) or _KANA_NAME.fullmatch(surface):
            classes[surface].add(word_class)
    words = {
        surface for surface, found in classes.items() if any(not one.startswith(_PROPER) for one in found)
    }
    kanji = [(surface, found) for surface, found in classes.items() if _KANJI.fullmatch(surface)]
    family = {one for one, found in kanji if any(each.startswith(_FAMILY) for each in found)}
    given = {one for one, found in kanji if any(each.startswith(_GIVEN) for each in found)}
    _write(
        "family_names",
        "Family names of two characters and more; many are places or words too.",
        {one for one in family if len(one) > 1},
    )
    _write(
        "kanji_given_names",
        "Given names in kanji; many are words too, so they count only behind a family name.",
        given,
    )
    _write(
        "kana_given_names",
        "Given names in hiragana: behind a family name they go on with it (桐生あかり).",
        {
            one
            for one, found in classes.items()
            if _KANA_NAME.fullmatch(one) and any(each.startswith(_GIVEN) for each in found)
        },
    )
    _write(
        "common_words",
        "Words in kanji (two and three characters) and katakana that are no proper names.",
        {one for one in words if _WORD.fullmatch(one)},
    )


def _write(name: str, what: str, terms: set[str]) -> None:
    lines = "".join(f"{term}\n" for term in sorted(terms))
    (FOLDER / f"{name}.txt").write_text(HEADER.format(what=what) + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
