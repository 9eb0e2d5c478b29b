"""Find the reviewed actor that a surface names, by rules that would rather find nobody than somebody else."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_affixes import Words
from warehouse.resolve_names import FoldedName, NameFolder, plain_text, script_of, to_key
from warehouse.resolve_offices import derive_office_aliases, index_holders, index_titles, list_domestic
from warehouse.resolve_seeds import ActorSeeds, AskedDay, SeedActor, SeedAlias
from warehouse.resolve_spelling import Spellings, differ_by_one, is_foreign

_ANY = frozenset(ActorKind)
_PERSON = frozenset({ActorKind.PERSON})
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.MEDIA, ActorKind.COUNTRY})
# The parser's guess at the kind is a guess: a body may be taken for another kind of body, never for a person.
_FOLDED_KINDS: dict[ActorKind, frozenset[ActorKind]] = {
    ActorKind.PERSON: _PERSON,
    ActorKind.ORGANISATION: _BODIES,
    ActorKind.MEDIA: _BODIES,
    ActorKind.COUNTRY: _BODIES,
    ActorKind.ACCOUNT: _ANY,
    ActorKind.ANONYMOUS: frozenset(),
    ActorKind.UNKNOWN: _ANY,
}
_NAMED = (ActorKind.PERSON, ActorKind.UNKNOWN)
_OFFICE_KINDS = (ActorKind.PERSON, ActorKind.ANONYMOUS, ActorKind.UNKNOWN)
# トランプ大統領候補 is the one who held the office, トランプ大統領補佐官 is not.
_STILL_ONESELF = ("候補", "代行")
# The country whose offices the press names without it.
_HOME = "日本"
_MIN_MISPRINT = 4
_HANDLE = re.compile(r"@?[A-Za-z0-9_]+")


class Found(NamedTuple):
    """A reviewed actor, the rule that found it (a key of RULE_SCORES) and what the surface says of it."""

    actor: SeedActor
    rule: str
    title: str = ""


class ReviewedNames:
    """The reviewed names, indexed for looking up surfaces."""

    def __init__(self, seeds: ActorSeeds) -> None:
        self.actors = seeds.actors
        self.aliases = _add_derived(seeds)
        self._exact: dict[str, list[SeedAlias]] = defaultdict(list)
        self._folded: dict[str, list[SeedAlias]] = defaultdict(list)
        self._people: Words
        for alias in self.aliases:
            self._exact[alias.surface].append(alias)
            self._folded[to_key(alias.surface)].append(alias)
        self._holders = index_holders(seeds.offices)
        self._titles = index_titles(seeds.offices)
        self._domestic = list_domestic(seeds.offices)
        self._spellings = Spellings(seeds)
        self._index_places(seeds)

    def _index_places(self, seeds: ActorSeeds) -> None:
        countries: dict[str, tuple[str, str]] = {}
        bodies, people = [], []
        for alias in seeds.aliases:
            actor = seeds.actors[alias.actor_key]
            if actor.kind is ActorKind.COUNTRY and actor.country:
                countries[alias.surface] = (actor.country, actor.name)
            elif actor.kind is ActorKind.PERSON:
                people.append(plain_text(alias.surface))
            else:
                bodies.append(plain_text(alias.surface))
        self._people = Words(name for name in people if len(name) > 1)
        self.folder = NameFolder(seeds.affixes, countries, bodies)

    def look_up(self, surface: str, kind: ActorKind, asked: AskedDay) -> Found | FoldedName:
        """Find whom a surface names on a day.

        Args:
            surface: the name as written.
            kind: what the parser took it for.
            asked: the day it was written; notes every day on which the answer could change.

        Returns:
            The actor and the rule, or the folded name when no rule is sure.
        """
        if exact := self._find_exact(surface, kind, asked):
            title = self.folder.split_title(surface)[1] if exact.kind is ActorKind.PERSON else ""
            return Found(exact, "seed", title)
        if holder := self._find_holder(surface, kind, asked):
            return Found(holder, "seed_office")
        folded = self.folder.fold(surface, kind)
        for reading in folded.readings:
            actor = self._pick(self._folded.get(reading), _FOLDED_KINDS[kind], asked)
            if actor and len(reading) > 1:
                if self._is_about_another(actor, folded.title):
                    # プーチン大統領報道官 must not be listed as another プーチン.
                    text = plain_text(surface)
                    return FoldedName(to_key(text), text, folded.country, ())
                if not self._is_namesake(actor, folded):
                    return Found(actor, "seed_folded", folded.title)
        if kind in _NAMED and (actor := self._find_beginning(surface, folded, asked)):
            return Found(actor, "seed_folded", folded.title)
        if kind in _NAMED and (actor := self._find_spelling(folded, asked)):
            return Found(actor, "seed_spelling", folded.title)
        return folded._replace(readings=())  # a million unknown names fit into memory without them

    def _find_exact(self, surface: str, kind: ActorKind, asked: AskedDay) -> SeedActor | None:
        if kind is ActorKind.ACCOUNT and not _HANDLE.fullmatch(surface):
            return None
        # A person called マリ or 中 is no country.
        kinds = _ANY - {ActorKind.COUNTRY} if kind is ActorKind.PERSON else _ANY
        return self._pick(self._exact.get(surface), kinds, asked)

    def _find_holder(self, surface: str, kind: ActorKind, asked: AskedDay) -> SeedActor | None:
        """米大統領, 日銀の総裁: the one who held the office on that day; never said without a day."""
        if kind not in _OFFICE_KINDS:
            return None
        scope, title = self.folder.split_title(plain_text(surface))
        if title in self._domestic:
            scope = scope or _HOME
        body = self._pick(self._folded.get(to_key(scope)), _BODIES, asked) if title else None
        terms = self._holders.get((body.actor_key, title), []) if body else []
        holders = {actor_key for span, actor_key in terms if asked.is_in(span)}
        return self.actors[holders.pop()] if len(holders) == 1 and asked.day else None

    def _find_beginning(self, surface: str, folded: FoldedName, asked: AskedDay) -> SeedActor | None:
        """海江田万里民主党代表: a full name, then words that end in an office."""
        text = plain_text(surface)
        name = self._people.prefix(text)
        rest = text[len(name) :]
        if not name or not rest or "katakana" == script_of(name[-1]) == script_of(rest[0]):
            return None
        place, title = self.folder.split_title(rest)
        actor = self._pick(self._folded.get(to_key(name)), _PERSON, asked)
        if not title or actor is None or self.folder.is_relation(place):
            return None
        is_long = len(name) > 3 and "の" not in place
        is_certain = not place or is_long or self.folder.is_body(place)
        is_other = self._is_about_another(actor, place + title) or self._is_namesake(actor, folded)
        return actor if is_certain and not is_other else None

    def _find_spelling(self, folded: FoldedName, asked: AskedDay) -> SeedActor | None:
        """ルカシュンコ大統領, ゼレンスキー・ウォロディミル: another spelling or order of a reviewed name."""
        near = self._spellings.find(folded)
        keys = {key for key, span in near if asked.is_in(span)} or self._find_misprint(folded, asked)
        actor = self.actors[keys.pop()] if len(keys) == 1 else None
        is_same = actor and not self._is_about_another(actor, folded.title)
        return actor if is_same and actor and not self._is_namesake(actor, folded) else None

    def _find_misprint(self, folded: FoldedName, asked: AskedDay) -> set[str]:
        """A whole name in characters with one wrong, where surname and office name a holder on that day."""
        if folded.is_short or not folded.title or is_foreign(folded.name) or len(folded.name) < _MIN_MISPRINT:
            return set()
        found = set()
        for size in (2, 3):
            actor = self._pick(self._exact.get(folded.name[:size] + folded.title), _PERSON, asked)
            if actor and differ_by_one(actor.name, folded.name):
                found.add(actor.actor_key)
        return found

    def _is_namesake(self, actor: SeedActor, folded: FoldedName) -> bool:
        """Whether a surname comes with a country or an occupation that is not the actor's."""
        if actor.kind is not ActorKind.PERSON or not folded.is_short:
            return False
        if folded.country and actor.country and folded.country != actor.country:
            return True
        held = self._titles.get(actor.actor_key, ())
        return bool(held) and folded.title in self.folder.affixes.occupation and folded.title not in held

    def _is_about_another(self, actor: SeedActor, title: str) -> bool:
        """Whether the title begins with an office the actor held: プーチン + 大統領 + 報道官."""
        title = self.folder.strip_place(title)
        held = self._titles.get(actor.actor_key, ())
        is_aide = any(title.startswith(office) for office in held) and not title.endswith(_STILL_ONESELF)
        return is_aide and title not in held

    def _pick(
        self, aliases: list[SeedAlias] | None, kinds: frozenset[ActorKind], asked: AskedDay
    ) -> SeedActor | None:
        """The only actor of these kinds that one of the aliases means on that day."""
        if not aliases:
            return None
        keys = {alias.actor_key for alias in aliases if asked.is_in(alias.span)}
        found = [actor for key in keys if (actor := self.actors[key]).kind in kinds]
        return found[0] if len(found) == 1 else None


def _add_derived(seeds: ActorSeeds) -> tuple[SeedAlias, ...]:
    """All aliases; what people wrote wins over what follows from an office."""
    written = {alias.surface for alias in seeds.aliases}
    derived = derive_office_aliases(seeds.offices)
    return (*seeds.aliases, *(alias for alias in derived if alias.surface not in written))
