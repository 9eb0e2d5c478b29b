"""The dashboard: which chart stands where, and the filters above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboards.app.palette import GREY
from dashboards.superset.charts import CHARTS, OTHERS, SCHEME
from dashboards.superset.identity import Kind, derive_uuid

TITLE = "発言ダッシュボード"
SLUG = "hatsugen"
DESCRIPTION = "Who said what, about which topic, when, next to whom."

INTRODUCTION = """\
#### 誰が、何について、いつ、誰と並んで、何と言ったか

日付は日本時間の掲載日。収集日しか分からない記事と日付のない記事は、日ごとの数に入りません。\
上の条件で、日・話題・話者・媒体を絞り込めます。名前や棒をクリックしても絞り込めます。
"""


@dataclass(frozen=True)
class Tile:
    """A chart on the grid: columns of twelve, height in Superset's units of 8 pixels."""

    chart: str
    width: int


@dataclass(frozen=True)
class Row:
    """What stands side by side; a title begins a section; an introduction stands before the tiles."""

    height: int
    tiles: tuple[Tile, ...]
    title: str = ""
    introduction: str = ""


ROWS = (
    Row(20, (Tile("quotes_total", 3), Tile("speakers_total", 3)), introduction=INTRODUCTION),
    Row(46, (Tile("topics_daily", 12),), title="話題"),
    Row(46, (Tile("topic_share", 7), Tile("bursts", 5))),
    Row(60, (Tile("speakers_top", 5), Tile("voice_share", 7)), title="話者"),
    Row(64, (Tile("pair_graph", 7), Tile("pair_table", 5))),
    Row(46, (Tile("source_types", 6), Tile("outlets", 6)), title="出典と品質"),
    Row(40, (Tile("data_quality", 12),)),
    Row(58, (Tile("utterances", 12),), title="発言"),
    Row(62, (Tile("quote_list", 12),)),
)


@dataclass(frozen=True)
class Filter:
    """A filter above the charts: of values of a column, or of days where it names none.

    A chart whose dataset has no such column shows everything.
    """

    key: str
    name: str
    description: str
    dataset: str = ""
    column: str = ""


FILTERS = (
    Filter("days", "期間", "day range"),
    Filter("topic", "話題", "topic", "daily_topic_frequencies", "topic"),
    Filter("speaker", "話者", "speaker", "daily_speaker_quotes", "actor"),
    Filter("outlet", "媒体", "outlet", "dated_quotes", "outlet"),
)


def arrange() -> dict[str, object]:
    """The grid as Superset keeps it: every piece by its id, with its children and all that it stands in."""
    rows = list(_lay_rows())
    grid = [piece["id"] for piece in rows if piece["type"] in ("ROW", "HEADER")]
    frame: list[dict[str, object]] = [
        {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        {"id": "GRID_ID", "type": "GRID", "children": grid, "parents": ["ROOT_ID"]},
        {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": TITLE}},
    ]
    return {"DASHBOARD_VERSION_KEY": "v2"} | {str(piece["id"]): piece for piece in (*frame, *rows)}


def _lay_rows() -> Iterator[dict[str, object]]:
    inside = ["ROOT_ID", "GRID_ID"]
    for number, row in enumerate(ROWS, start=1):
        if row.title:
            meta = {"text": row.title, "headerSize": "MEDIUM_HEADER", "background": "BACKGROUND_TRANSPARENT"}
            yield _piece("HEADER", f"section-{number}", inside, meta)
        row_id = f"ROW-{number}"
        pieces = list(_fill(row, [*inside, row_id]))
        yield _piece("ROW", str(number), inside, {"background": "BACKGROUND_TRANSPARENT"}) | {
            "children": [piece["id"] for piece in pieces]
        }
        yield from pieces


def _fill(row: Row, inside: list[str]) -> Iterator[dict[str, object]]:
    if row.introduction:
        width = 12 - sum(tile.width for tile in row.tiles)
        meta = {"code": row.introduction, "width": width, "height": row.height}
        yield _piece("MARKDOWN", "introduction", inside, meta)
    for tile in row.tiles:
        place, chart = next((n, each) for n, each in enumerate(CHARTS, start=1) if each.key == tile.chart)
        meta = {
            # Superset puts its own number here when it imports; the UUID is what counts.
            "chartId": place,
            "uuid": derive_uuid(Kind.CHART, chart.key),
            "sliceName": chart.title,
            "width": tile.width,
            "height": row.height,
        }
        yield _piece("CHART", chart.key, inside, meta)


def _piece(what: str, name: str, inside: list[str], meta: Mapping[str, object]) -> dict[str, object]:
    return {"id": f"{what}-{name}", "type": what, "children": [], "parents": inside, "meta": meta}


def describe_filters() -> dict[str, object]:
    """The dashboard's metadata: filters across the top, clicks that filter, colours."""
    return {
        "native_filter_configuration": [_filter(each) for each in FILTERS],
        "filter_bar_orientation": "HORIZONTAL",
        "cross_filters_enabled": True,
        "chart_configuration": {},
        "global_chart_configuration": {"scope": {"rootPath": ["ROOT_ID"], "excluded": []}},
        "color_scheme": SCHEME,
        "label_colors": {OTHERS: GREY},
        "refresh_frequency": 0,
        "expanded_slices": {},
        "timed_refresh_immune_slices": [],
        "default_filters": "{}",
    }


def _filter(each: Filter) -> dict[str, object]:
    target = {"datasetUuid": derive_uuid(Kind.DATASET, each.dataset), "column": {"name": each.column}}
    return {
        "id": f"NATIVE_FILTER-{each.key}",
        "type": "NATIVE_FILTER",
        "filterType": "filter_select" if each.column else "filter_time",
        "name": each.name,
        "description": each.description,
        "targets": [target if each.column else {}],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "cascadeParentIds": [],
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "controlValues": {"multiSelect": True, "searchAllOptions": True, "enableEmptyFilter": False}
        if each.column
        else {"enableEmptyFilter": False},
    }
