"""What `hatsugen export` is asked for, as one plan that makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from warehouse.export_query import EVERYTHING, RowFilter, find_day_column
from warehouse.schema import TABLES, Table


class ExportUsageError(Exception):
    """What was asked for makes no sense, or would overwrite what stands."""


class ExportFormat(StrEnum):
    """What kind of files an export makes."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True)
class ExportPlan:
    """What is exported, from where to where.

    Attributes:
        tables: at least one.
        format: as what.
        out: a file; for several tables as CSV or Parquet, a folder of files.
        rows: which rows of each table.
        cuts: cut text that no cell of a workbook holds.
    """

    tables: tuple[Table, ...]
    format: ExportFormat
    out: Path
    rows: RowFilter
    cuts: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether `out` is a folder."""
        return len(self.tables) > 1 and self.format is not ExportFormat.XLSX

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that will stand."""
        return (
            tuple(self.out / self.name_file(table) for table in self.tables)
            if self.is_folder
            else (self.out,)
        )

    def name_file(self, table: Table) -> str:
        """The name of one table's file in the folder."""
        return f"{table.name}.{self.format}"


def plan_export(  # noqa: PLR0913 - one parameter an option
    names: Sequence[str],
    format_name: str | None,
    out: Path,
    rows: RowFilter,
    *,
    is_all: bool,
    is_forced: bool,
    cuts: bool,
) -> ExportPlan:
    """Put what was asked for together.

    Args:
        names: tables; none with `is_all`.
        format_name: an `ExportFormat`, or None to go by the ending of `out`.
        out: as for `ExportPlan`.
        rows: which rows.
        is_all: every mart and dimension.
        is_forced: whether files may be overwritten.
        cuts: as for `ExportPlan`.

    Raises:
        ExportUsageError: it makes no sense, or would overwrite what stands.
    """
    if is_all == bool(names):
        raise ExportUsageError(
            "name tables, or give --all" if not names else "give tables or --all, not both"
        )
    tables = EVERYTHING if is_all else tuple(_find_table(name) for name in dict.fromkeys(names))
    if rows.since and rows.until and rows.since > rows.until:
        raise ExportUsageError(f"--since {rows.since} is later than --until {rows.until}")
    if rows.has_days and not is_all:
        _require_days(tables)
    plan = ExportPlan(tables, _choose_format(format_name, out), out, rows, cuts)
    _require_place(plan, is_forced=is_forced)
    return plan


def _find_table(name: str) -> Table:
    table = TABLES.get(name)
    if table is None:
        near = get_close_matches(name, TABLES, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(TABLES)}"
        raise ExportUsageError(f"there is no table {name}; {advice}")
    return table


def _require_days(tables: Sequence[Table]) -> None:
    for table in tables:
        if find_day_column(table) is None:
            raise ExportUsageError(
                f"rows of {table.name} belong to no day, so --since and --until choose none; "
                "leave them out, or choose with --where"
            )


def _choose_format(format_name: str | None, out: Path) -> ExportFormat:
    name = format_name or out.suffix.removeprefix(".").lower()
    if name not in set(ExportFormat):
        raise ExportUsageError(f"the ending of {out} names no format; say --format csv, xlsx or parquet")
    return ExportFormat(name)


def _require_place(plan: ExportPlan, *, is_forced: bool) -> None:
    if not plan.out.absolute().parent.is_dir():
        raise ExportUsageError(f"there is no folder {plan.out.absolute().parent}; make it first")
    if plan.is_folder and plan.out.exists() and not plan.out.is_dir():
        raise ExportUsageError(
            f"{plan.out} is no folder, and {len(plan.tables)} tables as {plan.format} need one"
        )
    for path in plan.files:
        if path.is_dir():
            raise ExportUsageError(f"{path} is a folder; name a file")
        if path.exists() and not is_forced:
            raise ExportUsageError(f"{path} stands already; --force overwrites it")
