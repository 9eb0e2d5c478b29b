"""How charts are drawn: the parts of Superset's form data that charts of one kind share.

Numbers are never abbreviated, days are never shown with a time, and text is never markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

Params = Mapping[str, object]

DAY = "%Y-%m-%d"
_TOTAL = "合計"


def draw_total(metric: str) -> Params:
    """One number for the whole span, over a line of its days."""
    return {
        "metric": metric,
        "x_axis": "posted_date",
        "time_grain_sqla": "P1D",
        "aggregation": "raw",
        "show_trend_line": True,
        "start_y_axis_at_zero": True,
        "time_format": DAY,
        "y_axis_format": ",d",
        "subheader_font_size": 0.15,
        "header_font_size": 0.5,
    }


def where(sql: str) -> dict[str, object]:
    """A filter that the chart itself brings."""
    return {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": sql}


def draw_over_time(metrics: list[str], grain: str, **more: object) -> Params:
    """A chart along the days, or weeks, of `posted_date`."""
    return {
        "x_axis": "posted_date",
        "time_grain_sqla": grain,
        "metrics": metrics,
        "groupby": [],
        "x_axis_time_format": DAY,
        "tooltipTimeFormat": DAY,
        "x_axis_title_margin": 30,
        "y_axis_title_margin": 40,
        "y_axis_title_position": "Left",
        "y_axis_format": ",d",
        "row_limit": 10000,
        "rich_tooltip": True,
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "top",
        "truncate_metric": True,
        "show_empty_columns": True,
        **more,
    }


def split_by(column: str, limit: int, metric: str) -> dict[str, object]:
    """Series by a column: the strongest by name, all others as one, so that a whole stays a whole."""
    return {
        "groupby": [column],
        "limit": limit,
        "timeseries_limit_metric": metric,
        "group_others_when_limit_reached": True,
        "order_desc": True,
        "sort_series_type": "sum",
        "sort_series_ascending": False,
    }


def draw_ranking(column: str, metrics: list[str], order: str, limit: int, axis_title: str) -> Params:
    """Horizontal bars, the longest on top."""
    return {
        "x_axis": column,
        "metrics": metrics,
        "groupby": [],
        "orientation": "horizontal",
        "stack": "Stack",
        # A saved metric would be drawn as one more series here.
        "timeseries_limit_metric": {"expressionType": "SQL", "sqlExpression": order, "label": _TOTAL},
        "order_desc": True,
        "row_limit": limit,
        "x_axis_sort": _TOTAL,
        "x_axis_sort_asc": True,
        "y_axis_title": axis_title,
        "y_axis_title_margin": 30,
        "y_axis_title_position": "Left",
        "y_axis_format": ",d",
        "rich_tooltip": True,
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "top",
    }


def list_rows(columns: list[str], order: list[tuple[str, bool]], **more: object) -> Params:
    """A table of rows as they stand; `order` says for each column whether it rises."""
    return {
        "query_mode": "raw",
        "all_columns": columns,
        "order_by_cols": [json.dumps([column, rises]) for column, rises in order],
        **TABLE,
        **more,
    }


TABLE: dict[str, object] = {
    "table_timestamp_format": DAY,
    "allow_render_html": False,
    "show_cell_bars": True,
    "color_pn": False,
    "include_search": True,
    "page_length": 10,
}

PAGED: dict[str, object] = {"server_pagination": True, "server_page_length": 10, "row_limit": 10000}
"""The server hands out a page at a time, however many rows there are."""
