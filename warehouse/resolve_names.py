"""Fold a name as written into a key for comparison: `ウクライナのゼレンスキー大統領` -> `ゼレンスキー`.

The grammar of a person's surface, outermost first; everything but NAME is optional:

    PLACE (ウクライナの, 米, ウク軍)  SEAT (霧沢村, 水資源庁)  LEAD (元, 前)  NAME  PLACE (米)
    MODIFIER (元, 副)  TITLE or HONORIFIC (大統領, 氏)  OCCASION (声明)  PLURAL (ら)

An organisation's surface is PLACE BODY (露外務省 -> ロシア外務省) or a name of its own, then OCCASION,
PLURAL. Keys are for looking up only: what was written stays in the facts. The words come from
sql/seeds/name_affixes.csv.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from transforms.japanese_names import (
    KANJI_GIVEN_NAMES,
    is_family_name,
    is_full_name,
    opens_with_surname,
)
from transforms.records import ActorKind
from warehouse.resolve_affixes import Affixes, Words
from warehouse.resolve_seats import split_seat

_GLOSS = re.compile(r"\([^()]*\)")
_KEY_NOISE = re.compile(r"[\s・=·.,'’‐-]")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_GLOSSED = re.compile(r"[ァ-ヺー]+(?:・[ァ-ヺー]+)+\(([一-鿿々]{2,4})\)")
_SHORT_SURNAME = re.compile(r"[一-鿿々〆ヶ]{1,2}")
_LONG_SURNAME = 3
_ONE_WORD = re.compile(r"[ァ-ヺー]+|[A-Za-zÀ-ɏ]+|[ぁ-ゖー]+")
_VU_ROW = re.compile("ヴ([ァィェォ]?)")
_VU_TO_BU = {"": "ブ", "ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
_STANDINGS = ("元", "前", "次期")
_POLITE = ("さん", "さま", "くん", "ちゃん")
_PEOPLE = (ActorKind.PERSON, ActorKind.UNKNOWN)


class FoldedName(NamedTuple):
    """What a surface says.

    Attributes:
        key: compares names of one kind across documents.
        label: the name as a person would list it: no honorific, no title, otherwise as written.
        country: ISO code of the country said with the name, or None.
        readings: keys to look up among reviewed names, most literal first; bolder than `key`, because a wrong
            guess among them finds nothing.
        title: the office said with the name, or "".
        name: the label without its office.
        is_short: whether the name is a surname or a given name, which many people share.
        seat: the place or body that stands glued before a surname in characters, or "".
        standing: 元, 前 or 次期 between name and office, or "".
    """

    key: str
    label: str
    country: str | None
    readings: tuple[str, ...]
    title: str = ""
    name: str = ""
    is_short: bool = False
    seat: str = ""
    standing: str = ""


def plain_text(surface: str) -> str:
    """NFKC, without glosses in parentheses and outer blanks."""
    text = unicodedata.normalize("NFKC", surface)
    return _GLOSS.sub("", text).strip() or text.strip()


def to_key(text: str) -> str:
    """The form in which two spellings of a name are equal: no case, blanks, middle dots; ヴ as ブ.

    >>> to_key("ヴォロディミル・ゼレンスキー")
    'ボロディミルゼレンスキー'
    """
    folded = _KEY_NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _VU_ROW.sub(lambda found: _VU_TO_BU[found[1]], folded) if "ヴ" in folded else folded


class NameFolder:
    """Folds names with the affixes and the place names of one seed folder.

    Args:
        affixes: the words around names.
        countries: surface of a country -> its ISO code and its usual name.
        organisations: surfaces of known organisations and media.
    """

    def __init__(
        self,
        affixes: Affixes,
        countries: Mapping[str, tuple[str, str]],
        organisations: Iterable[str],
    ) -> None:
        self.affixes = affixes
        self._countries = dict(countries)
        self._country = Words(countries)
        self._organisation = Words(name for name in organisations if len(name) > 1)
        # One list instead of five: the longest word of any is asked for at the beginning of every name.
        self._before_name = Words(
            chain(affixes.lead, self._country, self._organisation, affixes.body, affixes.title)
        )

    def fold(self, surface: str, kind: ActorKind) -> FoldedName:
        """Fold one surface; never fails, and never gives an empty key for a text with letters.

        Args:
            surface: the name as written.
            kind: what the parser took it for; decides the grammar.
        """
        text = plain_text(surface)
        if kind is ActorKind.ACCOUNT:
            return _whole(text.removeprefix("@"))
        if kind is ActorKind.ANONYMOUS:
            return _whole(self.strip_plural(text))
        text = self._strip_occasion(text)
        if kind not in _PEOPLE or self.is_body(text):
            return self._fold_body(text)
        folded = self._fold_person(text)
        glossed = _GLOSSED.search(unicodedata.normalize("NFKC", surface))
        return self._fold_glossed(folded, glossed[1]) if glossed else folded

    def _fold_glossed(self, folded: FoldedName, name: str) -> FoldedName:
        """カク・ウジン(郭宇辰): the name in characters is the usual one, and whole however short."""
        if not self.affixes.sinic_surname.prefix(name):
            return folded
        readings = tuple(dict.fromkeys((to_key(name), *folded.readings)))
        return folded._replace(key=to_key(name), label=name, name=name, readings=readings, is_short=False)

    def is_body(self, text: str) -> bool:
        """Whether a text names a country, an organisation or an office's seat rather than a person."""
        if text in self._country or text in self._organisation:
            return True
        return bool(self.affixes.organisation.suffix(text)) or self._split_body(text) is not None

    def split_title(self, text: str) -> tuple[str, str]:
        """Cut the office off the end: `ロシアの大統領` -> (`ロシア`, `大統領`); no office gives ''."""
        title = self.affixes.title.suffix(text)
        return (text.removesuffix(title).removesuffix("の"), title) if title else (text, "")

    def is_relation(self, rest: str) -> bool:
        """Whether the words after a name speak of somebody else: 氏側近, 政権高官."""
        return bool(self.affixes.relation.prefix(rest))

    def strip_place(self, text: str) -> str:
        """Cut a country off the beginning (`米大統領` -> `大統領`)."""
        return text.removeprefix(self._country.prefix(text)).removeprefix("の")

    def find_place(self, text: str) -> str:
        """The country that begins the text, or ""."""
        return self._country.prefix(text)

    def _strip_occasion(self, text: str) -> str:
        text = self.strip_plural(text)
        rest = text.removesuffix(self.affixes.occasion.suffix(text))
        return self.strip_plural(rest) or text

    def strip_plural(self, text: str) -> str:
        """Cut ら, たち, など off the end, where they are no part of a name."""
        rest = text.removesuffix(self.affixes.plural.suffix(text))
        # さくら is a name, さくらさんら and 佐藤ら are several people.
        is_name = text.endswith("ら") and _HIRAGANA.match(rest[-1:]) and not rest.endswith(_POLITE)
        return text if is_name or not rest else rest

    def _split_body(self, text: str) -> tuple[str, str] | None:
        country = self._country.prefix(text)
        body = text.removeprefix(country).removeprefix("の")
        return (country, body) if country and body in self.affixes.body else None

    def _fold_body(self, text: str) -> FoldedName:
        if "=" in text and (long := _read_definition(text)):
            readings = dict.fromkeys((to_key(text), *map(to_key, text.split("="))))
            return self._fold_body(long)._replace(readings=tuple(readings))
        split = self._split_body(text)
        if split is None:
            return _whole(text)
        code, name = self._countries[split[0]]
        # 米政府 is how the press writes it, 露外務省 an abbreviation of ロシア外務省.
        label = text if name.startswith(split[0]) and len(name) <= 2 else name + split[1]
        return FoldedName(to_key(name + split[1]), label, code, (to_key(text), to_key(name + split[1])))

    def _fold_person(self, text: str) -> FoldedName:
        name, title, standing = self._strip_title(self._drop_owner(text))
        seat, name = split_seat(name, title, self.affixes)
        name, before = self._strip_leading_place(name)
        name, after = self._strip_trailing_place(name)
        if name in self.affixes.lead:  # 同氏: there is no name
            name, title, seat, standing = text, "", "", ""
        key = to_key(name)
        is_short = self._is_short(name) or (bool(title) and self._may_be_surname(name))
        if is_short and title and script_of(name[:1]) == "other":
            # A surname alone is too little to list a person by: 田中知事 is not 田中投手.
            key, label = to_key(name + title), name + title
        else:
            label = name
        # オースティン米国防長官: with its office a short name may be known that is not known alone.
        readings = (to_key(text), to_key(name + title), to_key(name), *self._bold_readings(name))
        code = self._countries[before or after][0] if before or after else None
        return FoldedName(
            key or to_key(text) or text,
            label or text,
            code,
            tuple(dict.fromkeys(readings)),
            title,
            name,
            is_short,
            seat,
            standing,
        )

    def _is_short(self, name: str) -> bool:
        """Whether a name is a surname or a given name alone: 田中, ブラウン, Smith, さくら."""
        is_one_word = bool(_ONE_WORD.fullmatch(name)) and not name[:1].isdigit()
        if _SHORT_SURNAME.fullmatch(name) or is_one_word or name in self.affixes.surname:
            return True
        return len(name) == _LONG_SURNAME and is_family_name(name)

    def _may_be_surname(self, name: str) -> bool:
        """Whether three characters with an office are hardly a whole name: 鳥羽瀬市長, not 森一郎市長."""
        if len(name) != _LONG_SURNAME or self.affixes.sinic_surname.prefix(name):
            return False
        if opens_with_surname(name) or is_full_name(name):
            return False
        return name[1:] not in KANJI_GIVEN_NAMES and name[2:] not in KANJI_GIVEN_NAMES

    def _drop_owner(self, text: str) -> str:
        """`ロシアのプーチン大統領` -> `プーチン大統領`; `プーチン氏の妻` stays: another person."""
        owner, _, name = text.rpartition("の")
        return name if owner and name not in self.affixes.title and self.is_body(owner) else text

    def _strip_title(self, text: str) -> tuple[str, str, str]:
        """Split into the name, its office and its standing; nothing but an office stays whole."""
        honorific = self.affixes.honorific.suffix(text)
        text = text.removesuffix(honorific) or text
        title = self.affixes.title.suffix(text)
        name, standing = text.removesuffix(title), ""
        while title and len(name) > 2 and (modifier := self.affixes.modifier.suffix(name)):
            # 元首相 is still the person who was 首相, 副社長 is not 社長.
            name = name.removesuffix(modifier)
            standing = modifier if modifier in _STANDINGS else standing
            title = title if modifier in self.affixes.lead else modifier + title
        # プーチン氏報道官, プーチン大統領秘書官 and 露外務省報道官 are somebody else; 米首相 names no person.
        if not title or not name or self.affixes.honorific.suffix(name) or self._names_no_person(name):
            return text, "", ""
        return name, title, standing

    def _names_no_person(self, name: str) -> bool:
        is_office = bool(self.affixes.title.suffix(name)) or name in self.affixes.modifier
        return is_office or name.endswith("の") or self.is_body(name)

    def _strip_leading_place(self, text: str) -> tuple[str, str]:
        """Cut 米, ウク軍, 元米国外交官 off a name in katakana or Latin: the script shows the seam."""
        start = 0
        for cut in self._leading_cuts(text):
            name_at = cut + text[cut:].startswith("・")
            if script_of(text[name_at : name_at + 1]) not in ("other", script_of(text[cut - 1])):
                start = cut
        places = text[:start]
        country = self._country.prefix(places.removeprefix(self.affixes.lead.prefix(places)))
        return text[start:].removeprefix("・"), country

    def _leading_cuts(self, text: str) -> list[int]:
        """Where the places, modifiers and offices at the beginning of a text end, one after the other."""
        cuts: list[int] = []
        at = 0
        while word := self._before_name.prefix(text[at:]):
            at += len(word)
            if at >= len(text):
                break
            cuts.append(at)
        return cuts

    def _strip_trailing_place(self, text: str) -> tuple[str, str]:
        """Cut 米 off バイデン米, 国連 off グテレス国連: only after katakana or Latin, never 田中 -> 田."""
        for words in (self._country, self._organisation):
            place = words.suffix(text)
            name = text.removesuffix(place)
            if place and len(name) > 1 and script_of(name[-1]) not in ("other", script_of(place[0])):
                return name, place if place in self._countries else ""
        return text, ""

    def _bold_readings(self, name: str) -> list[str]:
        """Further ways to cut a place off, fit only for names that people have reviewed."""
        readings = [name[at:].removeprefix("の") for at in self._leading_cuts(name)]
        for words in (self._country, self._organisation):
            place = words.suffix(name)
            if len(place) > 1:
                readings.append(name.removesuffix(place))
        return [key for reading in readings if len(key := to_key(reading)) > 1]


def _read_definition(text: str) -> str:
    """EU=欧州連合, 欧州連合=EU: the form in characters where the other is in Latin letters, or ""."""
    parts = text.split("=")
    long = [part for part in parts if not part.isascii()]
    return long[0] if len(parts) == 2 and len(long) == 1 and all(parts) else ""


def script_of(character: str) -> str:
    """`katakana`, `latin` or `other`: foreign names are written in one of the first two."""
    if _KATAKANA.match(character):
        return "katakana"
    return "latin" if _LATIN.match(character) else "other"


def _whole(text: str) -> FoldedName:
    key = to_key(text)
    return FoldedName(key or text, text, None, (key,))
