"""CSV for spreadsheets: Japanese intact, and nothing that they would compute."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.export_csv import neutralise, to_csv

ROWS = pa.table(
    {
        "posted_date": [dt.date(2024, 6, 16), None],
        "text": ["秋までに「航路」を、再開したい", "二行の\n「発言」"],
        "confidence": [0.95, -1.0],
        "co_speakers": [["樫宮知事", "鳥羽瀬市長"], []],
        "published_at": pa.array(
            [dt.datetime(2024, 6, 16, 3, tzinfo=dt.UTC), None], pa.timestamp("us", "UTC")
        ),
    }
)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def export_text(text: str) -> str:
    return read_csv(to_csv(pa.table({"no": [1], "text": [text]})))[1][1]


def test_it_begins_with_a_byte_order_mark_and_keeps_japanese() -> None:
    data = to_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbfposted_date,text,")
    assert read_csv(data)[1:] == [
        [
            "2024-06-16",
            "秋までに「航路」を、再開したい",
            "0.95",
            '["樫宮知事", "鳥羽瀬市長"]',
            "2024-06-16T03:00:00Z",
        ],
        ["", "二行の\n「発言」", "-1.0", "[]", ""],
    ]


def test_pandas_reads_the_same_rows() -> None:
    found = pd.read_csv(
        io.BytesIO(to_csv(ROWS)), encoding="utf-8-sig", parse_dates=["posted_date", "published_at"]
    )
    assert found["text"].tolist() == ROWS.column("text").to_pylist()
    assert found["confidence"].tolist() == [0.95, -1.0]
    assert found["posted_date"].iloc[0] == pd.Timestamp("2024-06-16")
    assert found["published_at"].iloc[0] == pd.Timestamp("2024-06-16T03:00:00Z")


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "﹢", "﹣", "﹦", "﹫"])
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\ufeff", "\u200b", "\x00"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(sign: str, before: str) -> None:
    assert neutralise(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\r\n"])
def test_text_that_begins_with_a_tab_or_a_line_break_gets_an_apostrophe(start: str) -> None:
    assert export_text(f"{start}=1+1") == f"'{start}=1+1"


@pytest.mark.parametrize("text", ["", "ok", "「=1+1」と書く", "１－２", "'=1", "ー", "―と述べた", "…＝"])
def test_other_text_is_left_alone(text: str) -> None:
    assert export_text(text) == text


def test_numbers_below_zero_and_days_stay_what_they_are() -> None:
    rows = pa.table({"n": [-1], "share": [-0.5], "day": [dt.date(2024, 6, 16)], "flag": [True]})
    assert read_csv(to_csv(rows))[1] == ["-1", "-0.5", "2024-06-16", "true"]


def test_a_column_name_is_text_too() -> None:
    assert read_csv(to_csv(pa.table({"=1+1": [1]})))[0] == ["'=1+1"]


@given(st.text())
def test_no_field_begins_with_what_a_spreadsheet_computes(text: str) -> None:
    field = neutralise(text)
    assert field in {text, f"'{text}"}
    seen = "".join(mark for mark in field if unicodedata.category(mark) not in {"Cc", "Cf"}).lstrip()
    assert not unicodedata.normalize("NFKC", seen).startswith(("=", "+", "-", "@"))
    assert not field.startswith(("\t", "\r", "\n"))


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_what_is_read_back_is_the_text_but_for_the_apostrophe(texts: list[str]) -> None:
    fields = [row[1] for row in read_csv(to_csv(pa.table({"no": [0] * len(texts), "text": texts})))[1:]]
    assert fields == [neutralise(text) for text in texts]
