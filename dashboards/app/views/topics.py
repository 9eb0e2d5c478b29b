"""Topics: one topic day by day, its share, keywords and speakers, and its quotes in context."""

from __future__ import annotations

import streamlit as st

from dashboards.app.charts import draw_days, draw_ranking, draw_share
from dashboards.app.days import choose_days
from dashboards.app.picking import TOPIC, pick_subject
from dashboards.app.quoting import Filters, load_quotes, show_quotes
from dashboards.app.scene import Scene
from dashboards.app.tables import Columns, show_table

SPEAKERS = 12
KEYWORDS = 30
QUOTES = 10


def show(scene: Scene) -> None:
    """The whole page."""
    topic_id = pick_subject(TOPIC, scene)
    if topic_id is None:
        return
    _show_figures(scene, topic_id)
    _show_days(scene, topic_id)
    speakers, keywords = st.columns([3, 2])
    with speakers:
        _show_speakers(scene, topic_id)
    with keywords:
        _show_keywords(scene, topic_id)
    st.subheader(scene.say("in_context"), anchor=False)
    show_quotes(load_quotes(Filters(topic_id=topic_id), scene, row_limit=QUOTES), scene)
    if st.button(scene.say("all_quotes"), icon=":material/format_quote:"):
        scene.go_to("quotes", topic=topic_id)


def _show_figures(scene: Scene, topic_id: str) -> None:
    row = scene.night.ask_row("topic_name", topic_id=topic_id)
    boxes = st.columns(4)
    boxes[0].metric(scene.say("posts_unit"), f"{row['post_count']:,}", border=True)
    boxes[1].metric(scene.say("tags_unit"), f"{row['mention_count']:,}", border=True)
    boxes[2].metric(scene.say("first_date"), str(row["first_date"]), border=True)
    boxes[3].metric(scene.say("last_date"), str(row["last_date"]), border=True)
    aliases = row["aliases"]
    if isinstance(aliases, list) and aliases:
        st.text(" / ".join(aliases))


def _show_days(scene: Scene, topic_id: str) -> None:
    st.subheader(scene.say("daily"), anchor=False, help=scene.say("daily_help"))
    days = choose_days(scene.night.ask("topic_daily", topic_id=topic_id), scene)
    parts = {"new_count": "new_notes", "repeated_count": "repeated_notes"}
    st.altair_chart(draw_days(days, scene, parts=parts, line="mean_7d"), alt=scene.say("daily_help"))
    st.subheader(scene.say("share_of_posts"), anchor=False)
    st.altair_chart(draw_share(days, scene), alt=scene.say("share_of_posts"))


def _show_speakers(scene: Scene, topic_id: str) -> None:
    st.subheader(scene.say("who_speaks"), anchor=False)
    rows = scene.night.ask("topic_speakers", topic_id=topic_id, row_limit=SPEAKERS)
    if not rows.num_rows:
        st.caption(scene.say("empty"))
        return
    chart = draw_ranking(rows, name="actor", count="quote_count", unit=scene.say("quotes_unit"))
    st.altair_chart(chart, alt=scene.say("who_speaks"))


def _show_keywords(scene: Scene, topic_id: str) -> None:
    st.subheader(scene.say("keywords"), anchor=False)
    rows = scene.night.ask("topic_keywords", topic_id=topic_id, row_limit=KEYWORDS)
    columns: Columns = {
        "keyword": st.column_config.TextColumn(scene.say("keyword"), width=140),
        "post_count": scene.say("posts_unit"),
        "last_date": scene.say("last_date"),
    }
    show_table(rows, columns, scene)
