"""Names said with an office: 谷垣新総裁, カザフ大統領, バイデン米大統領, and 地元議員, which names nobody."""

from __future__ import annotations

import re

from transforms.affiliations import (
    COUNTRIES,
    COUNTRY_SIGNS,
    KATAKANA_TAIL,
    ORGANISATIONS,
    is_body,
    split_affiliation,
)
from transforms.japanese_names import NOT_PERSON_NOUNS, PLACES
from transforms.lexicon import find_suffix
from transforms.records import ActorKind
from transforms.surfaces import ANONYMOUS, PORTFOLIOS, RANKS, TITLES, Name, is_kind

_GLOSS = re.compile(r"\s*[(（][^()（）]*[)）]")
_SEAT = re.compile(r"([一-鿿ヶ]{1,8}?[都道府県市町村区])([一-鿿々ヶ]{2,5})")
_NATIONAL_TITLES = ("大統領", "首相", "相", "長官", "大臣", "大使", "主席", "総統", "報道官")
"""Offices before which a country sign may stand behind a name in kanji (尹錫悦韓大統領)."""
_FOREIGN_HOLDER = re.compile(r"(?P<name>[ァ-ヺー]+[・=＝][ァ-ヺー・=＝]+)(?P<field>[一-鿿]{1,8})")
"""A foreign name and the field of the office behind it: レナ・ヴァイス消防 + 局長."""
_HEAD = re.compile(r"[一-鿿]長$")
_MINISTER = re.compile(r"[一-鿿]{2}相$")
_NO_MINISTER = re.compile(r"[真様世位実手人面形異粗児]相$")
_SEATED_TITLES = ("知事", "市長", "町長", "村長", "区長")
_OFFICE_MODIFIER = re.compile(r"(?:元|前|新|次期|暫定|現|副|同|駐.{1,4}?)$")
_FORMER_OFFICE = re.compile(r"^(.{2,}?)((?:元|前|次期|現).*)$")


def find_title(stem: str) -> str:
    """The office at the end of a surface: a listed one, a minister of any field (漁業相), a head (蔵長)."""
    if title := find_suffix(stem, TITLES):
        return title
    if _MINISTER.search(stem) and not _NO_MINISTER.search(stem):
        return stem[-3:]
    return stem[-2:] if _HEAD.search(stem) and not find_suffix(stem, NOT_PERSON_NOUNS) else ""


def read_titled(surface: str, rest: str, title: str) -> Name:
    """`rest` + title: 谷垣新総裁, カザフ大統領, 大統領, バイデン米大統領, 議会の広報担当."""
    rest = _GLOSS.sub("", rest)
    if is_kind(rest):  # 契約社員; 地元議員 is no former member called 地
        return Name(surface, "", ActorKind.ANONYMOUS, rest + title)
    if rest in ORGANISATIONS:  # 維新議員 is no new member called 維
        return Name(surface, "", ActorKind.ANONYMOUS, title, rest)
    rest, title = widen_office(rest, title)
    if (holder := _FOREIGN_HOLDER.fullmatch(rest)) is not None:
        return Name(surface, holder["name"], ActorKind.PERSON, holder["field"] + title)
    if rest + title[0] in PLACES:  # 北海 + 道知事
        return Name(surface, "", ActorKind.ANONYMOUS, title[1:], rest + title[0])
    if title.endswith(_SEATED_TITLES) and (seat := _SEAT.fullmatch(rest)) is not None and is_body(seat[1]):
        return Name(surface, seat[2], ActorKind.PERSON, title, seat[1])  # 霧沢村蓮台村長
    affiliation, core = split_affiliation(rest)
    core = core.strip("・･")
    if not core or core in RANKS:
        return Name(surface, "", ActorKind.ANONYMOUS, title, affiliation + core)
    if len(find_suffix(rest + title, ANONYMOUS)) > len(title):  # 警備会社員 is no 社員 called 警備会
        return Name(surface, "", ActorKind.ANONYMOUS, rest + title)
    return Name(surface, core, ActorKind.PERSON, title, affiliation)


def widen_office(rest: str, title: str) -> tuple[str, str]:
    """Move what belongs to the office from the end of `rest` to the title: 河野太郎元法務 + 副大臣."""
    while rest:
        if (modifier := _OFFICE_MODIFIER.search(rest)) is not None:
            field = modifier.group()
        else:
            field = find_suffix(rest, PORTFOLIOS)
        if not field:
            break
        rest, title = rest[: -len(field)], field + title
    if (former := _FORMER_OFFICE.match(rest)) is not None and is_body(former[2][1:]):
        return former[1], former[2] + title
    # バイデン米大統領, 海江田万里民主党代表: the country or party stands between name and office.
    body = find_suffix(rest, COUNTRIES) or find_suffix(rest, ORGANISATIONS)
    if len(body) < 2:
        is_foreign = len(rest) > 2 and KATAKANA_TAIL.search(rest[:-1]) is not None
        is_national = len(rest) > 3 and title.endswith(_NATIONAL_TITLES)
        body = rest[-1:] if rest[-1:] in COUNTRY_SIGNS and (is_foreign or is_national) else ""
    holder = rest[: len(rest) - len(body)]
    if body and len(holder) >= 2 and not is_body(holder):
        return holder, body + title
    return rest, title
