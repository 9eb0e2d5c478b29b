"""Network: who is quoted together over three months, as a graph, and the words of any two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pyarrow as pa
import streamlit as st

from dashboards.app.addresses import choose_one
from dashboards.app.graphs import draw_graph, place_nodes
from dashboards.app.nights import Value
from dashboards.app.quoting import Filters, load_quotes, show_quotes
from dashboards.app.scene import Scene
from dashboards.app.tables import Columns, select_row

MOST_NODES = 200
QUOTES = 5
_PAIR = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})")


def show(scene: Scene) -> None:
    """The whole page."""
    unit = _choose_unit(scene)
    windows = scene.night.ask("network_windows", unit=unit)["window_end_date"].to_pylist()
    if not windows:
        st.info(scene.say("empty"))
        return
    window, weight, most = _choose_cut(scene, windows)
    asked: dict[str, Value] = {"window_end": window, "unit": unit, "row_limit": most}
    nodes = scene.night.ask("network_nodes", **asked)
    edges = scene.night.ask("network_edges", **asked, min_weight=weight)
    if not edges.num_rows:
        st.info(scene.say("no_network"))
        return
    st.caption(scene.say("network_help", unit=scene.say(f"unit_{unit}")))
    _show_graph(scene, nodes, edges)
    _show_pairs(scene, edges)


def _choose_unit(scene: Scene) -> str:
    return choose_one(scene.say("unit"), "unit", ["note", "post"], lambda unit: scene.say(f"unit_{unit}"))


def _choose_cut(scene: Scene, windows: list[dt.date]) -> tuple[dt.date, int, int]:
    first, second, third = st.columns(3)
    window = first.selectbox(scene.say("window_end"), windows, key="window", bind="query-params")
    weight = second.slider(scene.say("min_weight"), 1, 30, 2, key="weight", bind="query-params")
    most = third.slider(scene.say("shown_nodes"), 10, MOST_NODES, 60, 10, key="most", bind="query-params")
    return window, int(weight), int(most)


def _show_graph(scene: Scene, nodes: pa.Table, edges: pa.Table) -> None:
    chart = draw_graph(place_nodes(nodes, edges), edges, scene)
    state = st.altair_chart(
        chart, key="graph", on_select="rerun", selection_mode="node", alt=scene.say("network")
    )
    chosen = state["selection"].get("node", [])
    if chosen:
        scene.go_to("speakers", speaker=str(chosen[0]["actor_id"]))


def _show_pairs(scene: Scene, edges: pa.Table) -> None:
    st.subheader(scene.say("pairs"), anchor=False, help=scene.say("pick_row"))
    columns: Columns = {
        "actor_a": st.column_config.TextColumn(scene.say("speaker"), width="medium"),
        "actor_b": st.column_config.TextColumn(scene.say("speaker"), width="medium"),
        "co_mention_count": scene.say("together"),
        "post_count": scene.say("posts_unit"),
    }
    pair = select_row(edges, columns, scene, key="pairs")
    ids = _remember_pair(pair)
    if ids is not None:
        _show_pair(scene, ids)


def _remember_pair(pair: Mapping[str, object] | None) -> tuple[str, str] | None:
    """The selected pair's ids, which stand in the address from then on, or else the address's own."""
    if pair is not None:
        st.query_params["pair"] = f"{pair['actor_id_a']}-{pair['actor_id_b']}"
    found = _PAIR.fullmatch(st.query_params.get("pair", ""))
    return (found[1], found[2]) if found else None


def _show_pair(scene: Scene, ids: tuple[str, str]) -> None:
    st.subheader(scene.say("pair_quotes"), anchor=False)
    names = [
        row["actor"] for each in ids for row in scene.night.ask("speaker_name", actor_id=each).to_pylist()
    ]
    st.text(" – ".join(names))
    for side, actor_id, other in zip(st.columns(2), ids, reversed(ids), strict=True):
        with side:
            show_quotes(
                load_quotes(Filters(actor_id=actor_id, pair_id=other), scene, row_limit=QUOTES), scene
            )
