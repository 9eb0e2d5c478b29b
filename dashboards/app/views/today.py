"""Today: what the newest day or week brought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from dashboards.app.addresses import choose_one
from dashboards.app.palette import BLUE
from dashboards.app.scene import Scene
from dashboards.app.tables import Columns, select_row, show_table
from dashboards.app.words import say_code

ROWS = 8


@dataclass(frozen=True)
class Period:
    """A day or an ISO week; `start` to `end`, both included."""

    name: str
    start: dt.date
    end: dt.date

    @classmethod
    def around(cls, day: dt.date, name: str) -> Period:
        """The period a day lies in.

        >>> Period.around(dt.date(2024, 6, 13), "week").start.isoformat()
        '2024-06-10'
        """
        if name == "day":
            return cls(name, day, day)
        monday = day - dt.timedelta(days=day.weekday())
        return cls(name, monday, monday + dt.timedelta(days=6))

    def before(self) -> Period:
        """The one of equal length before it."""
        return Period.around(self.start - dt.timedelta(days=1), self.name)


def show(scene: Scene) -> None:
    """The whole page."""
    span = scene.span()
    if span is None:
        st.info(scene.say("no_dated"))
        return
    period = _choose_period(scene, span)
    _show_headline(scene, period)
    rising, falling = st.columns(2)
    with rising:
        _show_trend(scene, period, "rise", "rising")
    with falling:
        _show_trend(scene, period, "fall", "falling")
    _show_statements(scene, period)
    speakers, quality = st.columns(2)
    with speakers:
        _show_new_speakers(scene, period)
    with quality:
        _show_quality(scene, period, span[1])


def _choose_period(scene: Scene, span: tuple[dt.date, dt.date]) -> Period:
    left, right, _ = st.columns([1, 1, 2], vertical_alignment="bottom")
    with left:
        name = choose_one(
            scene.say("period"), "period", ["week", "day"], lambda each: scene.say(f"period_{each}")
        )
    day = right.date_input(
        scene.say("date"),
        span[1],
        min_value=span[0],
        max_value=span[1],
        format="YYYY-MM-DD",
        key="day",
        bind="query-params",
    )
    return Period.around(day or span[1], name)


def _show_headline(scene: Scene, period: Period) -> None:
    now, before = (
        scene.night.ask_row("today_headline", since=each.start, until=each.end)
        for each in (period, period.before())
    )
    st.caption(scene.say("window", since=period.start, until=period.end))
    boxes = st.columns(4)
    units = ("posts_unit", "quotes_unit", "speakers_unit", "topics_unit")
    for box, unit, count in zip(boxes, units, now, strict=True):
        here, there = int(str(now[count])), int(str(before[count]))
        box.metric(scene.say(unit), f"{here:,}", f"{here - there:+,}", border=True)


def _show_trend(scene: Scene, period: Period, direction: str, title: str) -> None:
    st.subheader(scene.say(title), anchor=False, help=scene.say("trend_help"))
    rows = scene.night.ask(
        "today_trends",
        period=period.name,
        start_date=period.start,
        until=period.end,
        direction=direction,
        row_limit=ROWS,
    )
    columns: Columns = {
        "topic": st.column_config.TextColumn(scene.say("topic"), width=140),
        "post_counts": st.column_config.BarChartColumn(scene.say("last_28"), width=95, y_min=0, color=BLUE),
        "post_count": st.column_config.NumberColumn(scene.say("posts_unit"), width=55),
        "expected_count": st.column_config.NumberColumn(scene.say("expected"), width=80, format="%.1f"),
    }
    row = select_row(rows, columns, scene, key=f"trend_{direction}_{period.start}_{period.name}")
    if row is not None:
        scene.go_to("topics", topic=str(row["topic_id"]))


def _show_statements(scene: Scene, period: Period) -> None:
    st.subheader(scene.say("repeated"), anchor=False)
    rows = scene.night.ask("today_statements", since=period.start, until=period.end, row_limit=ROWS)
    columns: Columns = {
        "text": st.column_config.TextColumn(scene.say("statement"), width="large"),
        "actor": scene.say("speaker"),
        "period_copy_count": scene.say("copies"),
        "outlet_count": scene.say("outlets"),
        "form_count": scene.say("wordings"),
        "first_date": scene.say("first_date"),
    }
    show_table(rows, columns, scene)


def _show_new_speakers(scene: Scene, period: Period) -> None:
    st.subheader(scene.say("new_actors"), anchor=False)
    rows = scene.night.ask("today_new_speakers", since=period.start, until=period.end, row_limit=ROWS)
    kinds = [say_code("kind", kind, scene.language) for kind in rows["actor_kind"].to_pylist()]
    columns: Columns = {
        "actor": st.column_config.TextColumn(scene.say("name"), width=135),
        "kind": scene.say("kind"),
        "quote_count": scene.say("quotes_unit"),
        "first_date": scene.say("first_date"),
    }
    row = select_row(
        rows.append_column("kind", [kinds]), columns, scene, key=f"new_{period.start}_{period.name}"
    )
    if row is not None:
        scene.go_to("speakers", speaker=str(row["actor_id"]))


def _show_quality(scene: Scene, period: Period, newest: dt.date) -> None:
    st.subheader(scene.say("quality"), anchor=False)
    row = scene.night.ask_row("today_quality", since=period.start, until=period.end)
    left, right = st.columns(2)
    left.metric(scene.say("quality_speaker"), _to_percent(row["speaker_share"]))
    right.metric(scene.say("quality_sure"), _to_percent(row["sure_share"]))
    left.metric(scene.say("quality_reviewed"), _to_percent(row["reviewed_share"]))
    right.metric(scene.say("quality_undated"), f"{row['undated_post_count']:,}")
    left.metric(scene.say("freshness"), newest.isoformat())


def _to_percent(share: object) -> str:
    """A share for people; an en dash where there is none.

    >>> _to_percent(0.257), _to_percent(None)
    ('26 %', '–')
    """
    return f"{share:.0%}".replace("%", " %") if isinstance(share, float) else "–"
