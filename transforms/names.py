"""Names as Japanese texts write them: (country or body) + proper name + office or honorific, in one surface.

`read_name` takes one surface apart; it knows grammar and closed classes of words (`transforms.lexicon`) and
nobody in particular. Who a name means is decided after parsing, from reviewed seeds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
    COMMON_WORDS,
    FAMILY_NAMES,
    KANJI_GIVEN_NAMES,
    LOANWORDS,
    NOT_PERSON_NOUNS,
    PLACES,
    is_family_name,
    is_full_name,
    opens_with_surname,
)
from transforms.lexicon import find_suffix, load_terms
from transforms.records import ActorKind

TITLES = load_terms("titles")
HONORIFICS = load_terms("honorifics")
OCCASIONS = load_terms("occasions")
KANA_NOUNS = load_terms("kana_nouns")
ANONYMOUS = load_terms("anonymous_nouns") | KANA_NOUNS
PORTFOLIOS = load_terms("portfolios")
RANKS = load_terms("ranks")
MAX_NAME_LENGTH = 80
"""A longer run is no name; the bound keeps damaged or hostile lines cheap, and the cache of names small."""
_GLOSS = re.compile(r"\s*[(（][^()（）]*[)）]")
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
_HEAD_COUNT = re.compile(r"[一二三四五六七八九十百千万数何0-9０-９]人$")
_PERSON_NOUN = re.compile(r"[一-鿿][者員客士筋人師医官手家]$|[ァ-ヺー]客$")
_KANJI = re.compile(r"[一-鿿]+")
_POLITE_STARTS = ("お", "ご", "御")
_SERVED = re.compile(r"[一-鿿]{1,3}[員客者]")
"""Who is called さん by what they do: 駅員, 乗客, 患者."""
_SEAT = re.compile(r"([一-鿿ヶ]{1,8}?[都道府県市町村区])([一-鿿々ヶ]{2,5})")
_NATIONAL_TITLES = ("大統領", "首相", "相", "長官", "大臣", "大使", "主席", "総統", "報道官")
"""Offices before which a country sign may stand behind a name in kanji (尹錫悦韓大統領)."""
_TEAM_TAIL = re.compile(r"[ァ-ヺー]{2}(?:ズ|ース)$")
_CLUB = re.compile(r"(?:FC|SC|AC|RC)[一-鿿々ァ-ヺー]{2,8}")
_COURT = re.compile(
    r"(?P<instance>[一二]審|控訴審|上告審|原審)?・?(?P<court>[一-鿿ヶ]{2,6}(?:地裁|高裁|家裁|簡裁)(?:[一-鿿]{2,4}支部)?|最高裁(?:第[一二三1-3１-３]小法廷|大法廷)?)(?:判決|決定)?"
)
"""A court, with the instance before it and what it gave behind: 一審・水戸地裁判決."""
_FOREIGN_HOLDER = re.compile(r"(?P<name>[ァ-ヺー]+[・=＝][ァ-ヺー・=＝]+)(?P<field>[一-鿿]{1,8})")
"""A foreign name and the field of the office behind it: レナ・ヴァイス消防 + 局長."""
_SOCIETY = re.compile(r"[一-鿿ヶァ-ヺー・]{3,}会")
GATHERINGS = load_terms("gatherings")
"""What ends as societies do and is an occasion."""
_HEAD = re.compile(r"[一-鿿]長$")
_MINISTER = re.compile(r"[一-鿿]{2}相$")
_NO_MINISTERS = (
    "真相",
    "様相",
    "世相",
    "位相",
    "実相",
    "手相",
    "人相",
    "面相",
    "形相",
    "異相",
    "粗相",
    "児相",
)
_SEATED_TITLES = ("知事", "市長", "町長", "村長", "区長")
_CERTAIN_NAME = re.compile(r"・|^[一-鿿々]{2,}(?:[ぁ-ん]{2,4})?$")
_OFFICE_MODIFIER = re.compile(r"(?:元|前|新|次期|暫定|現|副|同|駐.{1,4}?)$")
_FORMER_OFFICE = re.compile(r"^(.{2,}?)((?:元|前|次期|現).*)$")
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


class Name(NamedTuple):
    """One surface taken apart.

    Attributes:
        surface: as written, without a gloss at its end.
        core: the proper name in it; "" for a bare role (大統領) and for anaphors (同氏).
        kind: what it names; UNKNOWN for a noun that may be no name at all.
        role: office, rank or relation said with it, or None.
        affiliation: country or body said before the name, or "".
        is_anaphor: whether it points back (同氏, 彼女, 同社) instead of naming.
        is_certain: whether the surface alone shows that it names somebody: by office, ending or list.
    """

    surface: str
    core: str
    kind: ActorKind
    role: str | None = None
    affiliation: str = ""
    is_anaphor: bool = False
    is_certain: bool = True

    @property
    def is_bare_role(self) -> bool:
        """Whether only an office stands there (首相), so that the holder must be found elsewhere."""
        return not self.core and self.role is not None and not self.is_anaphor

    @property
    def can_speak(self) -> bool:
        """Whether it is known to be somebody or some body, not just a noun."""
        return self.kind is not ActorKind.UNKNOWN


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
    title = _find_title(stem)
    if title:
        return _read_titled(surface, stem[: -len(title)], title)
    return _read_untitled(surface, stem)


def _find_title(stem: str) -> str:
    """The office at the end of a surface: a listed one, a minister of any field (漁業相), a head (蔵長)."""
    if title := find_suffix(stem, TITLES):
        return title
    if _MINISTER.search(stem) and not stem.endswith(_NO_MINISTERS):
        return stem[-3:]
    return stem[-2:] if _HEAD.search(stem) and not find_suffix(stem, NOT_PERSON_NOUNS) else ""


def _read_honoured(surface: str, rest: str, honorific: str) -> Name:
    if rest in {"同", "両"}:
        return Name(surface, "", ActorKind.PERSON, is_anaphor=True)
    if rest + honorific in ANONYMOUS or _is_relation(rest) or (honorific == "選手" and _is_word(rest)):
        return Name(surface, "", ActorKind.ANONYMOUS, rest + honorific)
    affiliation, core = split_affiliation(rest)
    if not core and rest not in ANONYMOUS:  # 福島氏: a place, but here a surname
        affiliation, core = "", rest
    role = honorific if honorific in {"容疑者", "被告", "被告人", "死刑囚", "受刑者", "選手"} else None
    title = find_suffix(core, TITLES)
    if title and len(title) < len(core):
        core, role = _widen_office(core[: -len(title)], title)
    elif title or core in ANONYMOUS:
        return Name(surface, "", ActorKind.ANONYMOUS, core, affiliation)
    return Name(surface, core, ActorKind.PERSON, role, affiliation)


def _is_word(text: str) -> bool:
    """Whether a text says of what kind somebody is, not who: 契約 (社員), 主力 (選手), 公衆衛生 (学者)."""
    if is_body(text) or _KANJI.fullmatch(text) is None:  # ザルキン is no sieve of gold
        return False
    if len(text) == 4:
        return _is_word(text[:2]) and _is_word(text[2:])
    return text in COMMON_WORDS and text not in FAMILY_NAMES and text not in KANJI_GIVEN_NAMES


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


def _read_titled(surface: str, rest: str, title: str) -> Name:
    """`rest` + title: 谷垣新総裁, カザフ大統領, 大統領, バイデン米大統領, 議会の広報担当."""
    rest = _GLOSS.sub("", rest)
    if _is_word(rest):  # 契約社員; 地元議員 is no former member called 地
        return Name(surface, "", ActorKind.ANONYMOUS, rest + title)
    rest, title = _widen_office(rest, title)
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


def _widen_office(rest: str, title: str) -> tuple[str, str]:
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


def _read_untitled(surface: str, stem: str) -> Name:
    """A surface without title or honorific: a body, a medium, a source, an account, a bare foreign name."""
    if (medium := _read_medium(surface, stem)) is not None:
        return medium
    noun = find_suffix(stem, ANONYMOUS)
    if noun and not (len(noun) == 1 and len(stem) > 1 and not _ends_in_person_noun(stem)):
        return Name(surface, "", ActorKind.ANONYMOUS, noun, stem[: -len(noun)])
    if (body := _read_body(surface, stem)) is not None:
        return body
    if _FEW_PEOPLE.fullmatch(stem):
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
