"""The CSV that a person edits in a spreadsheet: UTF-8 with a byte order mark, nothing in it is a formula.

Excel reads UTF-8 only behind a byte order mark, and takes a cell that begins with = + - @ for a formula: such
cells get an apostrophe in front, which is taken off again when the sheet comes back. A row's number is that
of the spreadsheet: the heading is row 1.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from warehouse.resolve_seeds import Span

DECISIONS = ("alias", "new", "leave")
"""What may be written in the column `decision`."""

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NO_NAME = re.compile(r"[\d\s/.:,-]+")


class Problem(NamedTuple):
    """What is wrong with one cell, and what to do about it."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.message}"


class SheetError(Exception):
    """A sheet that cannot be taken over; nothing was written.

    Attributes:
        path: the sheet.
        problems: everything that is wrong with it, in the order of its rows.
    """

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        super().__init__(path, problems)
        self.path = path
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{self.path}: {count} problem{'s' if count > 1 else ''}, nothing was written"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class SheetRow:
    """One row of a sheet that collects what is wrong with it.

    Args:
        number: of the row in the spreadsheet.
        cells: column -> text, without blanks around it and in Unicode NFC.
        problems: where to put what is wrong.
    """

    def __init__(self, number: int, cells: dict[str, str], problems: list[Problem]) -> None:
        self.number = number
        self._cells = cells
        self._problems = problems

    def __getitem__(self, column: str) -> str:
        return self._cells.get(column, "")

    def complain(self, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self._problems.append(Problem(self.number, column, message))

    def read_name(self, column: str) -> str:
        """A cell that must hold a name."""
        text = self[column]
        if not text:
            self.complain(column, "is empty; write the name")
        elif _NO_NAME.fullmatch(text):
            self.complain(column, f"{text} is a number or a day; did the spreadsheet change it?")
        return text

    def read_decision(self) -> str:
        """What the person decided: one of DECISIONS, or nothing yet."""
        decision = self["decision"].lower()
        if decision and decision not in DECISIONS:
            self.complain("decision", f"{decision!r} is none of {', '.join(DECISIONS)}; or leave it empty")
            return ""
        return decision

    def read_span(self, first: str, last: str) -> Span:
        """Two days that may be empty, as 2024-06-01 or as spreadsheets write them: 2024/6/1."""
        days = [self._read_day(first), self._read_day(last)]
        if days[0] and days[1] and days[1] < days[0]:
            self.complain(last, f"{days[1]} is before {first} {days[0]}; exchange them")
        return Span(days[0], days[1])

    def _read_day(self, column: str) -> dt.date | None:
        if not (text := self[column]):
            return None
        found = _DAY.fullmatch(text)
        try:
            if found:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        self.complain(column, f"{text!r} is no day; write it as 2024-06-01, or leave it empty")
        return None


def write_sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet's bytes; None becomes an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([neutralise("" if cell is None else str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def neutralise(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula.

    >>> neutralise("=1+1"), neutralise("青浜市")
    ("'=1+1", '青浜市')
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _restore(cell: str) -> str:
    rest = cell.removeprefix("'")
    text = rest if rest.startswith(_FORMULA_STARTS) else cell
    return unicodedata.normalize("NFC", text).strip()


def read_header(path: Path) -> tuple[str, ...]:
    """The columns of a sheet.

    Raises:
        SheetError: it is no CSV of UTF-8 with commas.
    """
    return next((tuple(map(_restore, record)) for record in _read_records(path)), ())


def read_sheet(path: Path, columns: Sequence[str], problems: list[Problem]) -> Iterator[SheetRow]:
    """Read the rows of a sheet; further columns are passed over, and rows without any text.

    Args:
        path: the sheet.
        columns: those it must have.
        problems: where the rows put what is wrong with them.

    Raises:
        SheetError: it is no CSV of UTF-8 with commas, or a column is missing.
    """
    records = _read_records(path)
    header = tuple(map(_restore, next(records, [])))
    if missing := [column for column in columns if column not in header]:
        advice = "keep the headings as exported, and commas between the cells"
        raise SheetError(path, [Problem(1, missing[0], f"there is no such column; {advice}")])
    for number, record in enumerate(records, 2):
        if any(cell.strip() for cell in record):
            yield SheetRow(number, dict(zip(header, map(_restore, record), strict=False)), problems)


def _read_records(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.reader(lines, strict=True)
    except UnicodeDecodeError as error:
        advice = "save it as “CSV UTF-8 (comma delimited)”"
        raise SheetError(path, [Problem(1, "(all)", f"it is not UTF-8; {advice}")]) from error
    except csv.Error as error:
        raise SheetError(path, [Problem(1, "(all)", f"it is no CSV: {error}; export it again")]) from error
