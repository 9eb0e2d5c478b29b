"""What a spreadsheet gets: Japanese intact, nothing that it would compute."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import pyarrow as pa
import pytest

pytest.importorskip("xlsxwriter", reason="the dashboard is not installed: make dashboard-setup")

from dashboards.app.exports import to_csv, to_xlsx

ROWS = pa.table(
    {
        "posted_date": [dt.date(2024, 6, 16), None],
        "text": ["秋までに「航路」を、再開したい", "=HYPERLINK(1)"],
        "confidence": [0.95, -1.0],
    }
)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_byte_order_mark_and_keeps_japanese() -> None:
    data = to_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data)[1] == ["2024-06-16", "秋までに「航路」を、再開したい", "0.95"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_csv_text_that_begins_like_a_formula_is_made_plain(sign: str) -> None:
    ((_, cell),) = [read_csv(to_csv(pa.table({"no": [-1], "text": [f"{sign}1+1"]})))[1]]
    assert cell == f"'{sign}1+1"


def test_csv_numbers_below_zero_stay_numbers() -> None:
    assert read_csv(to_csv(ROWS))[2] == ["", "'=HYPERLINK(1)", "-1.0"]


def test_a_workbook_holds_text_days_and_numbers_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(ROWS))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in strings
    assert "秋までに「航路」を、再開したい" in strings
    assert '<c r="A2" s="2"><v>45459</v></c>' in sheet  # 2024-06-16 in Excel's days
    assert "ySplit" in sheet  # the header stays in sight
