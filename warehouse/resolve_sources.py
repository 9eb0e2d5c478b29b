"""Type sources that are not named, and find whom they stand near: ゼレ側近 -> insider, near ゼレンスキー.

The nouns and their types stand in sql/seeds/source_types.csv; the longest noun at the end decides. What
stands before it is looked up among the reviewed names, without a day: a source near whoever was 米大統領 that
day is near the country.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_affixes import Words
from warehouse.resolve_names import plain_text
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import AskedDay, SeedError, read_rows

SOURCE_TYPES = (
    *("official", "spokesperson", "military", "diplomat", "insider", "relative"),
    *("witness", "victim", "expert", "media", "business", "source", "other"),
)
"""What an unnamed source can be; `other` is a noun that source_types.csv does not have."""


class Source(NamedTuple):
    """What an unnamed source is, and the reviewed actor it stands near; both None for a named actor."""

    source_type: str | None
    near_actor_id: str | None


class SourceTypes:
    """The nouns for unnamed sources.

    Args:
        nouns: noun -> one of SOURCE_TYPES.
        reviewed: where owners are looked up.
    """

    def __init__(self, nouns: Mapping[str, str], reviewed: ReviewedNames) -> None:
        self._nouns = dict(nouns)
        self._words = Words(nouns)
        self._reviewed = reviewed

    def classify(self, surface: str) -> Source:
        """Type one surface; a text that ends in no listed noun is `other`."""
        text = self._reviewed.folder.strip_plural(plain_text(surface))
        noun = self._words.suffix(text)
        owner = text.removesuffix(noun).removesuffix("の")
        return Source(self._nouns.get(noun, "other"), self._find_near(owner) if owner else None)

    def is_relation(self, surface: str) -> bool:
        """Whether a name's words end in a relation: ゼレンスキー氏の妻 is not ゼレンスキー."""
        noun = self._words.suffix(plain_text(surface))
        return self._nouns.get(noun) in ("insider", "relative")

    def _find_near(self, owner: str) -> str | None:
        found = self._reviewed.look_up(owner, ActorKind.UNKNOWN, AskedDay(None))
        if isinstance(found, Found):
            return found.actor.actor_id
        place = self._reviewed.folder.find_place(owner)
        found = self._reviewed.look_up(place, ActorKind.COUNTRY, AskedDay(None)) if place else found
        return found.actor.actor_id if isinstance(found, Found) else None


def read_source_types(folder: Path) -> dict[str, str]:
    """Read source_types.csv (noun, source_type) of a seed folder; a folder without it has no nouns.

    Raises:
        SeedError: a doubled noun or an unknown type.
    """
    path = folder / "source_types.csv"
    nouns: dict[str, str] = {}
    for noun, source_type in read_rows(path, lambda row: (row["noun"], row["source_type"])):
        if source_type not in SOURCE_TYPES:
            raise SeedError(f"{path.name}: {noun} has the unknown source_type {source_type!r}")
        if nouns.setdefault(noun, source_type) != source_type:
            raise SeedError(f"{path.name}: {noun} stands there twice")
    return nouns
