"""Tables as files that spreadsheets open with Japanese intact and without running anything in them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pyarrow as pa
import xlsxwriter

BOM = "\ufeff"
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
_CELL_CHARS = 32_767
"""Characters that one cell of a workbook holds."""


def to_csv(rows: pa.Table) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark, CRLF, text that a spreadsheet would compute made plain.

    Numbers and days are no text and stay as they are.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(rows.column_names)
    columns = [column.to_pylist() for column in rows.columns]
    writer.writerows([neutralise(value) for value in row] for row in zip(*columns, strict=True))
    return (BOM + stream.getvalue()).encode()


def neutralise(value: object) -> object:
    """Text that begins like a formula, in either width, with an apostrophe before it.

    >>> [neutralise(value) for value in ("=1+1", "＠SUM", "ok", -1, None)]
    ["'=1+1", "'＠SUM", 'ok', -1, None]
    """
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value


def to_xlsx(rows: pa.Table) -> bytes:
    """A table as a workbook: strings only as strings, days as days, the header frozen."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("quotes")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, name in enumerate(rows.column_names):
            sheet.write_string(0, place, name, bold)
        for place, column in enumerate(rows.columns):
            for number, value in enumerate(column.to_pylist(), start=1):
                _write_cell(sheet, number, place, value, day)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(rows.column_names) - 1, 18)
    return stream.getvalue()


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, day: xlsxwriter.format.Format
) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case dt.date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_string(row, column, str(value)[:_CELL_CHARS])
