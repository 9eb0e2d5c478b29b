from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.source_file import Source, SourceFileError, read_source

FETCHED = dt.datetime(2023, 11, 30, 0, 0, tzinfo=dt.UTC)


def read(folder: Path, text: str) -> Source | None:
    (folder / "day.txt.source.toml").write_text(text, "utf-8")
    return read_source(folder / "day.txt", name="2023/day.txt")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("", Source(None, None, None)),
        ('licence = "CC BY 4.0"', Source(None, "CC BY 4.0", None)),
        ("accessed_at = 2023-11-30T09:00:00+09:00", Source(None, None, FETCHED)),
        ('accessed_at = "2023-11-30T00:00:00Z"', Source(None, None, FETCHED)),
        ('source_url = "https://example.org/記事"', Source("https://example.org/記事", None, None)),
    ],
)
def test_a_side_file_says_where_a_dump_comes_from(tmp_path: Path, text: str, source: Source) -> None:
    assert read(tmp_path, text) == source


def test_most_dumps_have_none(tmp_path: Path) -> None:
    assert read_source(tmp_path / "day.txt", name="day.txt") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("licence = ", "Invalid value"),
        ('license = "MIT"', "unknown key 'license'"),
        ("licence = 4", "licence must be a string"),
        ("accessed_at = 2023-11-30T09:00:00", "time zone"),
        ("accessed_at = 2023-11-30", "time zone"),
        ('accessed_at = "yesterday"', "yesterday"),
        ("accessed_at = 20231130", "time zone"),
    ],
)
def test_a_bad_side_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SourceFileError, match=complaint) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("2023/day.txt.source.toml: ")


def test_a_side_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "day.txt.source.toml").write_bytes('licence = "許諾"'.encode("cp932"))
    with pytest.raises(SourceFileError, match="cannot be read"):
        read_source(tmp_path / "day.txt", name="day.txt")
