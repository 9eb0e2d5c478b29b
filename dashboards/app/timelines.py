"""The timeline of a speaker's statements: a mark for each day of one, and for what became of the words."""

from __future__ import annotations

import altair as alt
import pyarrow as pa

from dashboards.app.charts import AXIS_HEIGHT, BAR_HEIGHT, finish
from dashboards.app.palette import BLUE, GREEN, GREY, PURPLE, VERMILION
from dashboards.app.scene import Scene

_KINDS = {
    "none": ("no_source", GREY, "circle"),
    "exact": ("exact", BLUE, "circle"),
    "trimmed": ("trimmed", GREEN, "square"),
    "edited": ("edited", VERMILION, "triangle-up"),
    "indirect_made_direct": ("made_direct", PURPLE, "diamond"),
}
"""What became of the words: the key of its name, its colour and its shape."""
_TEXT_PIXELS = 330


def draw_timeline(rows: pa.Table, scene: Scene) -> alt.LayerChart:
    """A chart of the answer to `speaker_timeline`, the most copied statement at the top."""
    marks = [
        {
            "day": row["posted_date"].isoformat(),
            "statement": row["text"],
            "kind": scene.say(_KINDS[row["fidelity"]][0]),
            "count": row["quote_count"],
        }
        for row in rows.to_pylist()
    ]
    names = [scene.say(key) for key, _, _ in _KINDS.values()]
    colours, shapes = ([kind[place] for kind in _KINDS.values()] for place in (1, 2))
    legend = alt.Legend(orient="top", columns=len(names))
    chart = (
        alt.Chart(alt.InlineData(values=marks))
        .mark_point(filled=True, size=90, opacity=0.9)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=6)),
            y=alt.Y(
                "statement:N",
                sort=None,
                title=None,
                axis=alt.Axis(labelLimit=_TEXT_PIXELS, labelOverlap=False, grid=True),
            ),
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=names, range=colours), legend=legend
            ),
            shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=names, range=shapes), legend=legend),
            tooltip=[
                alt.Tooltip("statement:N", title=scene.say("statement")),
                alt.Tooltip("day:T", title=scene.say("date"), format="%Y-%m-%d"),
                alt.Tooltip("kind:N", title=scene.say("kind")),
                alt.Tooltip("count:Q", title=scene.say("copies")),
            ],
        )
    )
    height = BAR_HEIGHT * len({mark["statement"] for mark in marks}) + AXIS_HEIGHT
    return finish(alt.LayerChart(layer=[chart], height=height))
