"""How central each actor is, and in which group: the mart `actor_network`, ranked by warehouse.graph_ranks.

Each window and unit of `actor_network_edges` is a graph of its own. Actors are numbers in the order of their
ids until the rows are written: five years of a busy corpus are millions of lines.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from warehouse.graph_ranks import Graph, Ranks, rank_graphs
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


def rank_actors(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The actors of every window and unit, in the order of the key."""
    actors = con.sql(_NAMED).to_arrow_table()
    windows = con.sql(_WINDOWS).fetchall()
    ranked = rank_graphs(_read_graphs(con, [window[2] for window in windows]))
    rows = [_name_rows(ranks, actors, window[:2]) for window, ranks in zip(windows, ranked, strict=True)]
    schema = to_arrow_schema(ACTOR_NETWORK.columns)
    return pa.concat_tables([schema.empty_table(), *rows])


def _read_graphs(con: duckdb.DuckDBPyConnection, line_counts: list[int]) -> list[Graph]:
    """The graph of each window, which has so many lines."""
    lines = con.sql(_EDGES).to_arrow_table()
    edges = np.column_stack([lines["actor_no_a"].to_numpy(), lines["actor_no_b"].to_numpy()])
    weights = lines["co_mention_count"].to_numpy()
    ends = np.cumsum(line_counts)
    return [
        Graph(edges[start:end], weights[start:end])
        for start, end in zip(ends - line_counts, ends, strict=True)
    ]


def _name_rows(ranks: Ranks, actors: pa.Table, window: tuple[object, ...]) -> pa.Table:
    """The rows of one window and unit, with the ids and names of `actors`."""
    schema = to_arrow_schema(ACTOR_NETWORK.columns)
    columns = ranks._asdict() | actors.take(ranks.actor_no).to_pydict()
    columns |= {
        name: [value] * len(ranks.actor_no) for name, value in zip(schema.names, window, strict=False)
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)
