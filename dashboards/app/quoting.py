"""Quotes on a page: the question about them with its filters, and the cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pyarrow as pa
import streamlit as st

from dashboards.app.cards import render_quotes
from dashboards.app.scene import Scene

AROUND = 160
"""Code points shown on either side of a quote, as far as its block goes."""


@dataclass(frozen=True)
class Filters:
    """What narrows the quotes; None, and the empty string, narrow nothing.

    Attributes:
        words: all of them stand in the quote, wide or narrow.
        since: first day.
        until: last day.
        topic_id: topic of the note.
        actor_id: the speaker.
        pair_id: a speaker quoted in the same post.
        actor_kind: kind of the speaker.
        form: direct, partial, nested or reported.
        outlet: part of the relaying medium's name or of the post's address.
        min_confidence: of the attribution, 0 to 1.
    """

    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    topic_id: str | None = None
    actor_id: str | None = None
    pair_id: str | None = None
    actor_kind: str | None = None
    form: str | None = None
    outlet: str = ""
    min_confidence: float = 0.0


def count_quotes(filters: Filters, scene: Scene) -> int:
    """How many quotes fit."""
    return int(str(scene.night.ask_row("quotes_total", **asdict(filters))["quote_count"]))


def load_quotes(filters: Filters, scene: Scene, *, row_limit: int, row_offset: int = 0) -> pa.Table:
    """Quotes that fit, newest first, with their surroundings."""
    return scene.night.ask(
        "quotes_page", **asdict(filters), row_limit=row_limit, row_offset=row_offset, around=AROUND
    )


def show_quotes(rows: pa.Table, scene: Scene) -> None:
    """A card each; says so where there are none."""
    if not rows.num_rows:
        st.info(scene.say("no_quote"))
        return
    st.html(render_quotes([_with_ellipses(row) for row in rows.to_pylist()], scene.language))


def _with_ellipses(row: Mapping[str, object]) -> dict[str, object]:
    before = f"…{row['text_before']}" if row["is_cut_before"] else row["text_before"]
    after = f"{row['text_after']}…" if row["is_cut_after"] else row["text_after"]
    return {**row, "text_before": before, "text_after": after}
