"""Quotes on a page: the question about them with its filters, and the cards."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboards.app.cards import render_quotes
from dashboards.app.nights import Value
from dashboards.app.scene import Scene

AROUND = 160
"""Code points shown on either side of a quote, as far as its block goes."""

_NARROW = string.digits + string.ascii_lowercase
_WIDE = "".join(chr(ord(char) + 0xFEE0) for char in _NARROW)
_TO_NARROW, _TO_WIDE = str.maketrans(_WIDE, _NARROW), str.maketrans(_NARROW, _WIDE)


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


def fold_words(words: str) -> list[str]:
    """The words of a search as the macro `search_quotes` compares them: small letters, narrow.

    >>> fold_words("ＥＵ　航路")
    ['eu', '航路']
    """
    return words.lower().translate(_TO_NARROW).split()


def to_pattern(word: str) -> str:
    r"""A regular expression (RE2) for a folded word, in whatever width and case a text writes it.

    >>> to_pattern("航路"), to_pattern("g7.")
    ('航路', '(?i)[gｇ][7７]\\.')
    """
    chars = [_to_class(char) for char in word]
    return "".join(chars) if word == word.upper() == word.translate(_TO_WIDE) else f"(?i){''.join(chars)}"


def _to_class(char: str) -> str:
    if char in _NARROW:
        return f"[{char}{char.translate(_TO_WIDE)}]"
    return f"\\{char}" if char in string.punctuation else char


def count_quotes(filters: Filters, scene: Scene) -> int:
    """How many quotes fit."""
    return int(str(_ask(filters, scene, row_limit=0, row_offset=0)["quote_count"][0]))


def load_quotes(filters: Filters, scene: Scene, *, row_limit: int, row_offset: int = 0) -> pa.Table:
    """Quotes that fit, newest first, with their surroundings."""
    rows = _ask(filters, scene, row_limit=row_limit, row_offset=row_offset)
    return rows.filter(pc.is_valid(rows["quote_id"])).drop_columns("quote_count")


def _ask(filters: Filters, scene: Scene, *, row_limit: int, row_offset: int) -> pa.Table:
    words = fold_words(filters.words)
    asked: dict[str, Value] = {**asdict(filters), "words": words}
    # What is longest is rarest, as a rule.
    rarest = to_pattern(max(words, key=len)) if words else ""
    return scene.night.ask(
        "quotes_page", **asked, rarest=rarest, row_limit=row_limit, row_offset=row_offset, around=AROUND
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
