"""How central each actor is, and in which group: the mart `actor_network`, computed by igraph.

Each window and unit of `actor_network_edges` is a graph of its own. PageRank is igraph's (ARPACK, damping
0.85); communities are those of Leiden (Traag, Waltman and van Eck 2019, From Louvain to Leiden), run until
nothing moves, from one fixed seed, so that the same edges give the same groups. Actors are numbers in the
order of their ids until the rows are written: five years of a busy corpus are millions of lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
import igraph
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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

# An actor has one name, whichever line it is taken from.
_NAMED = """
select actor_id, any_value(actor) as actor
from (
    select actor_id_a as actor_id, actor_a as actor from actor_network_edges
    union all
    select actor_id_b as actor_id, actor_b as actor from actor_network_edges
)
group by actor_id
order by actor_id
"""
_WINDOWS = """
select window_end_date, unit, count(*) as line_count
from actor_network_edges
group by window_end_date, unit
order by window_end_date, unit
"""
_EDGES = f"""
with numbered_actors as (
    select actor_id, row_number() over (order by actor_id) - 1 as actor_no from ({_NAMED})
)
select actor_a.actor_no as actor_no_a, actor_b.actor_no as actor_no_b, edges.co_mention_count
from actor_network_edges as edges
inner join numbered_actors as actor_a on edges.actor_id_a = actor_a.actor_id
inner join numbered_actors as actor_b on edges.actor_id_b = actor_b.actor_id
order by edges.window_end_date, edges.unit, actor_no_a, actor_no_b
"""
_SEED = 20240401
# Two shares of rank differ beyond this only by rounding.
_PAGERANK_DIGITS = 12

Numbers = NDArray[np.int64]


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


def rank_actors(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The actors of every window and unit, in the order of the key."""
    actors = con.sql(_NAMED).to_arrow_table()
    windows = con.sql(_WINDOWS).fetchall()
    rows = [
        _name_rows(ranks, actors, window[:2])
        for window, ranks in zip(windows, _rank_graphs(con, [window[2] for window in windows]), strict=True)
    ]
    schema = to_arrow_schema(ACTOR_NETWORK.columns)
    return pa.concat_tables([schema.empty_table(), *rows])


def _rank_graphs(con: duckdb.DuckDBPyConnection, line_counts: list[int]) -> Iterator[Ranks]:
    """Rank the graph of each window, which has so many lines."""
    lines = con.sql(_EDGES).to_arrow_table()
    edges = np.column_stack([lines["actor_no_a"].to_numpy(), lines["actor_no_b"].to_numpy()])
    weights = lines["co_mention_count"].to_numpy()
    ends = np.cumsum(line_counts)
    for start, end in zip(ends - line_counts, ends, strict=True):
        yield rank_graph(edges[start:end], weights[start:end])


def _name_rows(ranks: Ranks, actors: pa.Table, window: tuple[object, ...]) -> pa.Table:
    """The rows of one window and unit, with the ids and names of `actors`."""
    schema = to_arrow_schema(ACTOR_NETWORK.columns)
    columns = ranks._asdict() | actors.take(ranks.actor_no).to_pydict()
    columns |= {
        name: [value] * len(ranks.actor_no) for name, value in zip(schema.names, window, strict=False)
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


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
