"""Tables that people read and select from; cells are text, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import streamlit as st

from dashboards.app.scene import Scene

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

NOTHING = "–"
"""What a cell without a value says."""

Columns: TypeAlias = "Mapping[str, ColumnConfig | str | None]"
"""Names of the columns shown, in their order, and how: a label, or a column configuration of Streamlit."""


def show_table(rows: pa.Table, columns: Columns, scene: Scene) -> None:
    """Show rows; says so where there are none."""
    if not rows.num_rows:
        st.caption(scene.say("empty"))
        return
    st.dataframe(
        rows, hide_index=True, column_order=list(columns), column_config=columns, placeholder=NOTHING
    )


def select_row(rows: pa.Table, columns: Columns, scene: Scene, *, key: str) -> Mapping[str, object] | None:
    """As `show_table`, of which one row can be selected.

    Returns:
        The selected row, or None.
    """
    if not rows.num_rows:
        st.caption(scene.say("empty"))
        return None
    state = st.dataframe(
        rows,
        hide_index=True,
        column_order=list(columns),
        column_config=columns,
        placeholder=NOTHING,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
    )
    chosen = state["selection"]["rows"]
    row: Mapping[str, object] | None = rows.slice(chosen[0], 1).to_pylist()[0] if chosen else None
    return row
