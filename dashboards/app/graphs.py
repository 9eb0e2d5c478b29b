"""The graph of speakers: where each stands, and the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import igraph
import pyarrow as pa

from dashboards.app.charts import finish
from dashboards.app.palette import GREY, INK, PAPER, SERIES
from dashboards.app.scene import Scene

HEIGHT = 620
NAME_ABOVE = -19
"""Pixels."""
LABELLED = 45
"""The most central actors whose names are written; of the others the tooltip says them."""


@dataclass(frozen=True)
class Node:
    """A speaker on the plane; x and y have no unit."""

    actor_id: str
    actor: str
    pagerank: float
    degree: int
    community: int
    x: float
    y: float
    is_labelled: bool


def place_nodes(nodes: pa.Table, edges: pa.Table) -> list[Node]:
    """Put the actors that a line leads to near those they are quoted with; the same every time.

    Args:
        nodes: rows of the question `network_nodes`, the most central first.
        edges: rows of `network_edges`.
    """
    lines = edges.to_pylist()
    joined = {line["actor_id_a"] for line in lines} | {line["actor_id_b"] for line in lines}
    rows = [row for row in nodes.to_pylist() if row["actor_id"] in joined]
    number = {row["actor_id"]: no for no, row in enumerate(rows)}
    graph = igraph.Graph(
        len(rows), [(number[line["actor_id_a"]], number[line["actor_id_b"]]) for line in lines]
    )
    # From a circle and not from chance: the picture of a night is the same for everybody.
    places = graph.layout_fruchterman_reingold(
        weights=[line["co_mention_count"] ** 0.25 for line in lines],
        seed=graph.layout_circle(),
        grid="nogrid",
        niter=600,
    )
    return [
        Node(
            row["actor_id"],
            row["actor"],
            row["pagerank"],
            row["degree"],
            row["community"],
            x,
            y,
            no < LABELLED,
        )
        for no, (row, x, y) in enumerate(zip(rows, *map(_spread, zip(*places, strict=True)), strict=True))
    ]


def _spread(places: Sequence[float]) -> list[float]:
    """Places along one axis, from 0 to 1, half where they were and half evenly: what crowds gets room.

    >>> _spread([0.0, 1.0, 10.0])
    [0.0, 0.3, 1.0]
    """
    least, width = min(places), (max(places) - min(places)) or 1.0
    rank = {place: no for no, place in enumerate(sorted(places))}
    last = max(len(places) - 1, 1)
    return [round(((place - least) / width + rank[place] / last) / 2, 4) for place in places]


def draw_graph(nodes: list[Node], edges: pa.Table, scene: Scene) -> alt.LayerChart:
    """The graph, to be zoomed and moved; a click selects an actor under the name `node`."""
    place = {node.actor_id: node for node in nodes}
    lines = [
        {
            "x": place[line["actor_id_a"]].x,
            "y": place[line["actor_id_a"]].y,
            "x2": place[line["actor_id_b"]].x,
            "y2": place[line["actor_id_b"]].y,
            "names": f"{line['actor_a']} – {line['actor_b']}",
            "weight": line["co_mention_count"],
        }
        for line in edges.to_pylist()
    ]
    dots = [
        {
            **vars(node),
            "group": min(node.community, len(SERIES)),
            "label": node.actor if node.is_labelled else "",
        }
        for node in nodes
    ]
    layers = [_draw_lines(lines, scene), _draw_dots(dots, scene), _draw_halos(dots), _draw_names(dots)]
    return finish(alt.LayerChart(layer=layers, height=HEIGHT))


def _draw_lines(lines: list[dict[str, object]], scene: Scene) -> alt.Chart:
    return (
        alt.Chart(alt.InlineData(values=lines))
        .mark_rule(color=GREY, opacity=0.45)
        .encode(
            x=_axis("x"),
            y=_axis("y"),
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth("weight:Q", legend=None, scale=alt.Scale(range=[0.6, 6])),
            tooltip=[alt.Tooltip("names:N", title=" "), alt.Tooltip("weight:Q", title=scene.say("together"))],
        )
    )


def _draw_dots(dots: list[dict[str, object]], scene: Scene) -> alt.Chart:
    chosen = alt.selection_point(name="node", fields=["actor_id"], on="click")
    zoomed = alt.selection_interval(name="zoom", bind="scales")
    return (
        alt.Chart(alt.InlineData(values=dots))
        .mark_circle(opacity=1, stroke=PAPER, strokeWidth=1, cursor="pointer")
        .encode(
            x=_axis("x"),
            y=_axis("y"),
            size=alt.Size("pagerank:Q", legend=None, scale=alt.Scale(range=[60, 900])),
            color=alt.Color(
                "group:O",
                legend=None,
                scale=alt.Scale(domain=list(range(1, len(SERIES) + 1)), range=list(SERIES)),
            ),
            tooltip=[
                alt.Tooltip("actor:N", title=scene.say("name")),
                alt.Tooltip("degree:Q", title=scene.say("degree")),
                alt.Tooltip("community:O", title=scene.say("community")),
            ],
        )
        .add_params(chosen, zoomed)
    )


def _draw_halos(dots: list[dict[str, object]]) -> alt.Chart:
    """The ground of the names, so that no line or dot crosses them."""
    return (
        alt.Chart(alt.InlineData(values=dots))
        .mark_text(dy=NAME_ABOVE, fontSize=12, limit=150, stroke=PAPER, strokeWidth=4, strokeJoin="round")
        .encode(x=_axis("x"), y=_axis("y"), text="label:N")
    )


def _draw_names(dots: list[dict[str, object]]) -> alt.Chart:
    return (
        alt.Chart(alt.InlineData(values=dots))
        .mark_text(dy=NAME_ABOVE, fontSize=12, limit=150, color=INK)
        .encode(x=_axis("x"), y=_axis("y"), text="label:N")
    )


def _axis(name: str) -> alt.X | alt.Y:
    kind, padding = (alt.X, 80) if name == "x" else (alt.Y, 30)
    return kind(f"{name}:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=padding))
