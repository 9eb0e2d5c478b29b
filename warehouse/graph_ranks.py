"""Rank the actors of graphs by igraph, half of them in a process of its own: igraph holds Python's lock.

PageRank is igraph's (ARPACK, damping 0.85); communities are those of Leiden (Traag, Waltman and van Eck 2019,
From Louvain to Leiden), run until nothing moves, from one fixed seed, so that the same edges give the same
groups.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import NamedTuple

import igraph
import numpy as np
from numpy.typing import NDArray

# Another process is worth its half second of starting where the graphs have so many lines in all.
WORTH_A_PROCESS = 400_000
_SEED = 20240401
# Two shares of rank differ beyond this only by rounding.
_PAGERANK_DIGITS = 12
_CONTEXT = multiprocessing.get_context("spawn")

Numbers = NDArray[np.int64]


class Graph(NamedTuple):
    """One graph: edges are n x 2 numbers of actors, each pair once, ordered; weights are n counts."""

    edges: Numbers
    weights: Numbers


class Ranks(NamedTuple):
    """What is known of each actor of one graph, all in the same order: of the actors' numbers.

    `actor_no` is the number that the edges name; the others are columns of the mart.
    """

    actor_no: Numbers
    degree: Numbers
    strength: Numbers
    pagerank: NDArray[np.float64]
    community: Numbers
    community_size: Numbers


def rank_graphs(graphs: Sequence[Graph], *, worth_a_process: int = WORTH_A_PROCESS) -> list[Ranks]:
    """Rank the actors of every graph, in the order of the graphs.

    Args:
        graphs: each has a line.
        worth_a_process: from so many lines in all on, half of the graphs go to another process.
    """
    if sum(len(graph.weights) for graph in graphs) < worth_a_process:
        return [rank_graph(*graph) for graph in graphs]
    there = graphs[1::2]
    with _ranking_beside(there) as pipe:
        here = [rank_graph(*graph) for graph in graphs[::2]]
        found = _hear(pipe) or [rank_graph(*graph) for graph in there]
    return [(here, found)[number % 2][number // 2] for number in range(len(graphs))]


def rank_graph(edges: Numbers, weights: Numbers) -> Ranks:
    """Rank the actors of one graph.

    Shape: edges are n x 2 numbers of actors, each pair once, ordered; weights are n counts. There is at least
    one line.
    """
    actor_no, ends = np.unique(edges, return_inverse=True)
    ends, count = ends.reshape(edges.shape), len(actor_no)
    graph = igraph.Graph(count, ends)
    listed = weights.tolist()
    with _drawing_from_seed():
        pagerank = graph.pagerank(weights=listed, damping=0.85, implementation="arpack")
    with _drawing_from_seed():
        found = graph.community_leiden(objective_function="modularity", weights=listed, n_iterations=-1)
    community, sizes = _number_communities(np.array(found.membership))
    return Ranks(
        actor_no,
        np.bincount(ends.ravel(), minlength=count),
        np.bincount(ends.ravel(), weights=weights.repeat(2), minlength=count).astype(np.int64),
        np.round(pagerank, _PAGERANK_DIGITS),
        community,
        sizes,
    )


@contextmanager
def _drawing_from_seed() -> Iterator[None]:
    """Let igraph draw from one seed: it has a single generator for the whole process."""
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _number_communities(membership: Numbers) -> tuple[Numbers, Numbers]:
    """Number groups from 1: most actors first, then the one with the smallest actor; and each one's size."""
    _, first, group, counts = np.unique(
        membership, return_index=True, return_inverse=True, return_counts=True
    )
    number = np.empty_like(counts)
    number[np.lexsort((first, -counts))] = np.arange(1, len(counts) + 1)
    return number[group], counts[group]


@contextmanager
def _ranking_beside(graphs: Sequence[Graph]) -> Iterator[Connection]:
    """Rank graphs in another process meanwhile; it ends with the block, or with nobody to tell."""
    pipe, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_send_ranks, args=(theirs, graphs), name="ranking", daemon=True)
    process.start()
    theirs.close()
    try:
        yield pipe
    finally:
        process.kill()
        process.join()
        pipe.close()


def _send_ranks(pipe: Connection, graphs: Sequence[Graph]) -> None:
    pipe.send([rank_graph(*graph) for graph in graphs])


def _hear(pipe: Connection) -> list[Ranks]:
    """What the other process found; nothing where it was killed, so that this one does the work."""
    try:
        ranks: list[Ranks] = pipe.recv()
    except (EOFError, OSError):
        return []
    return ranks
