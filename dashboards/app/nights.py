"""Published snapshots as the dashboard reads them: opened once, leased while open, answers kept.

A night's answers depend on nothing but the snapshot and the question, so they are cached by both. The open
file and its lease end when the last page load that uses them does.
"""

from __future__ import annotations

import datetime as dt
import threading
import weakref
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import streamlit as st

from warehouse.layout import Layout
from warehouse.leases import Snapshot, lease_current
from warehouse.manifest import Manifest, read_manifest_if_kept
from warehouse.query import open_database

Value = str | int | float | bool | dt.date | list[str] | None
"""What a question may be asked with."""

_SQL = Path(__file__).with_name("sql")
_opening = threading.Lock()
_newest: dict[Path, Night] = {}


class Night:
    """One published snapshot, open for reading until nobody holds it any more.

    Attributes:
        snapshot: which one.
    """

    def __init__(self, snapshot: Snapshot, con: duckdb.DuckDBPyConnection, held: ExitStack) -> None:
        self.snapshot = snapshot
        self._con = con
        weakref.finalize(self, held.close)

    @property
    def key(self) -> str:
        """Tells this snapshot from every other, of this warehouse or another."""
        return f"{self.snapshot.path} {self.snapshot.manifest.created_at.isoformat()}"

    def ask(self, question: str, **values: Value) -> pa.Table:
        """The answer to a question of `sql/`, from the cache where it was asked before.

        Args:
            question: the file's name without its ending.
            values: its parameters.

        Raises:
            duckdb.Error: the question does not fit the snapshot: it was made by another version.
        """
        return _answer(self, self.key, question, values)

    def ask_row(self, question: str, **values: Value) -> Mapping[str, object]:
        """As `ask`, of a question that has exactly one row."""
        (row,) = self.ask(question, **values).to_pylist()
        return dict(row)

    def compute(self, question: str, values: Mapping[str, Value]) -> pa.Table:
        """As `ask`, without the cache."""
        with self._con.cursor() as cursor:
            return cursor.sql(_read_question(question), params=dict(values)).to_arrow_table()


@st.cache_data(max_entries=1_000, show_spinner=False)
def _answer(_night: Night, key: str, question: str, values: dict[str, Value]) -> pa.Table:
    # The key stands for the night, which has no hash of its own.
    del key
    return _night.compute(question, values)


@cache
def _read_question(question: str) -> str:
    return (_SQL / f"{question}.sql").read_text(encoding="utf-8")


def open_night(root: Path) -> Night | None:
    """The published snapshot of a warehouse, or None where nothing was published yet.

    Page loads share one open file; the first after a publication opens the new one.

    Raises:
        SnapshotError: `current` is lost, dangling or foreign, or the manifest is damaged.
        QueryError: the database cannot be opened.
        OSError: the snapshot cannot be read.
    """
    with _opening:
        night = _newest.get(root)
        if night is None or published_seq(root) != night.snapshot.seq or not night.snapshot.path.exists():
            night = _open_current(root)
        if night is not None:
            _newest[root] = night
        return night


def published_seq(root: Path) -> int | None:
    """The number of the snapshot that is published now; looks at a symlink, no more."""
    return Layout(root).current_seq()


def list_manifests(root: Path, *, newest: int) -> list[Manifest]:
    """The manifests of the snapshots that stand, up to one, newest first.

    Raises:
        SnapshotError: a manifest is damaged.
    """
    layout = Layout(root)
    seqs = sorted((seq for seq in layout.standing_seqs() if seq <= newest), reverse=True)
    kept = (read_manifest_if_kept(layout.snapshot(seq)) for seq in seqs)
    return [manifest for manifest in kept if manifest is not None]


def _open_current(root: Path) -> Night | None:
    with ExitStack() as opened:
        snapshot = opened.enter_context(lease_current(Layout(root)))
        if snapshot is None:
            return None
        con = opened.enter_context(open_database(snapshot.analytics))
        return Night(snapshot, con, opened.pop_all())
