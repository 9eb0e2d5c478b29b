"""`hatsugen export`: tables of a snapshot as files that spreadsheets and other tools open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow as pa

from flows.export_files import ExportFileError, fresh_file, fresh_folder
from flows.export_plan import ExportFormat, ExportPlan
from flows.export_progress import Follow, follow_rows
from flows.query_session import Session, open_session, query_limits
from flows.settings import Settings
from warehouse.export_csv import write_csv
from warehouse.export_query import RowFilter, describe_columns, find_day_column, select_rows
from warehouse.export_xlsx import Workbook, WorkbookError
from warehouse.parquet import row_group_rows, write_parquet
from warehouse.query_limits import QueryError
from warehouse.schema import Table
from warehouse.snapshots import Snapshot, Warehouse

FAILURES = (ExportFileError, QueryError, WorkbookError, OSError)
# Older than zstd: every reader of Parquet has it.
_COMPRESSION = "snappy"
_SECONDS = 86_400


@dataclass(frozen=True)
class ExportedTable:
    """One table that was exported.

    Attributes:
        table: its name.
        file: where it stands.
        rows: how many rows.
        sheets: on how many sheets of a workbook; None in other formats.
        cut_cells: how many texts were cut to fit into a cell.
        is_whole: whether --since and --until left it whole, since its rows belong to no day.
    """

    table: str
    file: Path
    rows: int
    sheets: int | None = None
    cut_cells: int = 0
    is_whole: bool = False


@dataclass(frozen=True)
class ExportReport:
    """What was exported.

    Attributes:
        seq: the snapshot's number.
        tables: in the order in which they were asked for.
    """

    seq: int
    tables: tuple[ExportedTable, ...]


class _Source:
    """Gives the rows of tables.

    Args:
        session: where they are asked for.
        rows: which of them.
        follow: what is told of each.
    """

    def __init__(self, session: Session, rows: RowFilter, follow: Follow) -> None:
        self._session = session
        self._rows = rows
        self._follow = follow

    @contextmanager
    def stream_rows(self, table: Table) -> Iterator[pa.RecordBatchReader]:
        """The rows of a table, to be read before the block ends. An error says of which table it is."""
        try:
            with self._session.stream_query(select_rows(table, self._rows)) as rows:
                yield self._follow(table.name, rows)
        except QueryError as error:
            raise QueryError(f"{table.name}: {error.message}", error.hint) from error


def run_export(settings: Settings, plan: ExportPlan, *, seq: int | None = None) -> ExportReport:
    """Export tables of one snapshot; the files appear when all of them are whole.

    Args:
        settings: where the warehouse is and what memory a query may use.
        plan: what, and to where.
        seq: the snapshot; the published one if None.

    Raises:
        QueryError: a condition, or the snapshot, does not fit the tables.
        WorkbookError: a table does not fit into a workbook.
        SnapshotError: nothing is published, or there is no such snapshot.
        ExportFileError: the files cannot be written.
        OSError: the snapshot cannot be read.
    """
    # DuckDB's clock runs while rows are written, and a workbook of a million rows takes minutes.
    limits = replace(query_limits(settings), seconds=_SECONDS)
    with (
        Warehouse(settings.warehouse).open_snapshot(seq) as snapshot,
        open_session(snapshot.analytics, limits, is_unsafe=False) as session,
        follow_rows() as follow,
    ):
        source = _Source(session, plan.rows, follow)
        if plan.format is ExportFormat.XLSX:
            tables = _export_workbook(source, plan, snapshot)
        else:
            tables = _export_files(source, plan)
    return ExportReport(snapshot.seq, tuple(tables))


def _export_files(source: _Source, plan: ExportPlan) -> list[ExportedTable]:
    """A file a table."""
    with fresh_folder(plan.out) if plan.is_folder else fresh_file(plan.out) as place:
        done = []
        for table, file in zip(plan.tables, plan.files, strict=True):
            path = place / file.name if plan.is_folder else place
            with source.stream_rows(table) as rows:
                count = _write_file(path, table, rows, plan.format)
            done.append(ExportedTable(table.name, file, count, is_whole=_is_whole(plan, table)))
        return done


def _write_file(path: Path, table: Table, rows: pa.RecordBatchReader, chosen: ExportFormat) -> int:
    if chosen is ExportFormat.CSV:
        with path.open("wb") as stream:
            return write_csv(rows, stream)
    schema = describe_columns(table, rows.schema)
    batches = (pa.Table.from_batches([batch]) for batch in rows)
    return write_parquet(path, batches, schema, group_rows=row_group_rows(table), compression=_COMPRESSION)


def _export_workbook(source: _Source, plan: ExportPlan, snapshot: Snapshot) -> list[ExportedTable]:
    """A sheet a table, all in one file."""
    made_at = snapshot.manifest.created_at
    comment = f"hatsugen, snapshot {snapshot.seq}; days are those of Asia/Tokyo, instants those of UTC"
    done = []
    with (
        fresh_file(plan.out) as path,
        Workbook(path, cuts=plan.cuts, made_at=made_at, comment=comment) as book,
    ):
        for table in plan.tables:
            with source.stream_rows(table) as rows:
                written = book.add_table(table.name, rows)
            done.append(
                ExportedTable(
                    table.name,
                    plan.out,
                    written.rows,
                    written.sheets,
                    written.cut_cells,
                    is_whole=_is_whole(plan, table),
                )
            )
    return done


def _is_whole(plan: ExportPlan, table: Table) -> bool:
    return plan.rows.has_days and find_day_column(table) is None


def to_json(report: ExportReport) -> dict[str, object]:
    """The report for programs."""
    tables = [asdict(each) | {"file": str(each.file)} for each in report.tables]
    files = {str(each.file): each.file.stat().st_size for each in report.tables}
    return {"snapshot": report.seq, "tables": tables, "file_bytes": files}


def describe_report(report: ExportReport) -> str:
    """The report for people: a line a table, and what they should know of it."""
    widest = max(len(each.table) for each in report.tables)
    return "\n".join(_describe_table(each, widest) for each in report.tables)


def _describe_table(done: ExportedTable, width: int) -> str:
    line = f"{done.table:<{width}}  {done.rows:>11,} rows  {done.file}"
    remarks = []
    if done.is_whole:
        remarks.append("whole: its rows belong to no day")
    if done.sheets is not None and done.sheets > 1:
        remarks.append(f"on {done.sheets} sheets")
    if done.cut_cells:
        remarks.append(f"{done.cut_cells:,} text{'' if done.cut_cells == 1 else 's'} cut")
    return f"{line} ({', '.join(remarks)})" if remarks else line
