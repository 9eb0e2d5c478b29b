"""Workbooks: tables as sheets, written row by row, so that a million rows take little memory."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

from warehouse.export_cells import Cells
from warehouse.export_sheets import TableSheets, WorkbookError

__all__ = ["SHEET_ROWS", "Workbook", "WorkbookError", "WrittenTable", "to_xlsx"]

SHEET_ROWS = 1_048_576
"""Rows of a sheet, the names of the columns included."""
# So that the same rows give the same bytes where no other instant is asked for.
_NO_INSTANT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class WrittenTable:
    """What became of a table.

    Attributes:
        rows: how many were written.
        sheets: on how many sheets: more than one where a table has more rows than a sheet.
        cut_cells: how many texts were cut.
    """

    rows: int
    sheets: int
    cut_cells: int


class _Target:
    """The file of a workbook, which can be given up.

    ZipFile writes a last time when it is thrown away after an error. Where the disk is full that would fail
    again, out of everybody's reach, and print a traceback: a file that was given up takes it in silence.
    """

    def __init__(self, path: Path) -> None:
        self._stream = path.open("wb")
        self._place = 0
        self._is_open = True

    def write(self, data: bytes) -> int:
        if self._is_open:
            self._stream.write(data)
        self._place += len(data)
        return len(data)

    def seek(self, place: int) -> int:
        if self._is_open:
            self._stream.seek(place)
        self._place = place
        return place

    def tell(self) -> int:
        return self._place

    def flush(self) -> None:
        if self._is_open:
            self._stream.flush()

    def close(self) -> None:
        self._is_open = False
        self._stream.close()

    def give_up(self) -> None:
        with suppress(OSError):
            self.close()


class Workbook:
    """A workbook being made, in a `with` block: whole behind it, and worthless after an error.

    Args:
        path: the file; unfinished sheets stand beside it.
        cuts: cut text that no cell holds, rather than raise WorkbookError.
        made_at: when, as the file's properties show it.
        comment: what the file's properties say about it.
        sheet_rows: rows of one sheet.
    """

    def __init__(
        self,
        path: Path,
        *,
        cuts: bool = False,
        made_at: dt.datetime = _NO_INSTANT,
        comment: str = "",
        sheet_rows: int = SHEET_ROWS,
    ) -> None:
        self._path = path
        self._sheet_rows = sheet_rows
        # constant_memory: rows go to a file, which must not stand where there may be little room.
        self._target = _Target(path)
        self._book = xlsxwriter.Workbook(self._target, {"constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties(
            {"created": made_at.astimezone(dt.UTC).replace(tzinfo=None), "comments": comment}
        )
        self._cells = Cells(self._book, cuts=cuts)

    def add_table(self, name: str, rows: pa.RecordBatchReader) -> WrittenTable:
        """Write a table behind those that stand, on as many sheets as it needs.

        Args:
            name: of the table; its further sheets are `name (2)`, `name (3)`.
            rows: read once, to the end.

        Raises:
            WorkbookError: a text does not fit into a cell, and is not to be cut.
            OSError: the disk is full.
        """
        cut_before = self._cells.cut_count
        table = TableSheets(self._book, self._cells, name, rows.schema, sheet_rows=self._sheet_rows)
        for batch in rows:
            table.write(batch)
        table.close()
        return WrittenTable(table.rows, table.sheets, self._cells.cut_count - cut_before)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._close()
        finally:
            self._target.give_up()
            for sheet in self._book.worksheets():
                with suppress(OSError):
                    sheet.row_data_fh.close()

    def _close(self) -> None:
        try:
            self._book.close()
            self._target.close()
        except FileCreateError as error:
            raise error.args[0] from None
        except FileSizeError:
            trouble = f"{self._path.name} would be larger than the 4 GiB of a workbook; export csv or parquet"
            raise WorkbookError(trouble) from None


def to_xlsx(rows: pa.Table, name: str) -> bytes:
    """A table as a workbook; text that no cell holds is cut.

    Args:
        rows: the table.
        name: of its sheet.
    """
    with TemporaryDirectory(prefix="hatsugen-") as folder:
        path = Path(folder) / "table.xlsx"
        with Workbook(path, cuts=True) as book:
            book.add_table(name, rows.to_reader())
        return path.read_bytes()
