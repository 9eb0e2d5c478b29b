"""Tell the place or body from the surname behind it: 霧沢村蓮台 + 村長, 水資源庁真砂野 + 長官.

A place counts before its own head only (村 before 村長), so 大村秀章知事 keeps his surname.
"""

from __future__ import annotations

import re

from transforms.japanese_names import is_family_name
from warehouse.resolve_affixes import Affixes

_LETTERS = "[一-鿿々〆ヶ]"
_ENDS = {"知事": "都道府県", "市長": "市", "町長": "町", "村長": "村", "区長": "区"}
_GLUED = {
    head: re.compile(rf"[一-鿿ヶ]{{2,7}}?[{ends}](?={_LETTERS}{{2,5}}$)") for head, ends in _ENDS.items()
}
_WHOLE = {head: re.compile(rf"[一-鿿ぁ-んァ-ヺヶー]{{1,7}}[{ends}]") for head, ends in _ENDS.items()}
_BACK = ("同", "本", "当", "各", "両", "全", "他", "隣")
_PREFECTURE = re.compile(r"(?:[一-鿿]{2,3}?[都道府県])?(?:[一-鿿]{1,5}?郡)?(?=[一-鿿ヶ]{1,6}[市町村区]$)")
_SURNAME = re.compile(rf"{_LETTERS}{{2,4}}")
_MIN_BODY = 3
_UNIVERSITY, _SCHOLARS = "大", ("教授", "講師", "助教", "学長", "学部長", "総長")
# 田中省三郎 has a given name, not a ministry: these endings count where the whole body is listed.
_ENDINGS_OF_NAMES = ("省", "社", "軍")


def split_seat(name: str, title: str, affixes: Affixes) -> tuple[str, str]:
    """Split what stands before an office into (place or body, name); ("", name) where there is none.

    Args:
        name: the surface without its office.
        title: the office, "" for none.
        affixes: the words around names.
    """
    if not title:
        return "", name
    if heads_place(title):
        found = _GLUED[title[-2:]].match(name)
        return (drop_prefecture(found[0]), name[found.end() :]) if found else ("", name)
    for size in range(2, 5):
        body, surname = name[:-size], name[-size:]
        if len(body) < _MIN_BODY or not _SURNAME.fullmatch(surname):
            continue
        if _is_body(body, affixes) or (title.endswith(_SCHOLARS) and _is_university(body, surname)):
            return body, surname
    return "", name


def heads_place(title: str) -> bool:
    """Whether an office is that of a place's head or of one beside him: 市長, 副知事."""
    return title[-2:] in _ENDS


def is_place_of(seat: str, title: str) -> bool:
    """Whether a seat is a place of its own whose head holds the office: 霧沢村 and 村長, never 同村.

    >>> is_place_of("霧沢村", "村長"), is_place_of("霧沢村", "校長"), is_place_of("同村", "村長")
    (True, False, False)
    """
    place = _WHOLE.get(title[-2:])
    return bool(place and place.fullmatch(seat)) and not points_back(seat)


def drop_prefecture(seat: str) -> str:
    """A town without its prefecture and district.

    >>> drop_prefecture("汐見県霧沢村"), drop_prefecture("京都市"), drop_prefecture("汐見県")
    ('霧沢村', '京都市', '汐見県')
    """
    found = _PREFECTURE.match(seat)
    return seat[found.end() :] if found else seat


def points_back(seat: str) -> bool:
    """Whether a body is called back instead of named (同校, 本校), or too short to be a name."""
    return seat.startswith(_BACK) or len(seat) < 2


def _is_university(text: str, surname: str) -> bool:
    """汐見大 before 久遠井, but 汐見大久保 may be 大久保 of 汐見."""
    return text.endswith(_UNIVERSITY) and not is_family_name(_UNIVERSITY + surname)


def _is_body(text: str, affixes: Affixes) -> bool:
    suffix = affixes.organisation.suffix(text)
    if suffix in _ENDINGS_OF_NAMES:
        return bool(affixes.body.suffix(text))
    return bool(suffix) and len(suffix) < len(text)
