"""Names as Japanese texts write them: (country or body) + proper name + office or honorific, in one surface.

`read_name` takes one surface apart; it knows grammar and closed classes of words (`transforms.lexicon`) and
nobody in particular. Who a name means is decided after parsing, from reviewed seeds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.affiliations import (
    COUNTRIES,
    COUNTRY_SIGNS,
    KATAKANA_TAIL,
    MEDIA,
    MEDIA_SUFFIXES,
    MODIFIER,
    NOT_BODIES,
    ORGANISATION_SUFFIXES,
    ORGANISATIONS,
    is_body,
    split_affiliation,
)
from transforms.bodies import CALLED_BACK, DOCUMENTS
from transforms.japanese_names import (
    LOANWORDS,
    NOT_PERSON_NOUNS,
    is_family_name,
    is_full_name,
    opens_with_surname,
)
from transforms.lexicon import find_suffix, load_terms
from transforms.offices import find_title, read_titled, widen_office
from transforms.records import ActorKind
from transforms.surfaces import ANONYMOUS, HONORIFICS, MAX_NAME_LENGTH, OCCASIONS, TITLES, Name, is_kind

_TRAILING_GLOSS = re.compile(r"\s*[(（][^()（）]*[)）]?$")
_PLURAL = re.compile(r"(?<=.)(?:ら|たち|達|など|等|側|サイド|自身|本人)+$")
_PLURAL_ENDS = ("ら", "たち", "達", "など", "等", "側", "サイド", "自身", "本人")
_PLAYER = re.compile(
    r"(?P<position>FW|MF|DF|GK|SO|SH|FB|CTB|WTB|N[Oo]8|PR|HO|LO|FL|左腕|右腕|主砲|主将|女房役|アンカー(?![ァ-ヺ])|エース(?![ァ-ヺ])|捕手|投手)(?P<name>[一-鿿々ヶァ-ヺー]{2,8})"
)
_WRESTLER = re.compile(
    r"(?P<rank>新?(?:横綱|大関|関脇|小結)|前頭|平幕|十両|幕下|三段目|序二段)(?P<name>[一-鿿々ヶノの]{2,6})"
)
_OF_ADDRESSES = frozenset({"http", "https", "www", "html"})
_LATIN = re.compile(r"@?[A-Za-z0-9_.\-]+")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.\-']+(?:[ ・][A-Z][A-Za-z.\-']*)*")
_FEW_PEOPLE = re.compile(r"[2-9２-９二三四五六]人")
_GRADE = re.compile(r"[1-6１-６一二三四五六]年生$")
_HEAD_COUNT = re.compile(r"[一二三四五六七八九十百千万数何0-9０-９]人$")
_PERSON_NOUN = re.compile(r"[一-鿿][者員客士筋人師医官手家]$|[ァ-ヺー]客$")
_POLITE_STARTS = ("お", "ご", "御")
_SERVED = re.compile(r"[一-鿿]{1,3}[員客者]")
"""Who is called さん by what they do: 駅員, 乗客, 患者."""
_TEAM_TAIL = re.compile(r"[ァ-ヺー]{2}(?:ズ|ース)$")
_CLUB = re.compile(r"(?:FC|SC|AC|RC)[一-鿿々ァ-ヺー]{2,8}")
_COURT = re.compile(
    r"(?P<instance>[一二]審|控訴審|上告審|原審)?・?(?P<court>[一-鿿ヶ]{2,6}(?:地裁|高裁|家裁|簡裁)(?:[一-鿿]{2,4}支部)?|最高裁(?:第[一二三1-3１-３]小法廷|大法廷)?)(?:判決|決定)?"
)
"""A court, with the instance before it and what it gave behind: 一審・水戸地裁判決."""
_SOCIETY = re.compile(r"[一-鿿ヶァ-ヺー・]{3,}会")
GATHERINGS = load_terms("gatherings")
"""What ends as societies do and is an occasion."""
_CERTAIN_NAME = re.compile(r"・|^[一-鿿々]{2,}(?:[ぁ-ん]{2,4})?$")
_BARE_BODIES = frozenset("市町村区県府署")
"""A body of a place that the document has named: 市は stands for 北山市."""
_SAME_WORDS = ("同僚", "同級生", "同期", "同志", "同窓", "同居", "同行", "同乗", "同伴", "同席")
"""Words that begin as 同氏 does and point back to nobody."""
_PLACES_OR_BODIES = frozenset("国州県市町村区") | CALLED_BACK
_PAPER = re.compile(r".{1,3}[紙誌]")
"""A paper that is not named: 米紙, 地元紙."""
_PAPER_ABROAD = re.compile(
    rf"(?:[{''.join(sorted(COUNTRY_SIGNS))}]|現地|地元|経済|有力|大衆)[紙誌](?P<name>[ァ-ヺー・A-Z][ァ-ヺー・A-Za-z]+)"
)
_ANAPHORIC = re.compile(r"^(?:同|両)(?=.)")
PRONOUNS = {
    "彼": ActorKind.PERSON,
    "彼女": ActorKind.PERSON,
    "同氏": ActorKind.PERSON,
    "両氏": ActorKind.PERSON,
    "本人": ActorKind.PERSON,
}


def read_name(text: str) -> Name:
    """Take a surface apart; one longer than any name names nobody.

    >>> read_name("宇オクサナ・マルカロワ駐米大使")[1:5]
    ('オクサナ・マルカロワ', <ActorKind.PERSON: 'person'>, '駐米大使', '宇')
    >>> read_name("NATO声明").core, read_name("ゼレ側近").kind
    ('NATO', <ActorKind.ANONYMOUS: 'anonymous'>)
    """
    if len(text) > MAX_NAME_LENGTH:
        surface = text.strip()
        return Name(surface, surface, ActorKind.UNKNOWN, is_certain=False)
    return _read_short(text)


@lru_cache(maxsize=1 << 15)
def _read_short(text: str) -> Name:
    name = _read_surface(text)
    if name.kind is ActorKind.UNKNOWN:
        return name._replace(is_certain=False)
    is_bare = name.kind is ActorKind.PERSON and name.surface == name.core
    return name._replace(is_certain=False) if is_bare and not _CERTAIN_NAME.search(name.core) else name


def _read_surface(text: str) -> Name:
    surface = text.strip()
    if "(" in surface or "（" in surface:
        surface = _TRAILING_GLOSS.sub("", surface) or surface
    stem = _PLURAL.sub("", surface) if surface.endswith(_PLURAL_ENDS) else surface
    if stem in PRONOUNS or surface in PRONOUNS:
        return Name(surface, "", PRONOUNS.get(stem, ActorKind.PERSON), is_anaphor=True)
    if stem in DOCUMENTS or stem in _BARE_BODIES:
        return Name(surface, "", ActorKind.ORGANISATION, stem, is_anaphor=True)
    if (known := _read_listed(surface, stem)) is not None:
        return known
    occasion = find_suffix(stem, OCCASIONS)
    if occasion and len(occasion) < len(stem):
        stem = stem[: -len(occasion)]
    name = _read_stem(surface, stem)
    if name.kind is ActorKind.UNKNOWN and surface.endswith(("側", "サイド")):  # 寺側, 会場側
        return name._replace(kind=ActorKind.ORGANISATION)
    return name


def _read_listed(surface: str, stem: str) -> Name | None:
    """A surface that stands in a list as a whole."""
    if stem in MEDIA:
        return Name(surface, stem, ActorKind.MEDIA)
    if stem in ORGANISATIONS:
        return Name(surface, stem, ActorKind.ORGANISATION)
    if stem in COUNTRIES or stem in COUNTRY_SIGNS:
        return Name(surface, stem, ActorKind.COUNTRY)
    return None


def _read_stem(surface: str, stem: str) -> Name:
    """A surface without plural and occasion."""
    if (listed := _read_listed(surface, stem)) is not None:
        return listed
    honorific = find_suffix(stem, HONORIFICS)
    if honorific and (rest := stem[: -len(honorific)]):
        return _read_honoured(surface, rest, honorific)
    if _ANAPHORIC.match(stem) and (stem == "同行" or not stem.startswith(_SAME_WORDS)):
        return _read_anaphor(surface, stem)
    title = find_title(stem)
    if title:
        return read_titled(surface, stem[: -len(title)], title)
    return _read_untitled(surface, stem)


def _read_honoured(surface: str, rest: str, honorific: str) -> Name:
    if rest in {"同", "両"}:
        return Name(surface, "", ActorKind.PERSON, is_anaphor=True)
    if rest + honorific in ANONYMOUS or _is_relation(rest) or (honorific == "選手" and is_kind(rest)):
        return Name(surface, "", ActorKind.ANONYMOUS, rest + honorific)
    affiliation, core = split_affiliation(rest)
    if not core and rest not in ANONYMOUS:  # 福島氏: a place, but here a surname
        affiliation, core = "", rest
    role = honorific if honorific in {"容疑者", "被告", "被告人", "死刑囚", "受刑者", "選手"} else None
    title = find_suffix(core, TITLES)
    if title and len(title) < len(core):
        core, role = widen_office(core[: -len(title)], title)
    elif title or core in ANONYMOUS:
        return Name(surface, "", ActorKind.ANONYMOUS, core, affiliation)
    return Name(surface, core, ActorKind.PERSON, role, affiliation)


def _is_relation(rest: str) -> bool:
    """Whether what is honoured is a relation or a trade, and no name: お母さん, 駅員さん."""
    noun = rest[1:] if rest[:1] in _POLITE_STARTS else rest
    return (noun != rest and noun in ANONYMOUS) or _SERVED.fullmatch(noun) is not None


def _read_anaphor(surface: str, stem: str) -> Name:
    rest = stem[1:]
    if stem[0] == "両":  # 両国, 両社: two at once are no speaker
        return Name(surface, stem, ActorKind.UNKNOWN)
    if find_suffix(rest, MEDIA_SUFFIXES) == rest:
        return Name(surface, "", ActorKind.MEDIA, rest, is_anaphor=True)
    if find_suffix(rest, TITLES):
        return Name(surface, "", ActorKind.PERSON, rest, is_anaphor=True)
    if find_suffix(rest, ANONYMOUS):
        return Name(surface, "", ActorKind.ANONYMOUS, rest)
    if rest in _PLACES_OR_BODIES or find_suffix(rest, ORGANISATION_SUFFIXES):
        return Name(surface, "", ActorKind.ORGANISATION, rest, is_anaphor=True)
    return Name(surface, stem, ActorKind.UNKNOWN)


def _read_untitled(surface: str, stem: str) -> Name:
    """A surface without title or honorific: a body, a medium, a source, an account, a bare foreign name."""
    if (medium := _read_medium(surface, stem)) is not None:
        return medium
    noun = find_suffix(stem, ANONYMOUS)
    if noun and not (len(noun) == 1 and len(stem) > 1 and not _ends_in_person_noun(stem)):
        return Name(surface, "", ActorKind.ANONYMOUS, noun, stem[: -len(noun)])
    if (body := _read_body(surface, stem)) is not None:
        return body
    if _FEW_PEOPLE.fullmatch(stem) or _GRADE.search(stem):
        return Name(surface, "", ActorKind.ANONYMOUS, stem)
    if (
        _PERSON_NOUN.search(stem) is not None
        and not _HEAD_COUNT.search(stem)
        and not find_suffix(stem, NOT_PERSON_NOUNS)
    ):
        return Name(surface, "", ActorKind.ANONYMOUS, stem)
    bare = MODIFIER.sub("", stem)
    if (person := _read_japanese_person(surface, bare)) is not None:
        return person
    if (tail := KATAKANA_TAIL.search(bare)) is not None and tail.group() not in LOANWORDS:
        return _read_foreign(surface, stem, bare, tail)
    if _LATIN.fullmatch(stem):
        return Name(surface, stem, _guess_latin_kind(stem))
    if _LATIN_NAME.fullmatch(stem):
        return Name(surface, stem, ActorKind.PERSON)
    return Name(surface, stem, ActorKind.UNKNOWN)


def _read_body(surface: str, stem: str) -> Name | None:
    if (court := _COURT.fullmatch(stem)) is not None:
        return Name(surface, court["court"], ActorKind.ORGANISATION, court["instance"])
    is_society = _SOCIETY.fullmatch(stem) is not None and not find_suffix(stem, GATHERINGS)
    is_known = is_body(stem) or is_society or _CLUB.fullmatch(stem) is not None
    return Name(surface, stem, ActorKind.ORGANISATION) if is_known else None


def _read_medium(surface: str, stem: str) -> Name | None:
    """青浜新聞, and 米紙, which names no paper."""
    suffix = find_suffix(stem, MEDIA_SUFFIXES)
    if suffix == stem:
        return Name(surface, "", ActorKind.MEDIA, stem) if _PAPER.fullmatch(stem) else None
    if suffix and stem not in NOT_BODIES:
        return Name(surface, stem, ActorKind.MEDIA)
    abroad = _PAPER_ABROAD.fullmatch(stem)  # 仏紙ル・モンド
    return Name(surface, abroad["name"], ActorKind.MEDIA) if abroad is not None else None


def _read_japanese_person(surface: str, bare: str) -> Name | None:
    """石破茂, 桐生あかり, FW黒須, and 梶本, which may be something else."""
    if opens_with_surname(bare) or is_full_name(bare):
        return Name(surface, bare, ActorKind.PERSON)
    if is_family_name(bare):
        return Name(surface, bare, ActorKind.PERSON, is_certain=False)
    if (player := _PLAYER.fullmatch(bare)) is not None:
        return Name(surface, player["name"], ActorKind.PERSON, player["position"])
    if (wrestler := _WRESTLER.fullmatch(bare)) is not None:
        return Name(surface, wrestler["name"], ActorKind.PERSON, wrestler["rank"])
    return None


def _ends_in_person_noun(stem: str) -> bool:
    """Whether the last character means a person although more stands before it (デモに参加した人)."""
    return stem[-1] in "人男女者妻夫父母兄弟姉妹息娘" and re.search(r"[ぁ-ん][^ぁ-ん]$", stem) is not None


def _read_foreign(surface: str, stem: str, bare: str, tail: re.Match[str]) -> Name:
    """A surface that ends in katakana: ゼレンスキー, 元米国外交官チャス・フリーマン, 宇オクサナ."""
    head, core = bare[: tail.start()], tail.group()
    if not head:
        return Name(surface, core, ActorKind.PERSON if len(core) >= 2 else ActorKind.UNKNOWN)
    if head not in COUNTRY_SIGNS and _TEAM_TAIL.search(core):  # 青浜タイガース
        return Name(surface, stem, ActorKind.ORGANISATION)
    title = find_suffix(head, TITLES) or (find_suffix(head, ANONYMOUS) if len(head) < 5 else "")
    if title and (len(title) > 1 or title == head):
        return Name(surface, core, ActorKind.PERSON, title, head[: -len(title)])
    if is_body(head) or head[-1] in COUNTRY_SIGNS:
        return Name(surface, core, ActorKind.PERSON, None, head)
    return Name(surface, stem, ActorKind.UNKNOWN)


def _guess_latin_kind(text: str) -> ActorKind:
    """J_Sato and @name are accounts, WFP a body, t.co nobody, a capitalised word may be anything."""
    if "." in text or text in _OF_ADDRESSES:
        return ActorKind.UNKNOWN
    if text.startswith("@") or "_" in text or (text[-1].isdigit() and text[0].isalpha()):
        return ActorKind.ACCOUNT
    if text.isupper() and 2 <= len(text) <= 6:
        return ActorKind.ORGANISATION
    return (
        ActorKind.ACCOUNT if text.islower() and len(text) >= 3 and not text.isdigit() else ActorKind.UNKNOWN
    )
