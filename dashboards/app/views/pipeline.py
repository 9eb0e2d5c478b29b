"""Pipeline: what the nights did, what came in, what was refused and why, and the names to review."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import streamlit as st

from dashboards.app.nights import list_manifests
from dashboards.app.scene import Scene
from dashboards.app.tables import Columns, select_row, show_table
from dashboards.app.words import say_code
from warehouse.manifest import Manifest

ROWS = 500
REVIEWED = 50
TOKYO = ZoneInfo("Asia/Tokyo")


def show(scene: Scene) -> None:
    """The whole page."""
    _show_totals(scene)
    _show_runs(scene)
    _show_dumps(scene)
    _show_rejects(scene)
    _show_review(scene)


def _show_totals(scene: Scene) -> None:
    row = scene.night.ask_row("pipeline_totals")
    boxes = st.columns(5)
    shown = {
        "dumps": "dump_count",
        "records": "record_count",
        "posts_unit": "post_count",
        "duplicates": "duplicate_count",
        "rejected": "rejected_count",
    }
    for box, (words, name) in zip(boxes, shown.items(), strict=True):
        box.metric(scene.say(words), f"{row[name]:,}", border=True)
    st.caption(scene.say("balance"))
    for warning in _warnings(scene.night.snapshot.manifest):
        st.text(f"⚠ {warning}")


def _warnings(manifest: Manifest) -> list[str]:
    warnings = manifest.facts.get("warnings")
    return [str(each) for each in warnings] if isinstance(warnings, list) else []


def _show_runs(scene: Scene) -> None:
    st.subheader(scene.say("runs"), anchor=False)
    root: Path = scene.night.snapshot.root
    nights = [_describe_run(night) for night in list_manifests(root, newest=scene.night.snapshot.seq)]
    columns: Columns = {
        "seq": "No.",
        "at": scene.say("published_at"),
        "dumps": scene.say("dumps_read"),
        "posts": scene.say("posts_unit"),
        "quotes": scene.say("quotes_unit"),
        "seconds": st.column_config.NumberColumn(scene.say("seconds"), format="%.1f"),
    }
    show_table(pa.Table.from_pylist(nights), columns, scene)


def _describe_run(night: Manifest) -> dict[str, object]:
    facts = night.facts
    read, rows, seconds = (
        value if isinstance(value := facts.get(name), dict) else {} for name in ("read", "rows", "seconds")
    )
    return {
        "seq": night.seq,
        "at": f"{night.created_at.astimezone(TOKYO):%Y-%m-%d %H:%M}",
        "dumps": read.get("dumps", 0),
        "posts": rows.get("posts", 0),
        "quotes": rows.get("quotes", 0),
        "seconds": float(sum(seconds.values())),
    }


def _show_dumps(scene: Scene) -> None:
    st.subheader(scene.say("dumps"), anchor=False)
    columns: Columns = {
        "path": st.column_config.TextColumn(scene.say("path"), width="medium"),
        "format": scene.say("format"),
        "records_in": scene.say("records"),
        "posts": scene.say("posts_unit"),
        "duplicates": scene.say("duplicates"),
        "rejected": scene.say("rejected"),
        "left_out": scene.say("left_out"),
        "snapshot_id": "No.",
        "quarantine_reason": scene.say("reason"),
        "quarantine_detail": st.column_config.TextColumn(scene.say("excerpt"), width="medium"),
    }
    show_table(scene.night.ask("pipeline_dumps", row_limit=ROWS), columns, scene)


def _show_rejects(scene: Scene) -> None:
    st.subheader(scene.say("rejects"), anchor=False)
    columns: Columns = {
        "reason": scene.say("reason"),
        "record_count": scene.say("records"),
        "source_uri": st.column_config.TextColumn(scene.say("path"), width="medium"),
        "position": scene.say("position"),
        "excerpt": st.column_config.TextColumn(scene.say("excerpt"), width="large"),
    }
    show_table(scene.night.ask("pipeline_rejects", row_limit=ROWS), columns, scene)


def _show_review(scene: Scene) -> None:
    st.subheader(scene.say("review"), anchor=False, help=scene.say("review_help"))
    rows = scene.night.ask("pipeline_review", row_limit=REVIEWED)
    kinds = [say_code("kind", kind, scene.language) for kind in rows["actor_kind"].to_pylist()]
    columns: Columns = {
        "actor": st.column_config.TextColumn(scene.say("name"), width="medium"),
        "kind": scene.say("kind"),
        "mention_count": scene.say("mentions"),
        "quote_count": scene.say("quotes_unit"),
        "last_date": scene.say("last_date"),
        "example": st.column_config.TextColumn(scene.say("statement"), width="large"),
    }
    row = select_row(rows.append_column("kind", [kinds]), columns, scene, key="review")
    if row is not None:
        scene.go_to("speakers", speaker=str(row["actor_id"]))
