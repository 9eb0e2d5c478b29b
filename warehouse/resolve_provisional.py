"""Give names that nobody reviewed an identity: as wide as what was said with the name allows, and no wider.

    full_form  a whole name, an organisation, an account: one actor in all posts
    role       a surname with an office few hold (カービー戦略広報調整官), or with an office and its country
               or place (霧沢村蓮台村長): one actor in all posts
    source     no name (情報筋, ゼレ側近): one kind of source in all posts, not one person
    post       a surname alone (田中氏, 田中議員), a body without a name (県警), words that point back
               (同氏の側近): one actor in one post

Two posts with 田中氏 have two actors: without support, a surname merges nobody across documents. All this
follows from the surface alone; what its post and its site add is for warehouse/resolve_sites.py to say.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.records import ActorKind
from warehouse.resolve_affixes import Affixes
from warehouse.resolve_names import FoldedName, to_key
from warehouse.resolve_seats import is_place_of

# 同氏, 同社, 同国軍, 同氏の側近: whoever the post spoke of, or somebody near.
_SAID_BEFORE = "同"
_NAMED = (ActorKind.PERSON, ActorKind.UNKNOWN)


class Identity(NamedTuple):
    """Who an unknown name is.

    Attributes:
        key: equal for surfaces of one actor.
        rule: full_form, role, source or post.
        label: the name to list.
        country: ISO code of the country said with the name, or None.
        is_head: whether one person at a time holds the office in each body (市長, 校長).
    """

    key: str
    rule: str
    label: str
    country: str | None
    is_head: bool


def identify(folded: FoldedName, kind: ActorKind, affixes: Affixes) -> Identity:
    """Say who an unknown name is, in how many posts."""
    group = "person" if kind is ActorKind.UNKNOWN else kind.value
    rule, key, label = _choose_rule(folded, kind, affixes), folded.key, folded.label
    is_head = folded.title in affixes.head
    if rule == "role" and is_place_of(folded.seat, folded.title):
        return Identity(_make_place_key(folded), rule, folded.seat + label, folded.country, is_head)
    if rule == "role":
        key = ":".join(filter(None, (to_key(folded.name), folded.title, folded.country)))
    elif rule == "post" and folded.standing:  # 久我前町長 beside 久我町長 is not the same 久我
        key = f"{key}:{folded.standing}"
    return Identity(f"provisional:{group}:{key}", rule, label, folded.country, is_head)


def _make_place_key(folded: FoldedName) -> str:
    """What the id of somebody who heads a place is made of; `warehouse/resolve_sites.py` makes the same."""
    return f"provisional:person:{to_key(folded.name)}:{folded.title}:{folded.seat}"


def _choose_rule(folded: FoldedName, kind: ActorKind, affixes: Affixes) -> str:
    if kind is ActorKind.ACCOUNT:
        return "full_form"
    if folded.label.startswith(_SAID_BEFORE):
        return "post"
    if kind is ActorKind.ANONYMOUS:
        return "source"
    if not folded.name:
        return "post" if folded.label in affixes.body or folded.label in affixes.organisation else "full_form"
    if not folded.is_short or kind not in _NAMED:
        return "full_form"
    return "role" if _tells_apart(folded, affixes) else "post"


def _tells_apart(folded: FoldedName, affixes: Affixes) -> bool:
    """Whether an office leaves few people of one surname: 副報道局長; スミス米国防次官, not スミス議員."""
    if is_place_of(folded.seat, folded.title):
        return True
    title = folded.title
    if not title or title in affixes.occupation:
        return False
    return folded.country is not None or title not in affixes.rank
