"""Speakers: one speaker's quotes over time, topics, outlets, company, statements and names."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from dashboards.app.charts import draw_days, draw_ranking
from dashboards.app.days import choose_days
from dashboards.app.picking import SPEAKER, pick_subject
from dashboards.app.quoting import Filters, load_quotes, show_quotes
from dashboards.app.scene import Scene
from dashboards.app.tables import Columns, select_row, show_table
from dashboards.app.timelines import draw_timeline
from dashboards.app.words import say_code

ROWS = 10
STATEMENTS = 50
QUOTES = 5


def show(scene: Scene) -> None:
    """The whole page."""
    actor_id = pick_subject(SPEAKER, scene)
    if actor_id is None:
        return
    _show_figures(scene, actor_id)
    _show_days(scene, actor_id)
    topics, companions = st.columns(2)
    with topics:
        _show_topics(scene, actor_id)
    with companions:
        _show_companions(scene, actor_id)
    _show_timeline(scene, actor_id)
    _show_statements(scene, actor_id)
    outlets, aliases = st.columns([2, 3])
    with outlets:
        _show_outlets(scene, actor_id)
    with aliases:
        _show_aliases(scene, actor_id)
    st.subheader(scene.say("in_context"), anchor=False)
    show_quotes(load_quotes(Filters(actor_id=actor_id), scene, row_limit=QUOTES), scene)
    if st.button(scene.say("all_quotes"), icon=":material/format_quote:"):
        scene.go_to("quotes", speaker=actor_id)


def _show_figures(scene: Scene, actor_id: str) -> None:
    row = scene.night.ask_row("speaker_name", actor_id=actor_id)
    boxes = st.columns(4)
    boxes[0].metric(scene.say("quotes_unit"), f"{row['quote_count']:,}", border=True)
    boxes[1].metric(scene.say("mentions"), f"{row['mention_count']:,}", border=True)
    boxes[2].metric(scene.say("kind"), say_code("kind", row["actor_kind"], scene.language), border=True)
    boxes[3].metric(scene.say("last_date"), str(row["last_date"]), border=True)


def _show_days(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("over_time"), anchor=False)
    days = choose_days(scene.night.ask("speaker_daily", actor_id=actor_id), scene)
    parts = {"direct_count": "direct_quotes", "reported_count": "reported_quotes"}
    st.altair_chart(draw_days(days, scene, parts=parts), alt=scene.say("over_time"))


def _show_topics(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("speaks_on"), anchor=False)
    rows = scene.night.ask("speaker_topics", actor_id=actor_id, row_limit=ROWS)
    _show_ranking(rows, "topic", "quote_count", "quotes_unit", scene)


def _show_ranking(rows: pa.Table, name: str, count: str, unit: str, scene: Scene) -> None:
    if not rows.num_rows:
        st.caption(scene.say("empty"))
        return
    st.altair_chart(draw_ranking(rows, name=name, count=count, unit=scene.say(unit)))


def _show_companions(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("companions"), anchor=False)
    rows = scene.night.ask("speaker_companions", actor_id=actor_id, row_limit=ROWS)
    columns: Columns = {
        "companion": st.column_config.TextColumn(scene.say("name"), width="medium"),
        "post_count": scene.say("posts_unit"),
        "day_count": scene.say("days"),
    }
    row = select_row(rows, columns, scene, key=f"companions_{actor_id}")
    if row is not None:
        scene.go_to("speakers", speaker=str(row["companion_id"]))


def _show_timeline(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("timeline"), anchor=False, help=scene.say("timeline_help"))
    rows = scene.night.ask("speaker_timeline", actor_id=actor_id, row_limit=ROWS)
    if not rows.num_rows:
        st.caption(scene.say("empty"))
        return
    st.altair_chart(draw_timeline(rows, scene), alt=scene.say("timeline_help"))


def _show_statements(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("statements"), anchor=False, help=scene.say("statements_help"))
    rows = scene.night.ask("speaker_statements", actor_id=actor_id, row_limit=STATEMENTS)
    columns: Columns = {
        "first_date": scene.say("first_date"),
        "last_date": scene.say("last_date"),
        "text": st.column_config.TextColumn(scene.say("statement"), width=330),
        "copy_count": scene.say("copies"),
        "outlet_count": scene.say("outlets"),
        "form_count": scene.say("wordings"),
        "exact_count": scene.say("exact"),
        "trimmed_count": scene.say("trimmed"),
        "edited_count": scene.say("edited"),
        "indirect_made_direct_count": scene.say("made_direct"),
    }
    show_table(rows, columns, scene)


def _show_outlets(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("relayed_by"), anchor=False)
    rows = scene.night.ask("speaker_outlets", actor_id=actor_id, row_limit=ROWS)
    _show_ranking(rows, "outlet", "quote_count", "quotes_unit", scene)


def _show_aliases(scene: Scene, actor_id: str) -> None:
    st.subheader(scene.say("aliases"), anchor=False)
    rows = scene.night.ask("speaker_aliases", actor_id=actor_id, row_limit=STATEMENTS)
    rules = [say_code("rule", rule, scene.language) for rule in rows["rule"].to_pylist()]
    columns: Columns = {
        "surface": st.column_config.TextColumn(scene.say("surface"), width="medium"),
        "why": scene.say("rule"),
        "score": st.column_config.NumberColumn(scene.say("score"), format="%.2f"),
        "mention_count": scene.say("mentions"),
    }
    show_table(rows.append_column("why", [rules]), columns, scene)
