"""Who is quoted next to whom, as a ring: speakers around it in their groups, pairs as bows through it.

A ring and no free graph: names stand outside where nothing crosses them, however long they are, and the same
pairs give the same picture. Lengths are units of the drawing, y downwards.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import igraph

from dashboards.report.content import Pair

WIDTH, HEIGHT = 720.0, 420.0
RADIUS = 168.0
NAME_GAP = 5.0
NAME_CELLS = 26
"""Room for a name, in half-width characters; a longer one is cut, its title has it whole."""
_THINNEST, _THICKEST = 1.0, 9.0
_PULL = 0.85
"""How far the bow between opposite dots is pulled towards the middle, of 1; between neighbours it is less."""


@dataclass(frozen=True)
class Dot:
    """A speaker on the ring.

    Attributes:
        name: the whole name.
        label: the name as far as there is room.
        group: 0 for the group of most weight, and so on.
        strength: sum of the pairs' weights.
        x, y: where the dot lies.
        radius: of the dot.
        name_x, name_y: where the label begins or ends.
        is_left: whether the label ends there.
    """

    name: str
    label: str
    group: int
    strength: int
    x: float
    y: float
    radius: float
    name_x: float
    name_y: float
    is_left: bool


@dataclass(frozen=True)
class Bow:
    """A pair: its path, its width, its words; `group` is None where it joins two groups."""

    path: str
    width: float
    title: str
    group: int | None


@dataclass(frozen=True)
class Ring:
    """The drawing: the heaviest bows last, so that they lie on top."""

    dots: tuple[Dot, ...]
    bows: tuple[Bow, ...]


def draw_ring(pairs: Sequence[Pair]) -> Ring:
    """Place the speakers of some pairs on a ring.

    Args:
        pairs: the heaviest first.
    """
    names = _collect_names(pairs)
    groups = _find_groups(pairs, list(names))
    strength = dict.fromkeys(names, 0)
    for pair in pairs:
        strength[pair.actor_id_a] += pair.co_mention_count
        strength[pair.actor_id_b] += pair.co_mention_count
    order = sorted(names, key=lambda actor_id: (groups[actor_id], -strength[actor_id], actor_id))
    most = max(strength.values(), default=1)
    dots = {
        actor_id: _place(names[actor_id], groups[actor_id], strength[actor_id], most, turn)
        for actor_id, turn in zip(order, _turns(len(order)), strict=True)
    }
    heaviest = max((pair.co_mention_count for pair in pairs), default=1)
    bows = [_bend(dots[pair.actor_id_a], dots[pair.actor_id_b], pair, heaviest) for pair in reversed(pairs)]
    return Ring(tuple(dots.values()), tuple(bows))


def _collect_names(pairs: Sequence[Pair]) -> dict[str, str]:
    names: dict[str, str] = {}
    for pair in pairs:
        names.setdefault(pair.actor_id_a, pair.name_a)
        names.setdefault(pair.actor_id_b, pair.name_b)
    return names


def _find_groups(pairs: Sequence[Pair], actor_ids: list[str]) -> dict[str, int]:
    """The group of each actor by modularity, found greedily and so without chance; 0 has most weight."""
    number = {actor_id: no for no, actor_id in enumerate(actor_ids)}
    graph = igraph.Graph(len(number), [(number[pair.actor_id_a], number[pair.actor_id_b]) for pair in pairs])
    graph.es["weight"] = [pair.co_mention_count for pair in pairs]
    found = graph.community_fastgreedy(weights="weight").as_clustering().membership if pairs else []
    degrees = graph.strength(weights="weight")
    weight: dict[int, float] = {}
    for group, degree in zip(found, degrees, strict=True):
        weight[group] = weight.get(group, 0) + degree
    ranked = {
        group: rank for rank, group in enumerate(sorted(weight, key=lambda each: (-weight[each], each)))
    }
    return {actor_id: ranked[found[no]] for actor_id, no in number.items()}


def _turns(count: int) -> list[float]:
    """Angles from the top, clockwise, half a step off it so that no name stands right above."""
    return [math.tau * (no + 0.5) / count for no in range(count)]


def _place(name: str, group: int, strength: int, most: int, turn: float) -> Dot:
    along, up = math.sin(turn), math.cos(turn)
    radius = 4 + 6 * math.sqrt(strength / most)
    reach = RADIUS + radius + NAME_GAP
    return Dot(
        name,
        shorten(name),
        group,
        strength,
        round(WIDTH / 2 + RADIUS * along, 1),
        round(HEIGHT / 2 - RADIUS * up, 1),
        round(radius, 1),
        round(WIDTH / 2 + reach * along + math.copysign(4, along), 1),
        round(HEIGHT / 2 - reach * up + 5, 1),
        along < 0,
    )


def _bend(first: Dot, second: Dot, pair: Pair, heaviest: int) -> Bow:
    chord = math.hypot(first.x - second.x, first.y - second.y)
    left = 1 - _PULL * chord / (2 * RADIUS)
    middle_x = WIDTH / 2 + ((first.x + second.x) / 2 - WIDTH / 2) * left
    middle_y = HEIGHT / 2 + ((first.y + second.y) / 2 - HEIGHT / 2) * left
    share = math.sqrt(pair.co_mention_count / heaviest)
    return Bow(
        f"M{first.x} {first.y}Q{middle_x:.1f} {middle_y:.1f} {second.x} {second.y}",
        round(_THINNEST + (_THICKEST - _THINNEST) * (share - 0.1), 1),
        f"{first.name} – {second.name}: {pair.co_mention_count:,}",
        first.group if first.group == second.group else None,
    )


def shorten(name: str, cells: int = NAME_CELLS) -> str:
    """A name as far as there is room, in half-width characters.

    >>> shorten("北汐鉄道・存廃問題を考える市民の会", 12), shorten("Ana", 12)
    ('北汐鉄道・…', 'Ana')
    """
    widths = [2 if unicodedata.east_asian_width(mark) in "FWA" else 1 for mark in name]
    if sum(widths) <= cells:
        return name
    used, kept = 2, ""
    for mark, width in zip(name, widths, strict=True):
        used += width
        if used > cells:
            break
        kept += mark
    return f"{kept}…"
