"""Quotes: search and filters, each quote in its paragraph, and what is found as a file."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboards.app.addresses import choose_from_list
from dashboards.app.picking import SPEAKER, TOPIC, offer_subject
from dashboards.app.quoting import Filters, count_quotes, load_quotes, show_quotes
from dashboards.app.scene import Scene
from dashboards.app.words import say_code
from warehouse.export_csv import to_csv
from warehouse.export_xlsx import to_xlsx

PAGE_QUOTES = 20
EXPORT_QUOTES = 10_000
KINDS = ("person", "organisation", "country", "media", "account", "anonymous", "unknown")
FORMS = ("direct", "partial", "nested", "reported")
_ANY = ""


def show(scene: Scene) -> None:
    """The whole page."""
    filters = _choose_filters(scene)
    count = count_quotes(filters, scene)
    total, pages = st.columns([1, 2], vertical_alignment="center")
    total.subheader(scene.say("quote_total", count=count), anchor=False)
    with pages:
        page = _choose_page(count)
    rows = load_quotes(filters, scene, row_limit=PAGE_QUOTES, row_offset=(page - 1) * PAGE_QUOTES)
    show_quotes(rows, scene)
    if count:
        _offer_files(filters, scene, min(count, EXPORT_QUOTES))


def _choose_filters(scene: Scene) -> Filters:
    words = st.text_input(scene.say("search"), key="words", bind="query-params", icon=":material/search:")
    with st.expander(scene.say("filters"), expanded=True):
        first, second, third = st.columns(3)
        with first:
            since = _choose_day("since", scene)
            form = _choose_code("form", FORMS, scene)
        with second:
            until = _choose_day("until", scene)
            kind = _choose_code("kind", KINDS, scene)
        with third:
            outlet = st.text_input(scene.say("outlet"), key="outlet", bind="query-params")
            least = st.slider(
                scene.say("min_confidence"), 0.0, 1.0, 0.0, 0.05, key="confidence", bind="query-params"
            )
        fixed = _choose_subjects(scene)
    return Filters(
        words=words.strip(),
        since=since,
        until=until,
        form=form,
        actor_kind=kind,
        outlet=outlet.strip(),
        min_confidence=float(least),
        **fixed,
    )


def _choose_day(key: str, scene: Scene) -> dt.date | None:
    first, last = scene.span() or (None, None)
    day = st.date_input(
        scene.say(key),
        None,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=key,
        bind="query-params",
    )
    return day if isinstance(day, dt.date) else None


def _choose_code(key: str, codes: tuple[str, ...], scene: Scene) -> str | None:
    chosen = choose_from_list(
        scene.say(key),
        key,
        [_ANY, *codes],
        lambda code: say_code(key, code, scene.language) if code else scene.say("any"),
    )
    return chosen or None


def _choose_subjects(scene: Scene) -> dict[str, str | None]:
    """The topic and the speakers of the address, by name and with a way to drop them; else a choice."""
    offered = [subject for subject in (TOPIC, SPEAKER) if subject.parameter not in st.query_params]
    for subject, column in zip(offered, st.columns(max(1, len(offered))), strict=False):
        with column:
            offer_subject(subject, scene)
    return {
        "topic_id": _choose_subject("topic", "topic_name", "topic_id", "topic", scene),
        "actor_id": _choose_subject("speaker", "speaker_name", "actor_id", "actor", scene),
        "pair_id": _choose_subject("pair", "speaker_name", "actor_id", "actor", scene),
    }


def _choose_subject(key: str, question: str, identity: str, name: str, scene: Scene) -> str | None:
    wanted = st.query_params.get(key)
    if not wanted:
        return None
    found = scene.night.ask(question, **{identity: wanted}).to_pylist()
    label, button = st.columns([5, 1], vertical_alignment="center")
    label.text(f"{scene.say('together' if key == 'pair' else key)}: {found[0][name] if found else wanted}")
    if button.button("×", key=f"drop_{key}", help=scene.say("drop")):
        del st.query_params[key]
        st.rerun()
    return wanted


def _choose_page(count: int) -> int:
    pages = max(1, -(-count // PAGE_QUOTES))
    if pages == 1:
        return 1
    # Another number of pages is another widget: one kept from a longer list would point behind the end.
    return int(st.pagination(pages, key=f"page_{pages}"))


def _offer_files(filters: Filters, scene: Scene, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        # A function: the rows are asked for when somebody wants them.
        st.download_button(
            scene.say("download_csv"),
            lambda: to_csv(load_quotes(filters, scene, row_limit=EXPORT_QUOTES)),
            file_name="quotes.csv",
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            scene.say("download_xlsx"),
            lambda: to_xlsx(load_quotes(filters, scene, row_limit=EXPORT_QUOTES), "quotes"),
            file_name="quotes.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
        st.caption(scene.say("download_help", count=count))
