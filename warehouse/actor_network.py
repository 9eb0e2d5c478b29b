"""How central each actor is, and in which group: the mart `actor_network`, computed by igraph.

Each window and unit of `actor_network_edges` is a graph of its own. PageRank is igraph's (PRPACK, damping
0.85); communities are those of Leiden (Traag, Waltman and van Eck 2019, From Louvain to Leiden), run until
nothing moves, from one fixed seed, so that the same edges give the same groups.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import duckdb
import igraph
import pyarrow as pa

from warehouse.model_file import Header
from warehouse.schema.actor_marts import ACTOR_NETWORK
from warehouse.schema.table import to_arrow_schema

HEADER = Header(
    purpose="how central each actor is among those quoted together, and in which group",
    grain="one row per (window_end_date, unit, actor_id) of actor_network_edges",
    counts="lines (degree) and their co_mention_count (strength); pagerank is weighted, damping 0.85; "
    "communities are found by modularity (Leiden), the weights being co_mention_count",
    days="the windows of actor_network_edges: a month and the two before it, crawl-dated and undated posts "
    "left out",
    partition="month of window_end_date",
)
INPUTS = ("actor_network_edges",)

_EDGES = """
select window_end_date, unit, actor_id_a, actor_a, actor_id_b, actor_b, co_mention_count
from actor_network_edges
order by window_end_date, unit, actor_id_a, actor_id_b
"""
_SEED = 20240401
# Two shares of rank differ beyond this only by rounding.
_PAGERANK_DIGITS = 12


class Edge(NamedTuple):
    """One line of a graph: both actors' ids and names, and how often they are quoted together."""

    actor_id_a: str
    actor_a: str
    actor_id_b: str
    actor_b: str
    weight: int


def rank_actors(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The actors of every window and unit, in the order of the key."""
    rows = groupby(con.execute(_EDGES).fetchall(), key=lambda row: row[:2])
    nodes = [
        (*window, *node) for window, edges in rows for node in rank_graph([Edge(*edge[2:]) for edge in edges])
    ]
    schema = to_arrow_schema(ACTOR_NETWORK.columns)
    columns = list(zip(*nodes, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def rank_graph(edges: list[Edge]) -> Iterator[tuple[str, str, int, int, float, int, int]]:
    """The actors of one graph by their ids: id, name, degree, strength, pagerank, community and its size.

    Args:
        edges: each pair once, ordered by its ids; there is at least one.
    """
    names = {edge.actor_id_a: edge.actor_a for edge in edges}
    names |= {edge.actor_id_b: edge.actor_b for edge in edges}
    ids = sorted(names)
    number = {actor_id: at for at, actor_id in enumerate(ids)}
    graph = igraph.Graph(len(ids), [(number[edge.actor_id_a], number[edge.actor_id_b]) for edge in edges])
    weights = [edge.weight for edge in edges]
    strength = graph.strength(weights=weights)
    pagerank = graph.pagerank(weights=weights, damping=0.85)
    community, sizes = _number_communities(_find_communities(graph, weights))
    for at, actor_id in enumerate(ids):
        yield (
            actor_id,
            names[actor_id],
            graph.degree(at),
            round(strength[at]),
            round(pagerank[at], _PAGERANK_DIGITS),
            community[at],
            sizes[community[at]],
        )


def _find_communities(graph: igraph.Graph, weights: list[int]) -> list[int]:
    # igraph draws from one generator for the whole process.
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        found = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return list(found.membership)


def _number_communities(membership: list[int]) -> tuple[list[int], dict[int, int]]:
    """Number groups from 1: most actors first, then the one with the smallest actor."""
    counts = Counter(membership)
    ordered = sorted(counts, key=lambda group: (-counts[group], membership.index(group)))
    number = {group: place for place, group in enumerate(ordered, start=1)}
    return [number[group] for group in membership], {number[group]: counts[group] for group in ordered}
