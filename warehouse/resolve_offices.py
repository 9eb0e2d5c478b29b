"""What offices say about names: 岸田首相 names a person although 岸田 does not; 米大統領 does on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from warehouse.resolve_seeds import Office, SeedAlias, Span

_HOME = "country-jp"
_PREFIXES = ("", "元", "前")


def derive_office_aliases(offices: Iterable[Office]) -> tuple[SeedAlias, ...]:
    """Aliases that follow from offices: 岸田首相, 岸田元首相, 岸田前首相.

    A former title is still said of its holder, so the alias stays valid until another actor of the same short
    name takes the same office. Where two of one short name hold it on one day, neither gets the alias.
    """
    held: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in offices:
        if office.short_name:
            held[office.short_name, office.title].append(office)
    return tuple(
        SeedAlias(f"{short_name}{prefix}{title}", actor_key, span, "office")
        for (short_name, title), terms in sorted(held.items())
        for actor_key, span in _succession(terms)
        for prefix in _PREFIXES
    )


def _succession(terms: list[Office]) -> Iterator[tuple[str, Span]]:
    """Whom a short name with a title means, and on which days."""
    terms = sorted(terms, key=lambda term: (term.span.first or dt.date.min, term.actor_key))
    changes = [(a, b) for a, b in pairwise(terms) if a.actor_key != b.actor_key]
    if any(a.span.overlaps(b.span) for a, b in changes):
        return
    starts = [terms[0], *(b for _, b in changes)]
    for term, following in zip(starts, [*starts[1:], None], strict=True):
        until = following.span.first if following else None
        yield term.actor_key, Span(term.span.first, until - dt.timedelta(days=1) if until else None)


def index_holders(offices: Iterable[Office]) -> dict[tuple[str, str], list[tuple[Span, str]]]:
    """The holders of offices that exist once: (scope, title) -> (days, actor_key)."""
    holders: dict[tuple[str, str], list[tuple[Span, str]]] = defaultdict(list)
    for office in offices:
        if office.scope:
            holders[office.scope, office.title].append((office.span, office.actor_key))
    return holders


def index_titles(offices: Iterable[Office]) -> dict[str, tuple[str, ...]]:
    """The titles each actor has held, to tell プーチン大統領報道官 (somebody else) from プーチン大統領."""
    titles: dict[str, set[str]] = defaultdict(set)
    for office in offices:
        titles[office.actor_key].add(office.title)
    return {actor_key: tuple(sorted(held)) for actor_key, held in titles.items()}


def list_domestic(offices: Iterable[Office]) -> frozenset[str]:
    """The titles that only Japan has, so that they name an office without the country: 官房長官, 防衛相."""
    scopes: dict[str, set[str]] = defaultdict(set)
    for office in offices:
        scopes[office.title].add(office.scope)
    return frozenset(title for title, found in scopes.items() if found == {_HOME})
