"""The frame around every page: navigation, language, which night is shown, and what went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import streamlit as st

from dashboards.app.nights import Night, open_night, published_seq
from dashboards.app.scene import Scene
from dashboards.app.views import network, pipeline, quotes, speakers, today, topics
from dashboards.app.words import Language, choose_language, say
from warehouse.layout import SnapshotError
from warehouse.query_limits import QueryError

ICON = Path(__file__).with_name("icon.svg")
"""Streamlit's own icons and emoji are fetched from elsewhere when they stand on a browser's tab."""
TOKYO = ZoneInfo("Asia/Tokyo")
LOOK_AGAIN_SECONDS = 10
"""How often an open page looks for a new snapshot: at a symlink, no more."""

VIEWS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "today": (today.show, ":material/today:"),
    "topics": (topics.show, ":material/tag:"),
    "speakers": (speakers.show, ":material/record_voice_over:"),
    "network": (network.show, ":material/hub:"),
    "quotes": (quotes.show, ":material/format_quote:"),
    "pipeline": (pipeline.show, ":material/conveyor_belt:"),
}
"""Every page by its address: what shows it, and its icon."""


def show_app(root: Path) -> None:
    """Show the page that the browser's address names.

    Args:
        root: the warehouse.
    """
    # The language is chosen below the menu but needed for it, so the session's last choice, or the address.
    language = _chosen_language()
    st.set_page_config(page_title=say("title", language), page_icon=str(ICON), layout="wide")
    pages: dict[str, st.Page] = {}
    for name, (_, icon) in VIEWS.items():
        pages[name] = st.Page(
            partial(show_page, name, root, pages),
            title=say(name, language),
            icon=icon,
            url_path=name,
            default=name == "today",
        )
    page = st.navigation(list(pages.values()))
    _choose_language(language)
    page.run()


def _chosen_language() -> Language:
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return Language(chosen) if chosen in set(Language) else choose_language(st.context.locale)


def _choose_language(language: Language) -> None:
    names = {Language.JA: "日本語", Language.EN: "English"}
    st.sidebar.segmented_control(
        say("language", language),
        [each.value for each in Language],
        default=language.value,
        format_func=lambda code: names[Language(code)],
        required=True,
        key="lang",
        label_visibility="collapsed",
    )


def show_page(name: str, root: Path, pages: dict[str, st.Page]) -> None:
    """Show one page, or say in its language why that cannot be."""
    language = _chosen_language()
    st.query_params["lang"] = language.value
    try:
        night = open_night(root)
        if night is None:
            st.info(say("nothing_published", language))
            return
        _show_night(night, root, language)
        st.title(say(name, language), anchor=False)
        VIEWS[name][0](Scene(night, language, pages))
    except (SnapshotError, QueryError, OSError) as error:
        st.error(say("not_readable", language))
        st.text(str(error))
    except duckdb.Error as error:
        st.error(say("other_version", language))
        st.text(str(error))


def _show_night(night: Night, root: Path, language: Language) -> None:
    at = night.snapshot.manifest.created_at.astimezone(TOKYO)
    seq = night.snapshot.seq
    with st.sidebar:
        st.caption(say("subtitle", language))
        st.caption(say("snapshot", language, seq=seq, at=f"{at:%Y-%m-%d %H:%M}"))
    _watch_nights(root, seq, language)


@st.fragment(run_every=dt.timedelta(seconds=LOOK_AGAIN_SECONDS))
def _watch_nights(root: Path, seq: int, language: Language) -> None:
    """Say so when the page shows an older night than the published one."""
    try:
        newest = published_seq(root)
    except SnapshotError:
        return  # what is wrong is said when the page is loaded again; what it shows now stays true
    if newest is None or newest == seq:
        return
    told, button = st.columns([4, 1], vertical_alignment="center")
    told.info(say("new_snapshot", language, seq=newest))
    if button.button(say("show_new", language), type="primary"):
        st.rerun(scope="app")
