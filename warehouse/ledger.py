"""The ledger of dumps: what was read, with which parser, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import DumpReason
from warehouse.ingest import DumpResult
from warehouse.schema import DUMPS, to_arrow_schema

WORKER_DIED = "worker_died"
"""Reason of a dump whose reading ended its process twice, the second time alone."""

_OF_THE_MOMENT = {
    DumpReason.NOT_A_FILE,
    DumpReason.UNREADABLE,
    DumpReason.CHANGED_WHILE_READ,
    WORKER_DIED,
}


_ABSENT: dict[str, object] = {
    column.name: None if column.nullable else "" if column.type == pa.string() else 0
    for column in DUMPS.published_columns()
}


class Reading(NamedTuple):
    """What decides the rows of a dump beside its bytes and its name."""

    parser_version: str
    options_id: str


class LedgerRow(NamedTuple):
    """One row of `dumps`, column for column."""

    dump_id: str
    path: str
    bytes: int
    format: str | None
    encoding: str | None
    records_in: int
    posts: int
    duplicates: int
    rejected: int
    left_out: int
    parser_version: str
    options_id: str | None
    snapshot_id: int
    source_url: str | None
    licence: str | None
    accessed_at: dt.datetime | None
    quarantine_reason: str | None
    quarantine_detail: str | None

    def is_settled(self, parser_version: str) -> bool:
        """Whether reading the same content again could not give anything else.

        Trouble with the content stays; trouble of the moment (no permission, a file still growing) may pass.
        """
        return self.parser_version == parser_version and not is_of_the_moment(self.quarantine_reason)

    def is_read_with(self, reading: Reading) -> bool:
        """Whether it is settled, and was read with the same options too."""
        return self.is_settled(reading.parser_version) and self.options_id == reading.options_id


def is_of_the_moment(quarantine_reason: str | None) -> bool:
    """Whether a dump was put aside for a trouble that may pass, and that says nothing about its content."""
    return quarantine_reason in _OF_THE_MOMENT


def read_ledger(path: Path) -> dict[str, LedgerRow]:
    """Read the ledger of a snapshot from its `dumps.parquet`.

    A column that the snapshot did not have yet is None, or empty or 0 where the schema wants a value.
    """
    with pq.ParquetFile(path) as file:
        known = [name for name in LedgerRow._fields if name in file.schema_arrow.names]
        rows = file.read(columns=known).to_pylist()
    return {row["dump_id"]: LedgerRow(**_ABSENT | row) for row in rows}


def to_ledger_table(ledger: Mapping[str, LedgerRow]) -> pa.Table:
    """The ledger as a table with the schema of `dumps`, in the order of its key."""
    rows = [ledger[dump_id]._asdict() for dump_id in sorted(ledger)]
    return pa.Table.from_pylist(rows, schema=to_arrow_schema(DUMPS.published_columns()))


def record_dump(result: DumpResult, *, reading: Reading, snapshot_id: int) -> LedgerRow:
    """The ledger's row for a dump that was just read, or put aside while it was read."""
    return LedgerRow(
        dump_id=result.dump_id,
        path=result.name,
        bytes=result.bytes,
        format=result.format,
        encoding=result.encoding,
        records_in=result.records_in,
        posts=result.posts,
        duplicates=result.duplicates,
        rejected=result.rejected,
        left_out=result.left_out,
        **reading._asdict(),
        snapshot_id=snapshot_id,
        source_url=None,
        licence=None,
        accessed_at=None,
        quarantine_reason=result.quarantine_reason,
        quarantine_detail=result.quarantine_detail,
    )
