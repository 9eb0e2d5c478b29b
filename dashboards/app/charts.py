"""The charts: Vega-Lite specifications over Arrow tables; data is drawn as text, never as markup."""

from __future__ import annotations

import altair as alt
import pyarrow as pa

from dashboards.app.palette import BLUE, FAINT, FONTS, GREY, INK, VERMILION
from dashboards.app.scene import Scene

HEIGHT = 260
BAR_HEIGHT = 24
AXIS_HEIGHT = 70
"""Heights in pixels."""
_LABEL_PIXELS = 220
"""Room for a name beside a bar; Vega cuts longer ones with an ellipsis, the tooltip has them whole."""


def draw_days(
    days: pa.Table, scene: Scene, *, parts: dict[str, str], line: str | None = None
) -> alt.LayerChart:
    """Stacked bars per day, with a line over them.

    Args:
        days: one row a day, `posted_date` and the columns named here.
        scene: whose words label the chart.
        parts: columns to stack and the keys of their words, the first at the bottom.
        line: column of the moving mean.
    """
    names = [scene.say(key) for key in parts.values()]
    stacked = (
        alt.Chart(_stack_parts(days, parts, scene))
        .mark_bar()
        .encode(
            x=_day_axis(),
            y=alt.Y("count:Q", title=None, axis=_count_axis()),
            color=alt.Color(
                "part:N",
                title=None,
                scale=alt.Scale(domain=names, range=[BLUE, GREY]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("part_no:Q"),
            tooltip=[
                alt.Tooltip("posted_date:T", title=scene.say("date"), format="%Y-%m-%d"),
                alt.Tooltip("part:N", title=scene.say("kind")),
                alt.Tooltip("count:Q", title=scene.say("quotes_unit" if line is None else "tags_unit")),
            ],
        )
    )
    layers: list[alt.Chart] = [stacked]
    if line is not None:
        layers += [_draw_mean(days, line, scene), _draw_bursts(days, scene)]
    return finish(alt.LayerChart(layer=layers, height=HEIGHT))


def _stack_parts(days: pa.Table, parts: dict[str, str], scene: Scene) -> alt.InlineData:
    rows_of_days = days.to_pylist()
    # A day of nothing has no bar; the first and the last keep the axis as long as the calendar.
    rows = [
        {
            "posted_date": row["posted_date"].isoformat(),
            "part": scene.say(key),
            "part_no": no,
            "count": row[name],
        }
        for row in rows_of_days
        for no, (name, key) in enumerate(parts.items())
        if row[name] or row is rows_of_days[0] or row is rows_of_days[-1]
    ]
    return alt.InlineData(values=rows)


def _to_values(table: pa.Table) -> alt.InlineData:
    """Rows as Vega reads them; days as ISO text."""
    rows = [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in table.to_pylist()
    ]
    return alt.InlineData(values=rows)


def _draw_mean(days: pa.Table, line: str, scene: Scene) -> alt.Chart:
    return (
        alt.Chart(_to_values(days))
        .mark_line(color=INK, strokeWidth=1.5)
        .encode(
            x=_day_axis(),
            y=alt.Y(f"{line}:Q"),
            tooltip=[
                alt.Tooltip("posted_date:T", title=scene.say("date"), format="%Y-%m-%d"),
                alt.Tooltip(f"{line}:Q", title=scene.say("mean_7d"), format=".1f"),
            ],
        )
    )


def _draw_bursts(days: pa.Table, scene: Scene) -> alt.Chart:
    bursts = [row for row in days.to_pylist() if row["burst_score"] >= BURST]
    values = [
        {
            "posted_date": row["posted_date"].isoformat(),
            "top": row["new_count"] + row["repeated_count"],
            "burst_score": row["burst_score"],
        }
        for row in bursts
    ]
    return (
        alt.Chart(alt.InlineData(values=values))
        .mark_point(shape="triangle-up", filled=True, size=70, color=VERMILION, opacity=1, yOffset=-7)
        .encode(
            x=_day_axis(),
            y=alt.Y("top:Q"),
            tooltip=[
                alt.Tooltip("posted_date:T", title=scene.say("date"), format="%Y-%m-%d"),
                alt.Tooltip("burst_score:Q", title=scene.say("burst"), format=".1f"),
            ],
        )
    )


BURST = 3
"""Burst score from which a day is marked: three robust standard deviations above its past."""


def draw_share(days: pa.Table, scene: Scene) -> alt.LayerChart:
    """The share of a topic day by day."""
    area = (
        alt.Chart(_to_values(days))
        .mark_area(color=BLUE, opacity=0.35, line={"color": BLUE}, interpolate="step")
        .encode(
            x=_day_axis(),
            y=alt.Y(
                "post_share:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", values=[0, 0.5, 1]),
            ),
            tooltip=[
                alt.Tooltip("posted_date:T", title=scene.say("date"), format="%Y-%m-%d"),
                alt.Tooltip("post_share:Q", title=scene.say("share"), format=".1%"),
            ],
        )
    )
    return finish(alt.LayerChart(layer=[area], height=150))


def draw_ranking(rows: pa.Table, *, name: str, count: str, unit: str) -> alt.LayerChart:
    """Horizontal bars, longest first, each with its number.

    Args:
        rows: in the order shown.
        name: column of the names.
        count: column of the numbers.
        unit: what is counted, in words.
    """
    data = _to_values(rows)
    y = alt.Y(
        f"{name}:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=_LABEL_PIXELS, labelOverlap=False, ticks=False, domain=False),
    )
    tooltip = [alt.Tooltip(f"{name}:N", title=" "), alt.Tooltip(f"{count}:Q", title=unit)]
    bars = (
        alt.Chart(data)
        .mark_bar(color=BLUE)
        .encode(x=alt.X(f"{count}:Q", title=unit, axis=_count_axis()), y=y, tooltip=tooltip)
    )
    numbers = (
        alt.Chart(data)
        .mark_text(align="left", dx=4, color=INK)
        .encode(x=alt.X(f"{count}:Q"), y=y, text=alt.Text(f"{count}:Q", format=","))
    )
    return finish(alt.LayerChart(layer=[bars, numbers], height=BAR_HEIGHT * rows.num_rows + AXIS_HEIGHT))


def _day_axis() -> alt.X:
    axis = alt.Axis(format="%-m/%-d", labelOverlap=True, grid=False, tickCount=10)
    return alt.X("posted_date:T", title=None, axis=axis)


def _count_axis() -> alt.Axis:
    return alt.Axis(tickMinStep=1, format="~s", tickCount=5)


def finish(chart: alt.LayerChart) -> alt.LayerChart:
    """The chart in the fonts and colours of the pages."""
    return (
        chart.configure(font=FONTS)
        .configure_axis(labelColor=FAINT, titleColor=FAINT, gridColor="#e3e6ea", domainColor="#b8bec7")
        .configure_legend(labelColor=INK)
        .configure_view(stroke=None)
    )
