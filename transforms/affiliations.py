"""Countries, bodies and media: what names one as a whole, and what of them stands before a person's name."""

from __future__ import annotations

import re

from transforms.japanese_names import PLACES, is_family_name
from transforms.lexicon import find_prefix, find_suffix, load_terms

ORGANISATIONS = load_terms("organisations")
ORGANISATION_SUFFIXES = load_terms("organisation_suffixes")
MEDIA = load_terms("media")
MEDIA_SUFFIXES = load_terms("media_suffixes")
COUNTRIES = load_terms("countries")
COUNTRY_SIGNS = load_terms("country_signs")
GIVEN_NAMES = load_terms("given_names")
KATAKANA = "ァ-ヺー"
KATAKANA_TAIL = re.compile(rf"[{KATAKANA}][{KATAKANA}・･=＝]*$")
_KATAKANA_START = re.compile(rf"[{KATAKANA}]+")
_KANJI_NAME = re.compile(r"[一-鿿々ヶノ]{2,6}")
MODIFIER = re.compile(r"^(?:元|前|新|次期|現|故|旧|当時の|暫定|第\d+代)")
_SHORT_PLACE_SUFFIXES = frozenset("村町市区郡道都県府州部寺大高社派委局課署座党")
"""One-character endings of bodies that surnames share (中村, 大高): they count from three characters on."""
_NO_PART_OF_NAMES = ("庁", "党")
"""One-character endings of bodies that no name has: 水資源庁真砂野, 青党久我."""
NOT_BODIES = load_terms("not_bodies")
_LETTERED_FIRM = re.compile(r"[A-Za-zＡ-Ｚ0-9ァ-ヺー・]+社")


def split_affiliation(rest: str) -> tuple[str, str]:
    """Split what stands before a title or honorific into (country or body, proper name).

    >>> split_affiliation("ウク軍ザルジニー"), split_affiliation("ロシア外務省")
    (('ウク軍', 'ザルジニー'), ('ロシア外務省', ''))
    """
    bare = MODIFIER.sub("", rest)
    if not bare or is_body(bare):
        return rest, ""
    if "の" in bare and not re.search(r"の(?:会|党)", bare):
        at = rest.rindex("の") + 1
        affiliation, core = split_affiliation(rest[at:])
        return rest[:at] + affiliation, core
    if (tail := KATAKANA_TAIL.search(bare)) is not None and 0 < tail.start() < len(bare) - 1:
        return _split_at(rest, len(rest) - len(bare) + tail.start())
    country = find_country(bare) or find_prefix(bare, ORGANISATIONS)
    remainder = bare[len(country) :]
    if country and (len(remainder) >= 2 or not remainder):
        inner_affiliation, core = split_affiliation(remainder) if remainder else ("", "")
        return rest[: len(rest) - len(remainder)] + inner_affiliation, core
    return _split_body(rest, bare)


def find_country(text: str) -> str:
    """The country that a text begins with, or ""; マリ in マリオ is none.

    >>> find_country("ロシアプーチン"), find_country("マリ軍"), find_country("マリオ・ベルティーニ")
    ('ロシア', 'マリ', '')
    """
    country = find_prefix(text, COUNTRIES)
    run = _KATAKANA_START.match(text)
    if not country or run is None or len(run.group()) <= len(country):
        return country
    goes_on = len(country) < 3 or len(run.group()) - len(country) < 4 or run.group() in GIVEN_NAMES
    return "" if goes_on else country


def _split_at(rest: str, at: int) -> tuple[str, str]:
    head, core = rest[:at], rest[at:]
    # 石破・トランプ: the katakana tail goes on from a name before it.
    if head.endswith(("・", "･")) and not is_body(head[:-1]):
        return "", rest
    return head, core


def _split_body(rest: str, bare: str) -> tuple[str, str]:
    """Split 外務省山田 into body and name: at the longest ending of a body before a kanji name."""
    for size in range(2, min(6, len(bare) - 2) + 1):
        head, tail = bare[:-size], bare[-size:]
        suffix = find_suffix(head, ORGANISATION_SUFFIXES)
        if (len(suffix) >= 2 or suffix in _NO_PART_OF_NAMES) and _KANJI_NAME.fullmatch(tail):
            return rest[: len(rest) - size], tail
    return rest[: len(rest) - len(bare)], bare


def is_body(text: str) -> bool:
    """Whether a text names a country, a place, an organisation or a medium as a whole.

    >>> is_body("外務省"), is_body("中村"), is_body("米"), is_body("東京")
    (True, False, True, True)
    """
    if text in COUNTRIES or text in COUNTRY_SIGNS or text in ORGANISATIONS or text in MEDIA or text in PLACES:
        return True
    suffix = find_suffix(text, ORGANISATION_SUFFIXES)
    if text in NOT_BODIES:
        return False
    if _LETTERED_FIRM.fullmatch(text):
        return True
    is_short = suffix in _SHORT_PLACE_SUFFIXES and (len(text) < 3 or is_family_name(text))
    if suffix and not is_short:
        return True
    suffix = find_suffix(text, MEDIA_SUFFIXES)
    return bool(suffix) and len(text) > len(suffix)
