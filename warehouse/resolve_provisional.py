"""Give names that nobody reviewed an identity: as wide as what was said with the name allows, and no wider.

    full_form  a whole name, an organisation, an account: one actor in all posts
    role       a surname with an office few hold (カービー戦略広報調整官), or with an office and its country:
               one actor in all posts
    source     no name (情報筋, ゼレ側近): one kind of source in all posts, not one person
    post       a surname alone (田中氏, 田中議員), a body without a name (県警): one actor in one post

Two posts with 田中氏 have two actors: without support, a surname merges nobody across documents. The identity
follows from the surface alone, so neither the order of dumps nor what else was read can change it.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_affixes import Affixes
from warehouse.resolve_names import FoldedName, to_key

# 同氏, 同社, 同国軍: whoever the post spoke of.
_SAID_BEFORE = "同"
_NAMED = (ActorKind.PERSON, ActorKind.UNKNOWN)


class Identity(NamedTuple):
    """Who an unknown name is.

    Attributes:
        key: equal for surfaces of one actor.
        rule: full_form, role, source or post.
        label: the name to list.
        country: ISO code of the country said with the name, or None.
    """

    key: str
    rule: str
    label: str
    country: str | None


def identify(folded: FoldedName, kind: ActorKind, affixes: Affixes) -> Identity:
    """Say who an unknown name is, in how many posts."""
    group = "person" if kind is ActorKind.UNKNOWN else kind.value
    rule, key = _choose_rule(folded, kind, affixes), folded.key
    if rule == "role":
        key = ":".join(filter(None, (to_key(folded.name), folded.title, folded.country)))
    return Identity(f"provisional:{group}:{key}", rule, folded.label, folded.country)


def _choose_rule(folded: FoldedName, kind: ActorKind, affixes: Affixes) -> str:
    if kind is ActorKind.ANONYMOUS:
        return "source"
    if kind is ActorKind.ACCOUNT:
        return "full_form"
    if folded.label.startswith(_SAID_BEFORE):
        return "post"
    if not folded.name:
        return "post" if folded.label in affixes.body or folded.label in affixes.organisation else "full_form"
    if not folded.is_short or kind not in _NAMED:
        return "full_form"
    return "role" if _tells_apart(folded, affixes) else "post"


def _tells_apart(folded: FoldedName, affixes: Affixes) -> bool:
    """Whether an office leaves few people of one surname: 副報道局長; スミス米国防次官, not スミス議員."""
    title = folded.title
    if not title or title in affixes.occupation:
        return False
    return folded.country is not None or title not in affixes.rank
