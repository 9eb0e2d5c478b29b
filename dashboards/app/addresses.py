"""Choices that stand in the page's address as codes, the same in every language.

Streamlit's own binding writes what a choice is called on the page, which another language would not know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def choose_one(label: str, key: str, codes: Sequence[str], say: Callable[[str], str]) -> str:
    """A row of buttons, one of them pressed; at first the address's own, else the first."""
    chosen = st.segmented_control(
        label, codes, default=_remembered(key, codes), required=True, format_func=say, key=key
    )
    return _remember(key, codes, str(chosen))


def choose_from_list(label: str, key: str, codes: Sequence[str], say: Callable[[str], str]) -> str:
    """A list to choose from; at first the address's own, else the first."""
    index = codes.index(_remembered(key, codes))
    return _remember(key, codes, str(st.selectbox(label, codes, index=index, format_func=say, key=key)))


def _remembered(key: str, codes: Sequence[str]) -> str:
    wanted = st.query_params.get(key, codes[0])
    return wanted if wanted in codes else codes[0]


def _remember(key: str, codes: Sequence[str], chosen: str) -> str:
    """Put a choice into the address, which stays short where it is the first."""
    if chosen != codes[0]:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    return chosen
