"""The sheet of names: what is written into it, and what a person's decisions in it do to the seeds.

decision   alias: `surface` is an alias of the reviewed actor in `actor` (its name, key or Wikidata item)
           new: `surface` (or `actor`, with `surface` as an alias) is an actor of `kind`
           leave: looked at; do not list it again
           empty: nothing
valid_from, valid_until   the days on which the alias means the actor, both included; empty: always
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from transforms.records import ActorKind
from warehouse.resolve_names import to_key
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import list_rivals
from warehouse.resolve_seeds import ActorSeeds, SeedActor, SeedAlias, Span, make_id
from warehouse.review_actors import ActorItem
from warehouse.review_seeds import LEFT_ALONE, SEED_COLUMNS, SeedRow
from warehouse.review_sheet import Problem, SheetError, SheetRow, read_sheet, write_sheet

ACTOR_COLUMNS = (
    *("surface", "decision", "actor", "kind", "country", "wikidata_id", "valid_from", "valid_until"),
    *("reason", "rule", "rows", "posts", "means_now", "suggestion", "likeness", "written"),
    *("example_1", "example_2", "example_3"),
)
_DECIDED = ACTOR_COLUMNS[:8]
_KINDS = ("person", "organisation", "country", "media")
_COUNTRY = re.compile(r"[A-Z]{2}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_BARE_SURNAME = re.compile(r"[一-鿿々〆ヶ]{1,2}")
_SOURCE = "review"


def write_actor_sheet(items: Iterable[ActorItem]) -> bytes:
    """The sheet of names to look at, without any decision."""
    return write_sheet(ACTOR_COLUMNS, (_to_cells(item) for item in items))


def _to_cells(item: ActorItem) -> tuple[object, ...]:
    examples = [example.context for example in item.examples[:3]]
    kind = item.kind if item.kind in _KINDS else ""
    return (
        *(item.surface, "", item.suggestion, kind, "", "", "", ""),
        *(item.reason, item.rule, item.row_count, item.use.post_count, item.means_now),
        item.suggestion or item.short_for,
        *(item.likeness or None, "、".join(item.written)),
        *examples,
        *([""] * (3 - len(examples))),
    )


def read_actor_decisions(path: Path, seeds: ActorSeeds) -> dict[str, list[SeedRow]]:
    """Read a sheet and say which rows it adds to which seed file.

    Args:
        path: the sheet, edited.
        seeds: the reviewed names as they stand.

    Raises:
        SheetError: any of its rows is wrong; it names every one.
        OSError: it cannot be read.
    """
    problems: list[Problem] = []
    rows = list(read_sheet(path, _DECIDED, problems))
    decisions = _Decisions(seeds)
    for row in rows:  # new actors first, so that rows above them may name them
        if row.read_decision() == "new":
            decisions.add_actor(row)
    for row in rows:
        decisions.take(row, row.read_decision())
    if problems:
        raise SheetError(path, sorted(set(problems)))
    return decisions.added


class _Decisions:
    """What the rows of a sheet add to the seeds."""

    def __init__(self, seeds: ActorSeeds) -> None:
        self.added: dict[str, list[SeedRow]] = defaultdict(list)
        self._reviewed = ReviewedNames(seeds)
        self._actors = dict(seeds.actors)
        self._keys: dict[str, str] = {}
        self._exact: dict[str, list[SeedAlias]] = defaultdict(list)
        self._folded: dict[str, str] = {}
        for actor in seeds.actors.values():
            self._know(actor)
        for alias in seeds.aliases:
            self._remember(alias)

    def _know(self, actor: SeedActor) -> None:
        self._actors[actor.actor_key] = actor
        for name in (actor.actor_key, actor.name, actor.wikidata_id):
            if name:
                self._keys[name] = actor.actor_key

    def _remember(self, alias: SeedAlias) -> None:
        self._exact[alias.surface].append(alias)
        if self._actors[alias.actor_key].kind is ActorKind.PERSON and alias.span.first is None:
            self._folded[to_key(alias.surface)] = alias.actor_key

    def add_actor(self, row: SheetRow) -> None:
        """Make the actor of a row with the decision `new`."""
        name = row["actor"] or row.read_name("surface")
        country, wikidata_id, kind = row["country"], row["wikidata_id"], row["kind"].lower()
        if not self._is_in_form(row, kind, country, wikidata_id):
            return
        # One word: sql/seeds/make_latin.py takes a person's key of several for the name in Latin letters.
        actor_key = f"{kind}{make_id(name)[:8]}"
        actor = SeedActor(actor_key, name, ActorKind(kind), country or None, wikidata_id or None)
        if self._actors.get(actor_key) == actor:
            return  # the sheet was imported before, or another row says the same
        for column, text in (("actor", name), ("wikidata_id", wikidata_id)):
            if text in self._keys:
                known = self._actors[self._keys[text]].name
                row.complain(column, f"{text} is the reviewed {known}; write alias in decision to join it")
                return
        self._know(actor)
        cells = (actor_key, name, kind, country, wikidata_id)
        self.added["actors.csv"].append(dict(zip(SEED_COLUMNS["actors.csv"], cells, strict=True)))
        self._add_alias(row, SeedAlias(name, actor_key, Span(None, None), _SOURCE), "actor")

    def _is_in_form(self, row: SheetRow, kind: str, country: str, wikidata_id: str) -> bool:
        wrong = {
            "kind": kind not in _KINDS and f"{kind!r} is none of {', '.join(_KINDS)}",
            "country": country
            and not _COUNTRY.fullmatch(country)
            and f"{country!r} is no ISO 3166-1 alpha-2 code, such as JP",
            "wikidata_id": wikidata_id
            and not _WIKIDATA.fullmatch(wikidata_id)
            and f"{wikidata_id!r} is no Wikidata item, such as Q42",
        }
        for column, message in wrong.items():
            if message:
                row.complain(column, message)
        return not any(wrong.values())

    def take(self, row: SheetRow, decision: str) -> None:
        """Do what a row decides, but for making its actor."""
        if decision == "leave":
            self.added[LEFT_ALONE].append({"subject": "actors", "surface": row.read_name("surface")})
        elif decision:
            surface, span = row.read_name("surface"), row.read_span("valid_from", "valid_until")
            if (actor_key := self._find_actor(row, decision)) and surface:
                self._add_alias(row, SeedAlias(surface, actor_key, span, _SOURCE), "surface")

    def _find_actor(self, row: SheetRow, decision: str) -> str | None:
        name = row["actor"] or (row["surface"] if decision == "new" else "")
        if not name:
            row.complain("actor", "is empty; write the name of the reviewed actor it is an alias of")
        elif name not in self._keys and decision == "alias":
            near = ", ".join(rival.actor.name for rival in list_rivals(self._reviewed, name, limit=3))
            advice = f"did you mean {near}?" if near else "write new in decision to make one"
            row.complain("actor", f"no reviewed actor is called {name}; {advice}")
        return self._keys.get(name)

    def _add_alias(self, row: SheetRow, alias: SeedAlias, column: str) -> None:
        actor = self._actors[alias.actor_key]
        others = [known for known in self._exact[alias.surface] if known.span.overlaps(alias.span)]
        if any(known.actor_key == alias.actor_key for known in others):
            return  # it stands there already
        if others:
            other = self._actors[others[0].actor_key].name
            advice = "give valid_from and valid_until, or mend actor_aliases.csv"
            row.complain(column, f"{alias.surface} already means {other} on some of these days; {advice}")
        elif actor.kind is ActorKind.PERSON and not self._is_telling(row, alias, column):
            return
        self._remember(alias)
        days = (str(alias.span.first or ""), str(alias.span.last or ""))
        cells = (alias.surface, alias.actor_key, *days, _SOURCE)
        self.added["actor_aliases.csv"].append(
            dict(zip(SEED_COLUMNS["actor_aliases.csv"], cells, strict=True))
        )

    def _is_telling(self, row: SheetRow, alias: SeedAlias, column: str) -> bool:
        """Whether an alias of a person means nobody else: no bare surname, no spelling of another's name."""
        if _BARE_SURNAME.fullmatch(alias.surface) and not (alias.span.first and alias.span.last):
            row.complain(
                column, f"{alias.surface} alone is a surname of many; write the whole name or an office"
            )
            return False
        known = self._folded.get(to_key(alias.surface), alias.actor_key)
        if alias.span.first is None and known != alias.actor_key:
            other = self._actors[known].name
            row.complain(
                column, f"{alias.surface} is another spelling of an alias of {other}; use that actor"
            )
            return False
        return True
