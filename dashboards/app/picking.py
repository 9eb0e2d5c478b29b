"""Choosing one topic or speaker: a search, a list of what it finds, and the address that remembers it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import streamlit as st

from dashboards.app.scene import Scene

LISTED = 200
"""Names offered at once; the search finds the others."""

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Subject:
    """What a page can be about.

    Attributes:
        parameter: its name in the address, and the beginning of its widgets' keys.
        listing: question for the names that hold some words; id, name and a count.
        naming: question for one by its id.
        name: column of the name.
        count: column of the count.
    """

    parameter: str
    listing: str
    naming: str
    name: str
    count: str

    @property
    def identity(self) -> str:
        """Column of the id, and the parameter of the questions about one."""
        return "topic_id" if self.parameter == "topic" else "actor_id"


TOPIC = Subject("topic", "topic_list", "topic_name", "topic", "post_count")
SPEAKER = Subject("speaker", "speaker_list", "speaker_name", "actor", "quote_count")


def pick_subject(subject: Subject, scene: Scene) -> str | None:
    """Let one be chosen; the address's own is chosen at first.

    Returns:
        Its id, or None where nothing is found.
    """
    search, choice = st.columns([1, 2])
    words = search.text_input(
        scene.say(f"find_{subject.parameter}"), key=f"{subject.parameter}_words"
    ).strip()
    wanted = _wanted_id(subject)
    found = scene.night.ask(subject.listing, words=words, row_limit=LISTED)
    names = (
        _add_wanted(_to_names(subject, found), subject, wanted, scene)
        if not words
        else _to_names(subject, found)
    )
    if not names:
        st.info(scene.say("empty"))
        return None
    chosen = choice.selectbox(
        scene.say(f"pick_{subject.parameter}"),
        list(names),
        index=list(names).index(wanted) if wanted in names else 0,
        format_func=lambda key: names[key],
        # A new search is a new list, whose first name is then chosen.
        key=f"{subject.parameter}_choice_{words}",
    )
    st.query_params[subject.parameter] = chosen
    return str(chosen)


def offer_subject(subject: Subject, scene: Scene) -> None:
    """Let one of the commonest be chosen to narrow a page; the choice goes to the address."""
    names = _to_names(subject, scene.night.ask(subject.listing, words="", row_limit=LISTED))
    key = f"{subject.parameter}_filter"
    st.selectbox(
        scene.say(f"pick_{subject.parameter}"),
        list(names),
        index=None,
        format_func=lambda identity: names[identity],
        placeholder=scene.say("any"),
        key=key,
        on_change=_remember_choice,
        args=(subject.parameter, key),
    )


def _remember_choice(parameter: str, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        st.query_params[parameter] = chosen


def _wanted_id(subject: Subject) -> str | None:
    wanted = st.query_params.get(subject.parameter, "")
    return wanted if _ID.fullmatch(wanted) else None


def _to_names(subject: Subject, rows: pa.Table) -> dict[str, str]:
    return {
        row[subject.identity]: f"{row[subject.name]}  ({row[subject.count]:,})" for row in rows.to_pylist()
    }


def _add_wanted(names: dict[str, str], subject: Subject, wanted: str | None, scene: Scene) -> dict[str, str]:
    """The names, with the address's own before them where it is none of the first."""
    if wanted is None or wanted in names:
        return names
    return _to_names(subject, scene.night.ask(subject.naming, **{subject.identity: wanted})) | names
