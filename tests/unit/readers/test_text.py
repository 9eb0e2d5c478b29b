from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.text import parse_file_name
from transforms.records import DateBasis, Document, Reject, RejectReason

POST = "11月8日の記録\n\n#NATO(山野首相「対話を続ける」)\n"


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (POST.encode(), "utf-8"),
        (POST.encode("utf-8-sig"), "utf-8-sig"),
        (POST.encode("utf-16"), "utf-16"),
        (POST.encode("utf-16-be"), "utf-16-be"),
        (gzip.compress(POST.encode("cp932"), mtime=0), "gzip+cp932"),
        (POST.encode("euc_jp"), "euc_jp"),
    ],
)
def test_one_file_is_one_post(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = write(tmp_path, "stored", data)
    with read_dump(path, name="blog/2023-11-08.txt") as dump:
        assert (dump.format, dump.encoding) == ("text", encoding)
        assert list(dump.records()) == [
            Document(
                position=0,
                record_id="2023-11-08",
                text=POST,
                date_text="2023-11-08",
                date_basis=DateBasis.FILE,
            )
        ]


def test_line_ends_and_unicode_form_stay_the_dumps(tmp_path: Path) -> None:
    text = "か\u3099\r\n一行\u2028同じ行\r終"
    with read_dump(write(tmp_path, "a.txt", text.encode()), name="a.txt") as dump:
        assert [record.text for record in dump.records() if isinstance(record, Document)] == [text]


@pytest.mark.parametrize(
    "data", [b" ", b"\n\r\n\t", "\u3000\n".encode(), b"\xef\xbb\xbf", "\u3000".encode("utf-16")]
)
def test_a_file_of_white_space_is_a_record_without_text(tmp_path: Path, data: bytes) -> None:
    with read_dump(write(tmp_path, "a.txt", data), name="a.txt") as dump:
        (record,) = dump.records()
    assert isinstance(record, Reject)
    assert (record.position, record.reason, record.raw) == (0, RejectReason.NO_TEXT, data)


def test_a_text_that_is_too_long_for_one_record_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"x" * 1001)
    with pytest.raises(DumpError) as caught:
        read_dump(path, name="a.txt", limits=Limits(max_record_bytes=1000))
    assert (caught.value.reason, caught.value.position) == (DumpReason.TOO_LARGE, 1000)
    with read_dump(path, name="a.txt", limits=Limits(max_record_bytes=1001)) as dump:
        assert len(list(dump.records())) == 1


def test_noise_that_begins_late_is_refused_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", POST.encode() * 2000 + b"\0\0\0")
    with pytest.raises(DumpError) as caught:
        read_dump(path, name="a.txt")
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


@pytest.mark.parametrize(
    ("name", "record_id", "date_text"),
    [
        ("000_852e9d0b2482a239.txt", "000_852e9d0b2482a239", None),
        ("blog/sub/post.txt", "post", None),
        ("post.txt.gz", "post", None),
        ("post.zst", "post", None),
        ("post.txt.bz2", "post", None),
        ("post.md.xz", "post", None),
        ("a.zip/blog/2023-11-08.txt", "2023-11-08", "2023-11-08"),
        ("日記.テキスト", "日記.テキスト", None),
        ("2023.11.08", "2023.11.08", "2023-11-08"),
        ("20231108.txt", "20231108", "2023-11-08"),
        ("記録20231108版.txt", "記録20231108版", "2023-11-08"),
        ("2023_11_08-0830.md", "2023_11_08-0830", "2023-11-08"),
        ("2023-11-08_2023-11-08.txt", "2023-11-08_2023-11-08", "2023-11-08"),
        ("2023-11-01_2023-11-08.txt", "2023-11-01_2023-11-08", None),
        ("2023-1108.txt", "2023-1108", None),
        ("20230230.txt", "20230230", None),
        ("120231108.txt", "120231108", None),
        ("a20231108f.txt", "a20231108f", None),
        (".txt", ".txt", None),
        (".gz", ".gz", None),
    ],
)
def test_the_files_name_gives_id_and_day(name: str, record_id: str, date_text: str | None) -> None:
    assert parse_file_name(name) == (record_id, date_text)
