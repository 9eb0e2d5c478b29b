"""Say why a name does not mean a reviewed actor that is written much like it; one sentence for a person."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.records import ActorKind
from warehouse.resolve_names import FoldedName, plain_text
from warehouse.resolve_reviewed import ReviewedNames
from warehouse.resolve_rivals import Rival, Verdict
from warehouse.resolve_spelling import differ_by_one, is_foreign, to_loose_key

_BODIES = (ActorKind.ORGANISATION, ActorKind.MEDIA, ActorKind.COUNTRY)


def tell_why(
    reviewed: ReviewedNames, surface: str, kind: ActorKind, rival: Rival, verdicts: Sequence[Verdict]
) -> str:
    """Say why a name does not mean a rival.

    Args:
        reviewed: the reviewed names.
        surface: the name.
        kind: what the parser takes it for.
        rival: a reviewed actor like it.
        verdicts: what the rules made of the name (`warehouse.resolve_rivals.list_verdicts`).
    """
    folded = reviewed.folder.fold(surface, kind)
    return (
        _found_more_strictly(surface, verdicts)
        or _of_another_kind(kind, rival)
        or _written_alike(reviewed, folded, rival)
        or _written_otherwise(reviewed, folded, rival)
    )


def _found_more_strictly(surface: str, verdicts: Sequence[Verdict]) -> str:
    won = {(verdict.rule, verdict.actor.name) for verdict in verdicts if verdict.actor}
    if len(won) != 1:
        return ""
    ((rule, name),) = won
    if rule == "seed":
        return f"a reviewed alias decides before any likeness: {surface} is one of {name}"
    return f"{name} is found by the stricter rule {rule}"


def _of_another_kind(kind: ActorKind, rival: Rival) -> str:
    is_person, is_body = kind is ActorKind.PERSON, kind in _BODIES
    if (is_person and rival.actor.kind in _BODIES) or (is_body and rival.actor.kind is ActorKind.PERSON):
        return f"the text speaks of {_article(kind.value)}, and this is {_article(rival.actor.kind.value)}"
    return ""


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _written_alike(reviewed: ReviewedNames, folded: FoldedName, rival: Rival) -> str:
    """Why a name that folds to one of the rival's aliases is still not taken for it."""
    if rival.likeness < 1:
        return ""
    wanted = to_loose_key(folded.label)
    sharing = {alias.actor_key for alias in reviewed.aliases if to_loose_key(alias.surface) == wanted}
    if len(sharing) > 1:
        return f"{len(sharing)} reviewed actors are called so: no one of them is sure"
    if folded.country and rival.actor.country and folded.country != rival.actor.country:
        return f"said with the country {folded.country}, and this one is of {rival.actor.country}"
    if folded.is_short and folded.title in reviewed.folder.affixes.occupation:
        return f"{folded.title} is no office that this one held"
    spans = [alias.span for alias in reviewed.aliases if alias.surface == rival.alias]
    if any(span.first or span.last for span in spans):
        days = ", ".join(f"{span.first or '…'} to {span.last or '…'}" for span in spans)
        return f"{rival.alias} means this one only from {days}"
    return "the words around the name speak of somebody near this one"


def _written_otherwise(reviewed: ReviewedNames, folded: FoldedName, rival: Rival) -> str:
    """Why a likeness is not enough."""
    if folded.is_short and not folded.title:
        return "a surname or given name alone means nobody beyond its post"
    name = folded.name or folded.label
    if not is_foreign(plain_text(name)):
        return "in characters a likeness counts only where surname and office name the holder of the day"
    if not differ_by_one(to_loose_key(rival.alias), to_loose_key(name)):
        return "more than one letter differs, or the last one"
    return "one letter differs, and neither an office nor a country is shared"
