"""Find reviewed people whose names are spelt or ordered otherwise than in the dictionary.

    order     two parts or more, the same ones: ゼレンスキー・ウォロディミル, Abe Shinzo
    katakana  the same loose key, a full name or a surname with an office: ウォロディミル / ヴォロディミル
    a letter  one edit between loose keys, within one office (ルカシュンコ大統領); a full name in one country

A loose key folds what transliterations waver in: long vowels, small vowels and tsu, ヴ and ウォ.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName, to_key
from warehouse.resolve_seeds import ActorSeeds, SeedAlias, Span

Near = tuple[str, Span]
"""An actor_key and the days on which the alias or office counts."""

_SEPARATORS = re.compile(r"[\s・=·.,]+")
_LOOSE = (
    *(("ウォ", "ボ"), ("ウェ", "ベ"), ("ウィ", "ビ"), ("ティ", "チ"), ("ディ", "ジ"), ("フォ", "ホ")),
    *(("シェ", "セ"), ("ジェ", "ゼ"), ("チェ", "セ"), ("ツァ", "サ"), ("ー", ""), ("ッ", "")),
)
_MIN_LETTERS = 5
_FOREIGN = re.compile(r"[ァ-ヺーA-Za-zÀ-ɏ]*")


def to_loose_key(text: str) -> str:
    """The form in which the usual transliterations of one name are equal.

    >>> to_loose_key("ヴォロディミル") == to_loose_key("ウォロジミル")
    True
    """
    key = to_key(text)
    for written, loose in _LOOSE:
        key = key.replace(written, loose)
    return key


class Spellings:
    """The reviewed people by loose spelling, and by office and country with one letter left out.

    Args:
        seeds: the reviewed names.
    """

    def __init__(self, seeds: ActorSeeds) -> None:
        self._orders: dict[tuple[str, ...], list[Near]] = defaultdict(list)
        self._loose: dict[str, list[Near]] = defaultdict(list)
        # Most groups are never asked for, so each is indexed at the first question: one entry a letter.
        self._groups: dict[str, list[tuple[str, Near]]] = defaultdict(list)
        self._near: dict[str, dict[str, list[tuple[str, Near]]]] = {}
        forms: dict[str, list[str]] = defaultdict(list)
        for alias in seeds.aliases:
            if seeds.actors[alias.actor_key].kind is ActorKind.PERSON:
                self._add_alias(alias)
                if len(key := to_loose_key(alias.surface)) >= _MIN_LETTERS and is_foreign(key):
                    forms[alias.actor_key].append(key)
        for actor_key, keys in forms.items():
            if country := seeds.actors[actor_key].country:
                near = (actor_key, Span(None, None))
                self._groups[country].extend((key, near) for key in keys)
        for office in seeds.offices:
            near = (office.actor_key, office.span)
            self._groups[office.title].extend((key, near) for key in forms.get(office.actor_key, ()))

    def _add_alias(self, alias: SeedAlias) -> None:
        near = (alias.actor_key, alias.span)
        if len(parts := _parts(alias.surface)) > 1:
            self._orders[parts].append(near)
        if is_foreign(alias.surface):
            self._loose[to_loose_key(alias.surface)].append(near)

    def find(self, folded: FoldedName) -> list[Near]:
        """Every reviewed person the name could be, the strictest rule that finds anybody deciding."""
        name = folded.name
        if not name or (folded.is_short and not folded.title):
            return []
        if _SEPARATORS.search(name) and len(parts := _parts(name)) > 1 and (found := self._orders.get(parts)):
            return found
        if not is_foreign(name) or len(loose := to_loose_key(name)) < _MIN_LETTERS:
            return []
        return self._loose.get(loose) or self._find_near(folded, loose)

    def _find_near(self, folded: FoldedName, loose: str) -> list[Near]:
        # Two people of one country may differ in a letter of the surname; hardly in one of the whole name.
        groups = [folded.title, "" if folded.is_short else folded.country or ""]
        for group in filter(None, groups):
            index = self._index_group(group)
            found = {
                near
                for shorter in _shortened(loose)
                for key, near in index.get(shorter, ())
                if differ_by_one(key, loose)
            }
            if found:
                return sorted(found, key=lambda near: near[0])
        return []

    def _index_group(self, group: str) -> dict[str, list[tuple[str, Near]]]:
        """The keys of an office or country and who has them, by the key with at most one letter left out."""
        if group not in self._near:
            index: dict[str, list[tuple[str, Near]]] = defaultdict(list)
            for key, near in self._groups.get(group, ()):
                for shorter in _shortened(key):
                    index[shorter].append((key, near))
            self._near[group] = index
        return self._near[group]


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name in one order, without initials and the marks of generation."""
    parts = (to_loose_key(part) for part in _SEPARATORS.split(unicodedata.normalize("NFKC", name)))
    return tuple(sorted(part for part in parts if len(part) > 1))


def is_foreign(name: str) -> bool:
    """Whether a name is written in katakana or Latin letters alone."""
    return _FOREIGN.fullmatch(to_key(name)) is not None


def _shortened(key: str) -> set[str]:
    """The key, and the key with each of its letters left out."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


def differ_by_one(left: str, right: str) -> bool:
    """Whether one letter put in, left out or replaced makes one of the other; equal keys do, too.

    The last letter must agree: イワノフ and イワノワ are two people.
    """
    if left == right:
        return True
    if left[-1] != right[-1]:
        return False
    short, long = sorted((left, right), key=len)
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
