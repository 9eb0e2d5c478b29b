from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import Limits, read_dump
from transforms.readers.reading import Record
from transforms.records import Document, Reject, RejectReason

LIMITS = Limits(max_rejects=3)
GOOD, JUNK, NULL = b'{"text": "a"}\n' * 20, b"-\n", b"null\n"


def read(path: Path, limits: Limits = LIMITS) -> list[Record]:
    with read_dump(path, name=path.name, limits=limits) as dump:
        return list(dump.records())


def count(records: list[Record]) -> Counter[RejectReason]:
    counts: Counter[RejectReason] = Counter()
    for record in records:
        if isinstance(record, Reject):
            counts[record.reason] += record.record_count
    return counts


def test_what_is_rejected_beyond_a_bound_is_counted_in_one_row_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(GOOD + JUNK * 2 + NULL * 3 + GOOD + JUNK * 5 + GOOD)
    records = read(path)
    assert sum(isinstance(record, Document) for record in records) == 60
    assert count(records) == {RejectReason.BAD_JSON: 7, RejectReason.NOT_AN_OBJECT: 3}
    last = records[-1]
    assert isinstance(last, Reject)
    assert (last.reason, last.record_count) == (RejectReason.BAD_JSON, 4)
    fourth = len(GOOD + JUNK * 2 + NULL * 3 + GOOD + JUNK)
    assert (last.position, last.raw) == (fourth, b"-")
    keys = [(record.position, record.reason) for record in records if isinstance(record, Reject)]
    assert len(set(keys)) == len(keys) == 7


def test_the_bound_holds_over_all_members_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", b"")
    records = read(path)
    assert len(records) == 4
    assert count(records) == {RejectReason.NO_TEXT: 20}


def test_a_dump_that_ends_badly_still_tells_what_it_rejected(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD + JUNK * 5 + GOOD * 2000, 0) + gzip.compress(GOOD)[:-5])
    found: list[Record] = []
    with read_dump(path, name="d.jsonl.gz", limits=LIMITS) as dump, pytest.raises(DumpError) as caught:
        found.extend(dump.records())
    assert caught.value.reason is DumpReason.TRUNCATED
    assert count(found) == {RejectReason.BAD_JSON: 5}


def test_a_million_lines_of_junk_are_few_rows(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(GOOD + JUNK * 200_000)
    records = read(path, Limits())
    assert len(records) == 20 + Limits().max_rejects + 1
    assert count(records) == {RejectReason.BAD_JSON: 200_000}
