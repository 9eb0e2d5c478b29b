"""The ・ of a note: it separates segments, lists keywords, or stands inside a name; evidence decides."""

from __future__ import annotations

import re

from transforms.affiliations import (
    COUNTRIES,
    COUNTRY_SIGNS,
    GIVEN_NAMES,
    KATAKANA,
    MEDIA,
    ORGANISATIONS,
    find_country,
    is_body,
)
from transforms.japanese_names import LOANWORDS, PLACES, SURNAMES
from transforms.lexicon import find_suffix
from transforms.names import read_name
from transforms.records import ActorKind
from transforms.surfaces import HONORIFICS, MAX_NAME_LENGTH, TITLES

_NAME_AT_END = re.compile(rf"(?:[{KATAKANA}=＝]+|[A-Z]\.?)$")
_NAME_AT_START = re.compile(rf"(?:[{KATAKANA}=＝]+|[A-Z](?=・|$)\.?)")


def joins_names(left: str, right: str, *, is_before_quote: bool) -> bool:
    """Whether the ・ between two pieces of a note stands inside a foreign name.

    Evidence, strongest first: a listed name around it; a known body, medium or common noun on either side
    (separates); a given name on the left; a country sign or an office glued before the left katakana; a
    title after the right katakana; the opening bracket of a quote after it.

    Args:
        left: the text since the last separator.
        right: the text up to the next separator or bracket.
        is_before_quote: whether `right` is followed by 「.

    >>> joins_names("宇オクサナ", "マルカロワ駐米大使", is_before_quote=True)
    True
    >>> joins_names("フォンデアライエン委員長", "ゼレンスキー", is_before_quote=True)
    False
    """
    joined = left + "・" + right
    if joined in MEDIA or joined in ORGANISATIONS or joined in COUNTRIES:
        return True
    left = left[-MAX_NAME_LENGTH:]
    tail = _NAME_AT_END.search(left)
    head = _NAME_AT_START.match(right)
    if tail is None or head is None:
        return is_before_quote and _is_surname_with_office(left, right)
    before, after = left[: tail.start()], right[head.end() :]
    if not _may_be_name_part(tail.group()) or not _may_be_name_part(head.group()):
        return False
    if find_country(right) and not (tail.group() in GIVEN_NAMES and not after):
        return False
    if tail.group() in GIVEN_NAMES:
        return True
    if before:
        return before[-1] in COUNTRY_SIGNS or is_body(before) or bool(find_suffix(before, TITLES))
    if after:
        return read_name(right).kind is ActorKind.PERSON and is_title_like(after)
    return is_before_quote


def _may_be_name_part(text: str) -> bool:
    listed = (
        text in COUNTRIES or text in ORGANISATIONS or text in MEDIA or text in LOANWORDS or text in PLACES
    )
    return not listed or text in GIVEN_NAMES


def _is_surname_with_office(left: str, right: str) -> bool:
    """西村・経済再生相: a surname, then the office in apposition; 会談・首相 is a keyword and a speaker."""
    return left in SURNAMES and find_suffix(right, TITLES) == right


def is_title_like(text: str) -> bool:
    """Whether a text is an office or honorific, its country or body included (米大統領, 氏)."""
    return text in HONORIFICS or (bool(find_suffix(text, TITLES)) and not read_name(text).core)
