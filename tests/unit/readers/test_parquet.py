from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.records import DateBasis, Document, Reject, RejectReason

SHARED = Path(__file__).parents[4] / "shared" / "dumps" / "parquet"
TEXT = "山野首相は「対話を続ける」と述べた。"
INSTANT = dt.datetime(2023, 11, 8, 12, 30, 5, tzinfo=dt.UTC)
LIMITS = Limits()


def write(folder: Path, columns: dict[str, pa.Array | list[object]], **options: object) -> Path:
    path = folder / "d.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


def read(path: Path, *, limits: Limits = LIMITS) -> list[Document | Reject]:
    with read_dump(path, name="d.parquet", limits=limits) as dump:
        assert dump.format == "parquet"
        return [record for record in dump.records() if isinstance(record, Document | Reject)]


@pytest.mark.parametrize("key", ["text", "content", "contents"])
@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_texts_are_read_whatever_kind_of_string_they_are(tmp_path: Path, key: str, kind: pa.DataType) -> None:
    texts = pa.array([TEXT, TEXT * 2]).cast(kind)
    records = read(write(tmp_path, {key: texts, "score": [0.5, 1.5], "title": ["一", None]}))
    assert records == [
        Document(position=0, record_id="1", text=TEXT, title="一"),
        Document(position=1, record_id="2", text=TEXT * 2),
    ]


@pytest.mark.parametrize(
    ("column", "date_text"),
    [
        (pa.array(["2023-11-08T21:30:05+09:00"]), "2023-11-08T21:30:05+09:00"),
        (pa.array([INSTANT], pa.timestamp("ns")), "2023-11-08T12:30:05"),
        (pa.array([INSTANT], pa.timestamp("ms", "UTC")), "2023-11-08T12:30:05+00:00"),
        (pa.array([INSTANT], pa.timestamp("us", "Asia/Tokyo")), "2023-11-08T12:30:05+00:00"),
        (pa.array([INSTANT.date()], pa.date32()), "2023-11-08"),
        (pa.array([1699446605]), "1699446605"),
        (pa.array([2**62], pa.timestamp("us")), None),
        (pa.array([None], pa.timestamp("us")), None),
        (pa.nulls(1), None),
    ],
    ids=str,
)
def test_dates_are_strings_or_instants(tmp_path: Path, column: pa.Array, date_text: str | None) -> None:
    (document,) = read(write(tmp_path, {"text": [TEXT], "published_at": column, "date": ["2024-01-01"]}))
    assert isinstance(document, Document)
    expected = (date_text, DateBasis.METADATA) if date_text else ("2024-01-01", DateBasis.CRAWL)
    assert (document.date_text, document.date_basis) == expected


def test_columns_are_those_of_a_json_line(tmp_path: Path) -> None:
    (document,) = read(
        write(
            tmp_path,
            {
                "document_id": ["a1"],
                "text": [TEXT],
                "tags": [["外交", "欧州"]],
                "author": ["山野"],
                "metadata": [{"url": "https://example.org/1", "other": [1]}],
                "timestamp": pa.array([INSTANT], pa.timestamp("s")),
            },
        )
    )
    assert document == Document(
        position=0,
        record_id="a1",
        text=TEXT,
        url="https://example.org/1",
        author="山野",
        categories=("外交", "欧州"),
        date_text="2023-11-08T12:30:05",
        date_basis=DateBasis.CRAWL,
    )


def test_rows_keep_their_numbers_across_row_groups_and_rejects(tmp_path: Path) -> None:
    texts = [None if number % 10 == 3 else f"{TEXT}{number}" for number in range(100)]
    records = read(write(tmp_path, {"text": texts}, row_group_size=7, use_dictionary=False))
    assert [record.position for record in records] == list(range(100))
    assert [record.position for record in records if isinstance(record, Reject)] == list(range(3, 100, 10))
    assert {record.reason for record in records if isinstance(record, Reject)} == {RejectReason.NO_TEXT}


def test_a_string_that_is_no_utf8_is_a_bad_record(tmp_path: Path) -> None:
    def lie(values: list[bytes]) -> pa.Array:
        return pa.array(values).view(pa.string())

    bad = "会談".encode("cp932")
    columns = {"text": lie([TEXT.encode(), bad, TEXT.encode()]), "title": lie([b"a", b"b", bad])}
    document, bad_text, bad_title = read(write(tmp_path, columns))
    assert isinstance(document, Document)
    for reject in (bad_text, bad_title):
        assert isinstance(reject, Reject)
        assert (reject.reason, reject.raw) == (RejectReason.BAD_ENCODING, bad)


def test_a_text_over_the_limit_is_a_bad_record(tmp_path: Path) -> None:
    limits = Limits(max_record_bytes=len(TEXT.encode()))
    document, reject = read(write(tmp_path, {"text": [TEXT, f"{TEXT}a"]}), limits=limits)
    assert isinstance(document, Document)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.position) == (RejectReason.TOO_LONG, 1)


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({"contents": pa.nulls(0), "date": pa.nulls(0)}, 0),
        ({"contents": pa.nulls(2)}, 2),
        ({"n": [1][:0]}, 0),
    ],
)
def test_null_columns_and_no_rows(tmp_path: Path, columns: dict[str, pa.Array], count: int) -> None:
    records = read(write(tmp_path, columns))
    assert [record.reason for record in records if isinstance(record, Reject)] == [
        RejectReason.NO_TEXT
    ] * count
    assert len(records) == count


def test_a_file_without_texts_is_refused_with_the_names_it_needs(tmp_path: Path) -> None:
    path = write(tmp_path, {"message": [TEXT], "text": [7]})
    with pytest.raises(DumpError, match="text, content") as caught:
        read(path)
    assert caught.value.reason is DumpReason.UNKNOWN_FORMAT


def test_a_packed_file_is_unpacked_first(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": [TEXT] * 3})
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert [record.text for record in read(path) if isinstance(record, Document)] == [TEXT] * 3


def test_a_file_cut_or_damaged_anywhere_is_corrupt_or_whole(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": [f"{TEXT}{number}" for number in range(50)]}, write_page_checksum=True)
    data = path.read_bytes()
    for end in range(5, len(data), 97):
        path.write_bytes(data[:end])
        with pytest.raises(DumpError) as caught:
            read(path)
        assert caught.value.reason in {DumpReason.CORRUPT, DumpReason.UNKNOWN_FORMAT}
    corrupt = 0
    for at in range(4, len(data), 31):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            read(path)
        except DumpError as error:
            assert error.reason in {DumpReason.CORRUPT, DumpReason.UNKNOWN_FORMAT, DumpReason.TOO_LARGE}
            corrupt += error.reason is DumpReason.CORRUPT
    assert corrupt > 5


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": ["あ" * 6_000_000]}, compression="zstd", use_dictionary=False)
    with pytest.raises(DumpError) as caught:
        read(path)
    assert caught.value.reason is DumpReason.TOO_LARGE
    limits = Limits(max_ratio=10**6, max_record_bytes=2**25)
    assert [type(record) for record in read(path, limits=limits)] == [Document]


# Rows as INDEX.md counts them.
EXPECTED = {
    "dpk_language_doc_quality_test1.parquet": 1,
    "dpk_universal_ededup_sample1.parquet": 5,
    "dpk_universal_filter_test1.parquet": 100,
    "dpk_universal_tokenization_dpv08_cc01.snappy.parquet": 0,
}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real dumps at {SHARED}")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_files_give_the_rows_they_hold(name: str) -> None:
    with read_dump(SHARED / name, name=name) as dump:
        records = list(dump.records())
    assert [type(record) for record in records] == [Document] * EXPECTED[name]
