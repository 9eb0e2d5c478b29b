"""The reviewed actors nearest to a name, and what the rules made of it: what `explain` and `review` show."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz, process

from transforms.records import ActorKind
from warehouse.resolve_answers import RULE_SCORES
from warehouse.resolve_names import plain_text
from warehouse.resolve_provisional import identify
from warehouse.resolve_reviewed import Found, ReviewedNames
from warehouse.resolve_seeds import SeedActor
from warehouse.resolve_spelling import to_loose_key
from warehouse.resolve_timeline import Answer, trace

_LEAST_LIKENESS = 60.0


class Rival(NamedTuple):
    """A reviewed actor whose alias is like a name; likeness is 0 to 1, 1 for equal but for spelling."""

    actor: SeedActor
    alias: str
    likeness: float


class Verdict(NamedTuple):
    """What the rules made of a name from one day to another; `actor` is None where nobody reviewed it."""

    answer: Answer
    actor: SeedActor | None
    rule: str
    score: float


def list_verdicts(reviewed: ReviewedNames, surface: str, kind: ActorKind) -> list[Verdict]:
    """Say for every stretch of days which rule decided about a name, and for whom.

    A surname that joins the one such person of its post (rule `document`) is decided by its post: here it is
    what it would be alone.
    """
    return [_judge(reviewed, part, kind) for part in trace(reviewed, surface, kind)]


def _judge(reviewed: ReviewedNames, part: Answer, kind: ActorKind) -> Verdict:
    if isinstance(part.meaning, Found):
        return Verdict(part, part.meaning.actor, part.meaning.rule, RULE_SCORES[part.meaning.rule])
    rule = identify(part.meaning, kind, reviewed.folder.affixes).rule
    return Verdict(part, None, rule, RULE_SCORES[rule])


def list_rivals(
    reviewed: ReviewedNames, surface: str, kind: ActorKind = ActorKind.UNKNOWN, *, limit: int = 5
) -> list[Rival]:
    """Find the reviewed actors whose aliases are most like a name, each once, the likest first.

    Args:
        reviewed: the reviewed names.
        surface: the name as written; its office and its honorific do not count.
        kind: what the parser took it for.
        limit: how many.

    Returns:
        At most `limit` actors, equal ones by key; nobody less like it than 0.6.
    """
    wanted = to_loose_key(reviewed.folder.fold(plain_text(surface), kind).label)
    keys = {at: to_loose_key(alias.surface) for at, alias in enumerate(reviewed.aliases)}
    near = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=None)
    best: dict[str, Rival] = {}
    for _, score, at in near:
        alias = reviewed.aliases[at]
        rival = Rival(reviewed.actors[alias.actor_key], alias.surface, round(score / 100, 3))
        known = best.setdefault(alias.actor_key, rival)
        best[alias.actor_key] = min(known, rival, key=lambda one: (-one.likeness, one.alias))
    ordered = sorted(best.values(), key=lambda one: (-one.likeness, one.actor.actor_key))
    return ordered[:limit]
