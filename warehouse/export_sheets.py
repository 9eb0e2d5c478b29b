"""The sheets of one table in a workbook: the names of the columns, frozen and with filters, then the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
from rich.cells import cell_len
from xlsxwriter import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from warehouse.export_cells import CELL_UNITS, Cells, LongTextError, to_values

_NAME_CHARS = 31
_NARROWEST, _WIDEST, _FILTER_ARROW = 8, 60, 3
_SAMPLE_ROWS = 200


class WorkbookError(Exception):
    """A table does not fit into a workbook; the message says what and what to do."""


class TableSheets:
    """Writes the rows of one table on one sheet, and on further ones when it is full.

    Args:
        book: the workbook.
        cells: those of the workbook.
        name: of the table.
        schema: of the rows.
        sheet_rows: how many rows a sheet takes, the names of the columns included.

    Attributes:
        rows: how many are written.
        sheets: how many there are.
    """

    def __init__(self, book: Book, cells: Cells, name: str, schema: pa.Schema, *, sheet_rows: int) -> None:
        self.rows = self.sheets = 0
        self._book = book
        self._cells = cells
        self._name = name
        self._names: list[str] = schema.names
        self._writers = [cells.choose(field.type) for field in schema]
        self._widths = [_fit_width(name, ()) for name in self._names]
        self._sheet_rows = sheet_rows
        self._sheet: Worksheet | None = None
        self._row = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows behind those that stand.

        Raises:
            WorkbookError: a text does not fit into a cell, and is not to be cut.
        """
        columns = [to_values(column) for column in batch.columns]
        if self._sheet is None:
            self._widths = [_fit_width(*each) for each in zip(self._names, columns, strict=True)]
        for row in zip(*columns, strict=True):
            self._write_row(self._next_row(), row)

    def close(self) -> None:
        """End the last sheet; a table without rows gets the names of its columns."""
        sheet = self._sheet or self._open_sheet()
        sheet.autofilter(0, 0, self._row, len(self._names) - 1)

    def _write_row(self, sheet: Worksheet, row: Sequence[object]) -> None:
        self.rows += 1
        for place, value in enumerate(row):
            if value is None:
                continue
            try:
                self._writers[place](sheet, self._row, place, value)
            except LongTextError as error:
                raise WorkbookError(self._describe_long(place, error.chars)) from None

    def _describe_long(self, place: int, chars: int) -> str:
        return (
            f"{self._name}, row {self.rows:,}: {self._names[place]} has {chars:,} characters, more than the "
            f"{CELL_UNITS:,} of a workbook's cell; cut it with --cut, or export csv or parquet"
        )

    def _next_row(self) -> Worksheet:
        if self._sheet is None:
            self._sheet = self._open_sheet()
        elif self._row == self._sheet_rows - 1:
            self.close()
            self._sheet = self._open_sheet()
        self._row += 1
        return self._sheet

    def _open_sheet(self) -> Worksheet:
        self.sheets += 1
        self._row = 0
        sheet = self._book.add_worksheet(name_sheet(self._name, self.sheets))
        sheet.freeze_panes(1, 0)
        for place, (name, width) in enumerate(zip(self._names, self._widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, self._cells.heading)
        return sheet


def name_sheet(table: str, number: int) -> str:
    """The name of a table's first, second, … sheet, in the 31 characters that a workbook grants.

    >>> name_sheet("quotes", 1), name_sheet("daily_topic_frequencies_filled", 2)
    ('quotes', 'daily_topic_frequencies_fil (2)')
    """
    ending = "" if number == 1 else f" ({number})"
    return table[: _NAME_CHARS - len(ending)] + ending


def _fit_width(name: str, values: Sequence[object]) -> int:
    """The width of a column, in characters: that of its widest first values, within reason."""
    widest = max((_measure(value) for value in values[:_SAMPLE_ROWS] if value is not None), default=0)
    return min(max(widest, cell_len(name) + _FILTER_ARROW, _NARROWEST), _WIDEST)


def _measure(value: object) -> int:
    zone = len(" UTC") if isinstance(value, dt.datetime) else 0
    return cell_len(str(value)[:_WIDEST]) + zone
