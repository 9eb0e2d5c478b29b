"""The charts: what each shows, of which dataset, drawn how; `params` is Superset's own form data.

Every chart has the time filter `No filter` on its dataset's day, because that is what the dashboard's filter
of days replaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboards.superset.datasets import find_dataset
from dashboards.superset.drawing import (
    PAGED,
    TABLE,
    Params,
    draw_over_time,
    draw_ranking,
    draw_total,
    list_rows,
    split_by,
    where,
)

_OUTLET_QUOTES = "sum(relayed_quote_count + own_quote_count)"
SCHEME = "hatsugen"
OTHERS = "Others"
"""What Superset calls the series beyond a chart's limit."""


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        key: what its UUID comes from; never changes.
        title: in Japanese.
        description: in English.
        dataset: the name of its dataset.
        viz: Superset's name of the kind of chart.
        params: what is particular to it, beside what all charts share.
    """

    key: str
    title: str
    description: str
    dataset: str
    viz: str
    params: Params = field(default_factory=dict)

    def form_data(self) -> dict[str, object]:
        """Its whole form data, without the ids that only a running Superset knows."""
        filters = [*_days(self.dataset), *_as_list(self.params.get("adhoc_filters"))]
        return {
            "viz_type": self.viz,
            "color_scheme": SCHEME,
            "extra_form_data": {},
            **self.params,
            "adhoc_filters": filters,
        }


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) else []


def _days(dataset: str) -> list[object]:
    time_column = find_dataset(dataset).time_column
    if time_column is None:
        return []
    return [
        {
            "clause": "WHERE",
            "expressionType": "SIMPLE",
            "subject": time_column,
            "operator": "TEMPORAL_RANGE",
            "comparator": "No filter",
        }
    ]


CHARTS = (
    Chart(
        "quotes_total",
        "話者の分かる発言",
        "Quotes with a speaker, indirect speech included.",
        "daily_speaker_quotes",
        "big_number",
        draw_total("quotes"),
    ),
    Chart(
        "speakers_total",
        "発言した話者",
        "Distinct speakers; the line is how many spoke each day.",
        "daily_speaker_quotes",
        "big_number",
        draw_total("speakers"),
    ),
    Chart(
        "topics_daily",
        "話題別のタグ数（日次）",
        "Tags per day and topic, the six most frequent topics by name.",
        "daily_topic_frequencies",
        "echarts_timeseries_bar",
        draw_over_time(["tags"], "P1D", stack="Stack", y_axis_title="タグ数", **split_by("topic", 6, "tags")),
    ),
    Chart(
        "topic_share",
        "話題の構成比（週次）",
        "What share of a week's tags each topic has.",
        "daily_topic_frequencies",
        "echarts_timeseries_bar",
        draw_over_time(
            ["tags"],
            "P1W",
            stack="Stack",
            contributionMode="row",
            y_axis_title="タグに占める割合",
            **{**split_by("topic", 6, "tags"), "y_axis_format": ".0%"},
        ),
    ),
    Chart(
        "bursts",
        "急増した話題",
        "Topics on the days when they burst: a score of 3 or more against the 28 days before.",
        "daily_topic_frequencies",
        "table",
        list_rows(
            ["posted_date", "topic", "post_count", "post_mean_28d", "burst_score"],
            [("burst_score", False), ("posted_date", False), ("topic", True)],
            row_limit=100,
            include_search=False,
            page_length=0,
            adhoc_filters=[where("burst_score >= 3")],
            column_config={
                "post_mean_28d": {"d3NumberFormat": ".1f"},
                "burst_score": {"d3NumberFormat": ".1f"},
            },
        ),
    ),
    Chart(
        "speakers_top",
        "よく発言する話者",
        "The twelve most quoted speakers: words in brackets and indirect speech.",
        "daily_speaker_quotes",
        "echarts_timeseries_bar",
        draw_ranking("actor", ["direct_quotes", "reported_quotes"], "sum(quote_count)", 12, "発言数"),
    ),
    Chart(
        "voice_share",
        "発言の占有率（週次）",
        "What share of a week's quotes with a speaker each speaker has.",
        "daily_speaker_quotes",
        "echarts_timeseries_bar",
        draw_over_time(
            ["quotes"],
            "P1W",
            stack="Stack",
            contributionMode="row",
            y_axis_title="発言に占める割合",
            **{**split_by("actor", 6, "quotes"), "y_axis_format": ".0%"},
        ),
    ),
    Chart(
        "pair_graph",
        "一緒に引用される話者（関係図）",
        "Speakers quoted in the same note: the forty strongest pairs.",
        "speaker_pair_days",
        "graph_chart",
        {
            "source": "actor_a",
            "target": "actor_b",
            "source_category": "kind_a",
            "target_category": "kind_b",
            "metric": "units_together",
            # The graph's own limit cuts in the order of names, not of strength.
            "series_columns": ["actor_a", "actor_b"],
            "series_limit": 40,
            "series_limit_metric": "units_together",
            "row_limit": 1000,
            "adhoc_filters": [where("unit = 'note'")],
            "layout": "force",
            "repulsion": 700,
            "edgeLength": 90,
            "gravity": 0.4,
            "friction": 0.2,
            "baseNodeSize": 14,
            "baseEdgeWidth": 2,
            "edgeSymbol": "none,none",
            "roam": True,
            "draggable": True,
            "selectedMode": "single",
            "show_legend": True,
            "legendType": "scroll",
            "legendOrientation": "top",
        },
    ),
    Chart(
        "pair_table",
        "一緒に引用される話者（一覧）",
        "Speakers quoted in the same note, most often first.",
        "speaker_pair_days",
        "table",
        {
            "query_mode": "aggregate",
            "groupby": ["actor_a", "actor_b"],
            "metrics": ["units_together", "posts_together", "days_together"],
            "timeseries_limit_metric": "units_together",
            "order_desc": True,
            "adhoc_filters": [where("unit = 'note'")],
            **TABLE,
            **PAGED,
            "include_search": False,
        },
    ),
    Chart(
        "source_types",
        "情報源の種別（週次）",
        "What kind of source the news quotes.",
        "source_types",
        "echarts_timeseries_bar",
        draw_over_time(["quotes"], "P1W", stack="Stack", y_axis_title="発言数", groupby=["kind"]),
    ),
    Chart(
        "outlets",
        "媒体が伝えた発言（全期間）",
        "Which media relay quotes, and how many of them are of unnamed sources; over the whole span.",
        "outlet_share",
        "echarts_timeseries_bar",
        {
            **draw_ranking(
                "outlet", ["named_relays", "anonymous_relays", "own_quotes"], _OUTLET_QUOTES, 12, "発言数"
            ),
            "adhoc_filters": [where("outlet_kind = 'media'")],
        },
    ),
    Chart(
        "data_quality",
        "データの品質（週次）",
        "Which share of the quotes is doubtful, and how.",
        "data_quality_daily",
        "echarts_timeseries_line",
        draw_over_time(
            ["doubtful_rate", "speakerless_rate", "unknown_rate"],
            "P1W",
            y_axis_title="発言に占める割合",
            y_axis_format=".0%",
            markerEnabled=True,
        ),
    ),
    Chart(
        "utterances",
        "繰り返された発言",
        "Statements by how many posts carry them; the filter of days looks at the first one.",
        "utterances",
        "table",
        list_rows(
            ["text", "actor", "first_date", "last_date", "post_count", "outlet_count", "form_count"],
            [("post_count", False), ("copy_count", False), ("utterance_id", True)],
            include_search=False,
            **PAGED,
        ),
    ),
    Chart(
        "quote_list",
        "発言の一覧",
        "The words themselves, newest first.",
        "dated_quotes",
        "table",
        list_rows(
            ["posted_date", "topic", "actor", "outlet", "form_ja", "text", "confidence", "url"],
            [("posted_date", False), ("quote_id", True)],
            show_cell_bars=False,
            **PAGED,
            column_config={"confidence": {"d3NumberFormat": ".2f"}},
        ),
    ),
)
"""Every chart, in the order of the dashboard."""
