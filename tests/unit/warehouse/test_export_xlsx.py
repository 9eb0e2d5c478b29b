"""Workbooks: typed cells, text as nothing but text, tables longer than a sheet."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.export_cells import CELL_UNITS
from warehouse.export_xlsx import Workbook, WorkbookError, WrittenTable, to_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = "秋までに「航路」を、再開したい"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Sheet:
    """One sheet as a spreadsheet reads it."""

    def __init__(self, book: zipfile.ZipFile, number: int) -> None:
        self.xml = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        self.tree = ElementTree.fromstring(self.xml)
        self.looks = re.findall(r'formatCode="([^"]*)"', book.read("xl/styles.xml").decode())

    def cell(self, name: str) -> ElementTree.Element | None:
        return self.tree.find(f".//{MAIN}c[@r='{name}']")

    def text(self, name: str) -> str | None:
        cell = self.cell(name)
        if cell is None or cell.get("t") != "inlineStr":
            return None
        written = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), written)

    def value(self, name: str) -> str | None:
        cell = self.cell(name)
        return None if cell is None else cell.findtext(f"{MAIN}v")


def open_sheets(data: bytes) -> dict[str, Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return {name: Sheet(book, number) for number, name in enumerate(names, start=1)}


def export(rows: pa.Table) -> Sheet:
    return open_sheets(to_xlsx(rows, "quotes"))["quotes"]


def export_text(text: str) -> Sheet:
    return export(pa.table({"text": [text]}))


def test_each_cell_is_what_its_column_is() -> None:
    sheet = export(
        pa.table(
            {
                "posted_date": [dt.date(2024, 6, 16)],
                "published_at": pa.array(
                    [dt.datetime(2024, 6, 16, 3, tzinfo=dt.UTC)], pa.timestamp("us", "UTC")
                ),
                "post_count": [3],
                "share": [-0.25],
                "is_new": [True],
                "text": [TEXT],
                "co_speakers": [["樫宮知事"]],
                "raw": [b"\xe3\x81"],
            }
        )
    )
    # 2024-06-16 is day 45459 of a workbook, and 3:00 an eighth of a day.
    assert [sheet.value(name) for name in ("A2", "B2", "C2", "D2", "E2")] == [
        "45459",
        "45459.125",
        "3",
        "-0.25",
        "1",
    ]
    assert [sheet.text(name) for name in ("F2", "G2", "H2")] == [TEXT, '["樫宮知事"]', "e381"]
    assert {"yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss &quot;UTC&quot;"} <= set(sheet.looks)


def test_instants_of_another_zone_are_those_of_utc() -> None:
    noon = dt.datetime(2024, 6, 16, 12, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert (
        export(pa.table({"at": pa.array([noon], pa.timestamp("us", "Asia/Tokyo"))})).value("A2")
        == "45459.125"
    )


def test_null_is_an_empty_cell() -> None:
    sheet = export(pa.table({"text": ["a", None], "n": pa.array([None, 1], pa.int64())}))
    assert sheet.cell("B2") is None
    assert sheet.cell("A3") is None
    assert sheet.value("B3") == "1"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pa.array([1868], pa.int64()), None),
        (pa.array([dt.date(1868, 10, 23)]), "1868-10-23"),
        (pa.array([dt.date(1900, 2, 28)]), "1900-02-28"),
        (
            pa.array([dt.datetime(1868, 10, 23, tzinfo=dt.UTC)], pa.timestamp("us", "UTC")),
            "1868-10-23T00:00:00Z",
        ),
        (pa.array([1234567890123456789]), "1234567890123456789"),
        (pa.array([float("nan")]), "nan"),
        (pa.array([float("inf")]), "inf"),
    ],
)
def test_what_a_workbook_would_get_wrong_is_text(column: pa.Array, text: str | None) -> None:
    assert export(pa.table({"value": column})).text("A2") == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://example.org", "航路")',
        "＠SUM(A1)",
        "{=1+1}",
        "https://example.org/entry/2024",
        "mailto:someone@example.org",
        "internal:quotes!A1",
        "0123",
        "12e5",
        "2024-06-16",
        "",
        " 前後に空白 ",
        "二行の\n発言",
        "_x0041_",
        "制御\x01文字",
        "</t></is></c><f>1+1</f>",
        "<r><t>markup</t></r>",
        "<r></oops></r>",
        "<r></r>",
        "🚢" * 3,
        "\ufffe\uffff",
    ],
)
def test_text_is_nothing_but_text(text: str) -> None:
    sheet = export_text(text)
    assert sheet.text("A2") == text
    assert "<f>" not in sheet.xml
    assert "<hyperlink" not in sheet.xml


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(text: str) -> None:
    assert export_text(text).text("A2") == text


def test_the_names_of_the_columns_stay_in_sight_with_filters_and_widths() -> None:
    sheet = export(pa.table({"quote_id": ["0" * 16], "text": [TEXT * 9], "n": [1]}))
    assert [sheet.text(name) for name in ("A1", "B1", "C1")] == ["quote_id", "text", "n"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet.xml
    assert '<autoFilter ref="A1:C2"/>' in sheet.xml
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet.xml)]
    assert [round(width) for width in widths] == [17, 61, 9]


def test_a_table_without_rows_has_its_names() -> None:
    sheet = export(pa.table({"text": pa.array([], pa.string())}))
    assert sheet.text("A1") == "text"
    assert '<autoFilter ref="A1"/>' in sheet.xml or '<autoFilter ref="A1:A1"/>' in sheet.xml


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = pa.table({"n": list(range(7))})
    with Workbook(path, sheet_rows=4) as book:
        written = book.add_table("quotes", pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(2)))
        last = book.add_table("topics", rows.slice(0, 3).to_reader())
    sheets = open_sheets(path.read_bytes())
    assert written == WrittenTable(rows=7, sheets=3, cut_cells=0)
    assert last == WrittenTable(rows=3, sheets=1, cut_cells=0)
    assert list(sheets) == ["quotes", "quotes (2)", "quotes (3)", "topics"]
    assert [sheets[name].value("A2") for name in sheets] == ["0", "3", "6", "0"]
    assert [sheets[name].value("A4") for name in sheets] == ["2", "5", None, "2"]
    assert {sheet.text("A1") for sheet in sheets.values()} == {"n"}


def test_text_that_no_cell_holds_is_an_error_that_says_where(tmp_path: Path) -> None:
    rows = pa.table({"post_id": ["a", "b"], "text": ["短い", "長" * (CELL_UNITS + 1)]})
    with (
        pytest.raises(WorkbookError, match=r"posts, row 2: text has 32,768 characters.*--cut"),
        Workbook(tmp_path / "book.xlsx") as book,
    ):
        book.add_table("posts", rows.to_reader())


def test_rows_beyond_four_gibibytes_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000)
    rows = pa.table({"text": [TEXT] * 100})
    with (
        pytest.raises(WorkbookError, match=r"book.xlsx would be larger than the 4 GiB of a workbook"),
        Workbook(tmp_path / "book.xlsx") as book,
    ):
        book.add_table("quotes", rows.to_reader())


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("長" * CELL_UNITS, "長" * CELL_UNITS),
        ("長" * (CELL_UNITS + 9), "長" * CELL_UNITS),
        # A ship takes two units, and is not cut in two.
        ("🚢" * 20_000, "🚢" * (CELL_UNITS // 2)),
    ],
)
def test_text_that_no_cell_holds_is_cut_where_asked(tmp_path: Path, text: str, cut: str) -> None:
    path = tmp_path / "book.xlsx"
    with Workbook(path, cuts=True) as book:
        written = book.add_table("posts", pa.table({"text": [text]}).to_reader())
    assert open_sheets(path.read_bytes())["posts"].text("A2") == cut
    assert written.cut_cells == (text != cut)


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = pa.table({"text": [TEXT], "n": [1]})
    assert to_xlsx(rows, "quotes") == to_xlsx(rows, "quotes")


def test_nothing_stands_beside_the_workbook(tmp_path: Path) -> None:
    with Workbook(tmp_path / "book.xlsx") as book:
        book.add_table("quotes", pa.table({"n": [1]}).to_reader())
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
