"""Find the reviewed actor that a surface names, by rules that would rather find nobody than somebody else."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_affixes import Words
from warehouse.resolve_names import FoldedName, NameFolder, plain_text, script_of, to_key
from warehouse.resolve_offices import derive_office_aliases, index_holders, index_titles
from warehouse.resolve_seeds import ActorSeeds, SeedActor, SeedAlias, Span

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
_OFFICE_KINDS = (ActorKind.PERSON, ActorKind.ANONYMOUS, ActorKind.UNKNOWN)
# トランプ大統領候補 is the one who held the office, トランプ大統領補佐官 is not.
_STILL_ONESELF = ("候補", "代行")
_HANDLE = re.compile(r"@?[A-Za-z0-9_]+")


class Found(NamedTuple):
    """A reviewed actor and the rule that found it: seed, seed_office or seed_folded."""

    actor: SeedActor
    rule: str


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

    def look_up(self, surface: str, kind: ActorKind, days: Span) -> Found | FoldedName:
        """Find whom a surface names on all of some days.

        Args:
            surface: the name as written.
            kind: what the parser took it for.
            days: first and last day it was written; None where not known, which no dated alias covers.

        Returns:
            The actor and the rule, or the folded name when no rule is sure.
        """
        if exact := self._find_exact(surface, kind, days):
            return Found(exact, "seed")
        if holder := self._find_holder(surface, kind, days):
            return Found(holder, "seed_office")
        folded = self.folder.fold(surface, kind)
        for reading in folded.readings:
            actor = self._pick(self._folded.get(reading), _FOLDED_KINDS[kind], days)
            if actor and len(reading) > 1:
                if self._is_about_another(actor, folded.title):
                    # プーチン大統領報道官 must not be listed as another プーチン.
                    text = plain_text(surface)
                    return FoldedName(to_key(text), text, folded.country, ())
                return Found(actor, "seed_folded")
        if kind is ActorKind.PERSON and (actor := self._find_beginning(surface, days)):
            return Found(actor, "seed_folded")
        return folded._replace(readings=())  # a million unknown names fit into memory without them

    def _find_exact(self, surface: str, kind: ActorKind, days: Span) -> SeedActor | None:
        if kind is ActorKind.ACCOUNT and not _HANDLE.fullmatch(surface):
            return None
        # A person called マリ or 中 is no country.
        kinds = _ANY - {ActorKind.COUNTRY} if kind is ActorKind.PERSON else _ANY
        return self._pick(self._exact.get(surface), kinds, days)

    def _find_holder(self, surface: str, kind: ActorKind, days: Span) -> SeedActor | None:
        """米大統領, 日銀の総裁: the one who held the office on all of these days."""
        if kind not in _OFFICE_KINDS:
            return None
        scope, title = self.folder.split_title(plain_text(surface))
        body = self._pick(self._folded.get(to_key(scope)), _BODIES, days) if title else None
        terms = self._holders.get((body.actor_key, title), []) if body else []
        holders = {actor_key for span, actor_key in terms if span.covers(days)}
        return self.actors[holders.pop()] if len(holders) == 1 else None

    def _find_beginning(self, surface: str, days: Span) -> SeedActor | None:
        """海江田万里民主党代表: a full name, then words that end in an office."""
        text = plain_text(surface)
        name = self._people.prefix(text)
        rest = text[len(name) :]
        if not name or not rest or "katakana" == script_of(name[-1]) == script_of(rest[0]):
            return None
        place, title = self.folder.split_title(rest)
        actor = self._pick(self._folded.get(to_key(name)), _PERSON, days)
        if not title or actor is None or self.folder.is_relation(place):
            return None
        is_long = len(name) > 3 and "の" not in place
        is_certain = not place or is_long or self.folder.is_body(place)
        return actor if is_certain and not self._is_about_another(actor, place + title) else None

    def _is_about_another(self, actor: SeedActor, title: str) -> bool:
        """Whether the title begins with an office the actor held: プーチン + 大統領 + 報道官."""
        title = self.folder.strip_place(title)
        held = self._titles.get(actor.actor_key, ())
        is_aide = any(title.startswith(office) for office in held) and not title.endswith(_STILL_ONESELF)
        return is_aide and title not in held

    def _pick(
        self, aliases: list[SeedAlias] | None, kinds: frozenset[ActorKind], days: Span
    ) -> SeedActor | None:
        """The only actor of these kinds that one of the aliases means on all these days."""
        if not aliases:
            return None
        keys = {alias.actor_key for alias in aliases if alias.span.covers(days)}
        found = [actor for key in keys if (actor := self.actors[key]).kind in kinds]
        return found[0] if len(found) == 1 else None


def _add_derived(seeds: ActorSeeds) -> tuple[SeedAlias, ...]:
    """All aliases; what people wrote wins over what follows from an office."""
    written = {alias.surface for alias in seeds.aliases}
    derived = derive_office_aliases(seeds.offices)
    return (*seeds.aliases, *(alias for alias in derived if alias.surface not in written))
