"""What every page is given: the night it shows and the words it speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboards.app.nights import Night
from dashboards.app.words import Language, say


@dataclass(frozen=True)
class Scene:
    """One page load.

    Attributes:
        night: the snapshot, the same for the whole page.
        language: of the words around the data.
        pages: every page by its name.
    """

    night: Night
    language: Language
    pages: Mapping[str, st.Page] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """Words of the page, in its language."""
        return say(key, self.language, **values)

    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last day with a dated post, or None where there is none."""
        row = self.night.ask_row("span")
        first, last = row["first_date"], row["last_date"]
        return (first, last) if isinstance(first, dt.date) and isinstance(last, dt.date) else None

    def go_to(self, page: str, **shown: str) -> None:
        """Leave for another page that shows something."""
        st.switch_page(self.pages[page], query_params={**shown, "lang": self.language.value})
