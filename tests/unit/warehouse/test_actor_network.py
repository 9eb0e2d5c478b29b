from __future__ import annotations

import os
import random
import signal
from multiprocessing.connection import Connection

import igraph
import numpy as np
import pytest

from warehouse import graph_ranks
from warehouse.graph_ranks import Graph, Ranks, rank_graph, rank_graphs

Edge = tuple[int, int, int]


def make_edges(seed: int, actors: int = 12, lines: int = 25) -> list[Edge]:
    """Actors by number, and how often they are quoted together."""
    chosen = random.Random(seed)
    pairs = {tuple(sorted(chosen.sample(range(actors), 2))) for _ in range(lines)}
    return [(a, b, chosen.randint(1, 9)) for a, b in sorted(pairs)]


def rank(edges: list[Edge]) -> Ranks:
    rows = np.array(edges)
    return rank_graph(rows[:, :2], rows[:, 2])


def by_actor(ranks: Ranks, *names: str) -> dict[int, tuple]:
    columns = [getattr(ranks, name).tolist() for name in names]
    return dict(zip(ranks.actor_no.tolist(), zip(*columns, strict=True), strict=True))


def iterate_pagerank(edges: list[Edge]) -> dict[int, float]:
    """PageRank by its definition: a surfer who follows lines by weight, and jumps 15 times in 100."""
    actors = sorted({a for a, _, _ in edges} | {b for _, b, _ in edges})
    weights = np.zeros((len(actors), len(actors)))
    for a, b, weight in edges:
        weights[actors.index(a), actors.index(b)] = weights[actors.index(b), actors.index(a)] = weight
    follow = weights / weights.sum(axis=0)
    share = np.full(len(actors), 1 / len(actors))
    for _ in range(300):
        share = 0.15 / len(actors) + 0.85 * follow @ share
    return dict(zip(actors, share, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_a_surfer_by_weight(seed: int) -> None:
    edges = make_edges(seed)
    found = {actor: share for actor, (share,) in by_actor(rank(edges), "pagerank").items()}
    assert found == pytest.approx(iterate_pagerank(edges), abs=1e-11)


@pytest.mark.parametrize(("actors", "lines"), [(2, 1), (3, 2), (40, 15), (200, 900)])
def test_ranks_are_those_of_another_algorithm_in_graphs_of_any_kind(actors: int, lines: int) -> None:
    for seed in range(5):
        edges = make_edges(seed, actors, lines)
        ranks = rank(edges)
        numbers = ranks.actor_no.tolist()
        graph = igraph.Graph(len(numbers), [(numbers.index(a), numbers.index(b)) for a, b, _ in edges])
        other = graph.pagerank(weights=[weight for _, _, weight in edges], implementation="prpack")
        assert ranks.pagerank.tolist() == pytest.approx(other, abs=1e-11)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_edges_give_the_same_rows_whatever_was_drawn_before(seed: int) -> None:
    edges = make_edges(seed, actors=30, lines=45)
    first = rank(edges)
    random.seed(seed)
    random.random()
    for column, again in zip(first, rank(edges), strict=True):
        assert column.tolist() == again.tolist()


def test_drawing_groups_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(7)
    expected = random.random()
    random.seed(7)
    rank(make_edges(1))
    assert random.random() == expected


def test_groups_are_numbered_by_size_and_have_the_size_they_say() -> None:
    edges = [(0, 1, 3), *((a, b, 2) for a, b in ((5, 6), (5, 7), (6, 7)))]
    groups = by_actor(rank(edges), "community", "community_size")
    assert groups == {0: (2, 2), 1: (2, 2), 5: (1, 3), 6: (1, 3), 7: (1, 3)}


def test_groups_of_one_size_are_numbered_by_their_smallest_actors() -> None:
    groups = by_actor(rank([(0, 3, 1), (1, 2, 1)]), "community")
    assert groups == {0: (1,), 1: (2,), 2: (2,), 3: (1,)}


def test_degree_counts_lines_and_strength_their_weight() -> None:
    found = by_actor(rank([(0, 1, 3), (0, 2, 4)]), "degree", "strength")
    assert found == {0: (2, 7), 1: (1, 3), 2: (1, 4)}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_two_processes_rank_as_one_does(count: int) -> None:
    rows = [np.array(make_edges(seed, actors=30, lines=90)) for seed in range(count)]
    graphs = [Graph(edges[:, :2], edges[:, 2]) for edges in rows]
    alone = rank_graphs(graphs)
    divided = rank_graphs(graphs, worth_a_process=1)
    assert [list_columns(ranks) for ranks in divided] == [list_columns(ranks) for ranks in alone]


def list_columns(ranks: Ranks) -> list[list]:
    return [column.tolist() for column in ranks]


def test_what_a_killed_process_leaves_is_ranked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_ranks, "_send_ranks", die)
    rows = [np.array(make_edges(seed)) for seed in range(3)]
    graphs = [Graph(edges[:, :2], edges[:, 2]) for edges in rows]
    divided = rank_graphs(graphs, worth_a_process=1)
    assert [list_columns(ranks) for ranks in divided] == [list_columns(rank_graph(*each)) for each in graphs]


def die(pipe: Connection, graphs: list[Graph]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
