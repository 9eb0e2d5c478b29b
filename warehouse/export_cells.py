"""Cells of a workbook: each value as what it is, text as nothing but text.

Days are days. Instants are those of UTC, and each cell says so, since a workbook knows no zones. Lists and
bytes are text, as in `warehouse.result_format`. NULL is an empty cell.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from warehouse.result_format import to_texts

type_is = pa.types

CELL_UNITS = 32_767
"""UTF-16 code units that a cell holds."""
# A workbook's numbers have 15 digits, and its February of 1900 has a day too many.
_FIRST_INEXACT = 10**15
_FIRST_DAY = dt.date(1900, 3, 1)

Cell = Callable[[Worksheet, int, int, Any], object]
"""Writes a value, not None, at a row and a column of a sheet, both from 0."""


class LongTextError(Exception):
    """A text that no cell holds.

    Attributes:
        chars: its length.
    """

    def __init__(self, chars: int) -> None:
        super().__init__(chars)
        self.chars = chars


class Cells:
    """Writes the cells of one workbook.

    Args:
        book: the workbook.
        cuts: cut text that no cell holds, rather than raise LongTextError.

    Attributes:
        heading: how the names of columns look.
        cut_count: how many texts were cut.
    """

    def __init__(self, book: Book, *, cuts: bool) -> None:
        self.heading = book.add_format({"bold": True})
        self.cut_count = 0
        self._cuts = cuts
        self._plain = book.add_format()
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = book.add_format({"num_format": 'yyyy-mm-dd hh:mm:ss "UTC"'})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def choose(self, kind: pa.DataType) -> Cell:
        """What writes the values of a column, as `to_values` gives them."""
        if _is_number(kind):
            return self._write_number
        if type_is.is_boolean(kind):
            return _write_boolean
        if type_is.is_date(kind):
            return self._write_day
        if type_is.is_timestamp(kind):
            return self._write_moment if kind.tz is None else self._write_instant
        return self._write_text

    def _write_text(self, sheet: Worksheet, row: int, place: int, text: str) -> None:
        text = self._fit(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes that for markup of its own and lets it into the file as it stands; in runs it
            # is escaped.
            sheet.write_rich_string(row, place, text[:1], self._plain, text[1:])
        else:
            sheet.write_string(row, place, text)

    def _fit(self, text: str) -> str:
        # A character takes two units at most, so only long texts are looked at.
        if len(text) <= CELL_UNITS // 2 or len(units := text.encode("utf-16-le")) <= 2 * CELL_UNITS:
            return text
        if not self._cuts:
            raise LongTextError(len(text))
        self.cut_count += 1
        return units[: 2 * CELL_UNITS].decode("utf-16-le", "ignore")

    def _write_number(self, sheet: Worksheet, row: int, place: int, number: float) -> None:
        if math.isfinite(number) and not (isinstance(number, int) and abs(number) >= _FIRST_INEXACT):
            sheet.write_number(row, place, number)
        else:
            sheet.write_string(row, place, str(number))

    def _write_day(self, sheet: Worksheet, row: int, place: int, day: dt.date) -> None:
        if day < _FIRST_DAY:
            sheet.write_string(row, place, day.isoformat())
        else:
            sheet.write_datetime(row, place, day, self._day)

    def _write_instant(self, sheet: Worksheet, row: int, place: int, instant: dt.datetime) -> None:
        if instant.date() < _FIRST_DAY:
            sheet.write_string(row, place, f"{instant.isoformat()}Z")
        else:
            sheet.write_datetime(row, place, instant, self._instant)

    def _write_moment(self, sheet: Worksheet, row: int, place: int, moment: dt.datetime) -> None:
        if moment.date() < _FIRST_DAY:
            sheet.write_string(row, place, moment.isoformat())
        else:
            sheet.write_datetime(row, place, moment, self._moment)


def to_values(column: pa.Array) -> list[object]:
    """The values of a column as `Cells` writes them: instants without their zone, nested values as text."""
    kind = column.type
    if type_is.is_timestamp(kind):
        values: list[object] = pc.cast(column, pa.timestamp("us"), safe=False).to_pylist()
        return values
    if _is_number(kind) or type_is.is_boolean(kind) or type_is.is_date(kind):
        plain: list[object] = column.to_pylist()
        return plain
    return to_texts(column)


def _is_number(kind: pa.DataType) -> bool:
    return bool(type_is.is_integer(kind) or type_is.is_floating(kind))


def _write_boolean(sheet: Worksheet, row: int, place: int, value: bool) -> None:  # noqa: FBT001 - a cell's value
    sheet.write_boolean(row, place, value)
