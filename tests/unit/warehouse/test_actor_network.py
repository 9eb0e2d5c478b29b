from __future__ import annotations

import random

import numpy as np
import pytest

from warehouse.actor_network import Edge, rank_graph


def make_edges(seed: int, actors: int = 12, lines: int = 25) -> list[Edge]:
    chosen = random.Random(seed)
    pairs = {tuple(sorted(chosen.sample(range(actors), 2))) for _ in range(lines)}
    return [Edge(f"a{a:02}", f"名{a}", f"a{b:02}", f"名{b}", chosen.randint(1, 9)) for a, b in sorted(pairs)]


def iterate_pagerank(edges: list[Edge]) -> dict[str, float]:
    """PageRank by its definition: a surfer who follows lines by weight, and jumps 15 times in 100."""
    ids = sorted({e.actor_id_a for e in edges} | {e.actor_id_b for e in edges})
    weights = np.zeros((len(ids), len(ids)))
    for edge in edges:
        a, b = ids.index(edge.actor_id_a), ids.index(edge.actor_id_b)
        weights[a, b] = weights[b, a] = edge.weight
    follow = weights / weights.sum(axis=0)
    rank = np.full(len(ids), 1 / len(ids))
    for _ in range(300):
        rank = 0.15 / len(ids) + 0.85 * follow @ rank
    return dict(zip(ids, rank, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_a_surfer_by_weight(seed: int) -> None:
    edges = make_edges(seed)
    found = {actor_id: pagerank for actor_id, _, _, _, pagerank, _, _ in rank_graph(edges)}
    assert found == pytest.approx(iterate_pagerank(edges), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_edges_give_the_same_groups_whatever_was_drawn_before(seed: int) -> None:
    edges = make_edges(seed, actors=30, lines=45)
    first = list(rank_graph(edges))
    random.seed(seed)
    random.random()
    assert list(rank_graph(edges)) == first


def test_drawing_groups_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(7)
    expected = random.random()
    random.seed(7)
    list(rank_graph(make_edges(1)))
    assert random.random() == expected


def test_groups_are_numbered_by_size_and_have_the_size_they_say() -> None:
    edges = [Edge("a", "A", "b", "B", 3)]
    edges += [Edge(x, x, y, y, 2) for x, y in (("m", "n"), ("m", "o"), ("n", "o"))]
    groups = {actor: (group, size) for actor, _, _, _, _, group, size in rank_graph(edges)}
    assert groups == {"a": (2, 2), "b": (2, 2), "m": (1, 3), "n": (1, 3), "o": (1, 3)}


def test_degree_counts_lines_and_strength_their_weight() -> None:
    edges = [Edge("a", "A", "b", "B", 3), Edge("a", "A", "c", "C", 4)]
    found = {actor: (degree, strength) for actor, _, degree, strength, _, _, _ in rank_graph(edges)}
    assert found == {"a": (2, 7), "b": (1, 3), "c": (1, 4)}
