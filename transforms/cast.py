"""Who has been named in a document so far: the holder of a bare office, an antecedent, the full form.

One Cast serves one document. Every step is a look-up in a table, so a document of any length costs linear
time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from transforms.affiliations import KATAKANA, MEDIA_SUFFIXES
from transforms.bodies import GENERIC_BODIES, JUDGMENTS, is_called, is_generic
from transforms.japanese_names import COMMON_WORDS
from transforms.lexicon import find_prefix, find_suffix, load_terms
from transforms.records import ActorKind
from transforms.surfaces import TITLES, Name

_KANJI_FULL_NAME = re.compile(r"[一-鿿々ヶぁ-んァ-ヺー]{3,8}")
_KATAKANA = re.compile(rf"[{KATAKANA}]+")
_OFFICES_ALIKE = {
    "総理": "首相",
    "総理大臣": "首相",
    "内閣総理大臣": "首相",
    "宰相": "首相",
    "外務大臣": "外相",
    "財務大臣": "財務相",
    "法務大臣": "法相",
    "防衛大臣": "防衛相",
    "国防大臣": "国防相",
    "文部科学大臣": "文科相",
    "厚生労働大臣": "厚労相",
    "経済産業大臣": "経産相",
    "国土交通大臣": "国交相",
    "農林水産大臣": "農相",
    "総務大臣": "総務相",
    "環境大臣": "環境相",
    "国家主席": "主席",
    "広報担当者": "広報担当",
    "スポークスマン": "報道官",
    "CEO": "最高経営責任者",
}
_COUNTRIES = {name: name for name in load_terms("countries")}
_COUNTRIES |= {form: forms[0] for forms in map(str.split, load_terms("country_forms")) for form in forms}
"""The usual name of a country by each of its forms."""
_FORMS = frozenset(_COUNTRIES)


BODIES_REACH = 64
"""How many bodies back 同社 may point: a bound keeps lists of names linear."""


class Mention(NamedTuple):
    """One place where somebody is named; offsets count in the post."""

    start: int
    end: int
    name: Name


class Cast:
    """The names of one document, in the order of the text.

    Attributes:
        known: the names of two characters and more that `knows` knows, for whoever asks of many.
    """

    def __init__(self) -> None:
        self._by_office: dict[str, Mention] = {}
        self._by_country: dict[tuple[str, str], Mention] = {}
        self._last: dict[ActorKind, Mention] = {}
        self._bodies: dict[str, Mention] = {}
        self._surfaces: set[str] = set()
        self._cores: dict[str, Name] = {}
        self.known: set[str] = set()
        self._longest: dict[str, str] = {}

    def add(self, mention: Mention) -> None:
        """Remember a mention that names somebody; anaphors and bare offices name nobody."""
        name, kind = mention.name, mention.name.kind
        if not name.core or kind is ActorKind.UNKNOWN:
            return
        self._last[kind] = mention
        if kind is ActorKind.ORGANISATION:
            self._add_body(mention)
        elif name.role and kind is ActorKind.PERSON:
            country = _find_country(name)
            for office in _list_offices(name.role):
                self._by_office[office] = mention
                self._by_country[country, office] = mention
        if name.surface not in self._surfaces:
            self._surfaces.add(name.surface)
            self._remember_form(name)

    def _add_body(self, mention: Mention) -> None:
        """Remember a body as the last one named; 製薬会社 and the like are no names."""
        core = mention.name.core
        if is_generic(core):
            return
        self._bodies.pop(core, None)
        self._bodies[core] = mention

    def _remember_form(self, name: Name) -> None:
        known = self._cores.get(name.core)
        if known is None:
            self._cores[name.core] = name
            if len(name.core) > 1:
                self.known.add(name.core)
            for part in _list_parts(name.core):
                if name.kind is not ActorKind.PERSON and part in COMMON_WORDS:  # 開発会社
                    continue
                if len(part) > 1:
                    self.known.add(part)
                if len(name.core) > len(self._longest.get(part, "")):
                    self._longest[part] = name.core
        elif (name.role is not None, len(name.surface)) > (known.role is not None, len(known.surface)):
            self._cores[name.core] = name

    def knows(self, core: str) -> bool:
        """Whether the document has used this name, or a longer one it is part of.

        A single character may be a surname, but as often a plain word.
        """
        return core in self.known

    def recognise(self, name: Name) -> Name:
        """A bare noun as what the document has named by it (the wrestler that 横綱旭天山 made known)."""
        if name.kind is not ActorKind.UNKNOWN or not self.knows(name.core):
            return name
        known = self._cores.get(name.core) or self._cores[self._longest[name.core]]
        return name._replace(kind=known.kind)

    def resolve(self, name: Name) -> Mention | None:
        """The mention that a bare office (首相) or an anaphor (同氏, 同省, 彼女) stands for, or None."""
        if name.is_bare_role and name.role is not None:
            return self._resolve_office(name)
        if not name.is_anaphor:
            return None
        if name.kind is ActorKind.ORGANISATION and name.role:
            return self._resolve_body(name.role)
        if name.kind is ActorKind.PERSON and name.role:
            return self._resolve_office(name)
        if name.surface == "本人":
            accused = next((role for role in ("容疑者", "被告") if role in self._by_office), None)
            return self._by_office[accused] if accused else self._last.get(name.kind)
        return self._last.get(name.kind)

    def _resolve_body(self, back: str) -> Mention | None:
        """The last body that may be called so; この団体 may be any."""
        lately = list(islice(reversed(self._bodies.values()), BODIES_REACH))
        if back in GENERIC_BODIES and lately:
            return next((one for one in lately if one.name.core.endswith(back)), lately[0])
        called = (one for one in lately if is_called(one.name.core, back))
        return next((one for one in called if one.name.role is None or back not in JUDGMENTS), None)

    def _resolve_office(self, name: Name) -> Mention | None:
        """The holder of an office: of the country that is said with it, else the last one named."""
        role = name.role or ""
        office = _OFFICES_ALIKE.get(role, role)
        if not name.affiliation:
            return self._by_office.get(role) or self._by_office.get(office)
        country = _COUNTRIES.get(name.affiliation.removesuffix("の"))
        if country is None:
            return None  # 部品メーカーの社長: somebody else's office
        for nation in (country, ""):
            for called in (role, office):
                if (holder := self._by_country.get((nation, called))) is not None:
                    return holder
        return None

    def find_full_form(self, name: Name) -> str:
        """The fullest surface in the document that names the same actor."""
        core = name.core
        if not core:
            return name.surface
        longest = self._longest.get(core, "")
        if len(longest) > len(core):
            return self._cores[longest].surface
        known = self._cores.get(core)
        return known.surface if known is not None and len(known.surface) > len(name.surface) else name.surface


@lru_cache(maxsize=1 << 12)
def _find_country(name: Name) -> str:
    """The country said with a holder and the office (ベルティーニ米大統領, ロシアのザルキン大統領), or ""."""
    said = (name.affiliation.removesuffix("の"), name.role or "")
    for text in said:
        form = find_prefix(text, _FORMS)
        if form and (form == text or text is said[1] or len(form) > 1):
            return _COUNTRIES[form]
    return ""


@lru_cache(maxsize=1 << 12)
def _list_offices(role: str) -> tuple[str, ...]:
    """Every office a role may be called by: 元法務副大臣 -> 法務副大臣, 副大臣, 大臣."""
    offices = []
    for size in range(1, len(role) + 1):
        tail = role[-size:]
        if role[:-size].endswith("副"):  # a 副知事 is no 知事
            continue
        if tail in TITLES or size == len(role):
            offices.append(tail)
            if tail in _OFFICES_ALIKE:
                offices.append(_OFFICES_ALIKE[tail])
    if role.endswith("相") and "大臣" not in role and len(role) > 1:
        offices.append("大臣")
    return tuple(offices)


@lru_cache(maxsize=1 << 12)
def _list_parts(core: str) -> tuple[str, ...]:
    """The shorter forms a full name may be called by: surname, given name, first syllables."""
    pieces = [piece for piece in re.split("[・･=＝ ]", core) if len(piece) > 1]
    parts = pieces if len(pieces) > 1 else []
    if _KATAKANA.fullmatch(core) and len(core) >= 4:
        parts.append(core[:2])
    elif _KANJI_FULL_NAME.fullmatch(core) and not find_suffix(core, MEDIA_SUFFIXES):
        parts += [core[:size] for size in (1, 2, 3) if size < len(core)]
        parts += [core[-size:] for size in (2, 3) if size < len(core) - 1]
    return tuple(parts)
