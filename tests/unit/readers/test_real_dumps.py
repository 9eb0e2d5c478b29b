"""Real dumps that stand beside the project on some machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.readers import hash_dump, read_dump
from transforms.records import DateBasis, Document, Reject, RejectReason

SHARED = Path(__file__).parents[4] / "shared"
JSONL = SHARED / "dumps" / "jsonl"
SEEDS = SHARED / "seeds"

# Documents and rejects as the folder's INDEX.md counts the rows.
EXPECTED = {
    "dolma_formats_test.jsonl": ("utf-8", 0, 1),
    "dolma_formats_test.jsonl.gz": ("gzip+utf-8", 0, 1),
    "dolma_formats_test.jsonl.zst": ("zstd+utf-8", 0, 1),
    "dolma_multiple_files_cc_en_head-0091.jsonl": ("utf-8", 10, 0),
    "dolma_multiple_files_cc_en_head-0174.jsonl.gz": ("gzip+utf-8", 10, 0),
    "dolma_provided_documents_000.json.gz": ("gzip+utf-8", 10, 0),
    "hojichar_sample_in_100.jsonl": ("utf-8", 100, 0),
}


@pytest.mark.skipif(not JSONL.is_dir(), reason=f"no real dumps at {JSONL}")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_json_lines_give_the_rows_they_hold(name: str) -> None:
    with read_dump(JSONL / name, name=name) as dump:
        records = list(dump.records())
    documents = [record for record in records if isinstance(record, Document)]
    rejects = [record for record in records if isinstance(record, Reject)]
    assert (dump.encoding, len(documents), len(rejects)) == EXPECTED[name]
    assert {reject.reason for reject in rejects} <= {RejectReason.NO_TEXT}
    if name.startswith("dolma"):
        assert all(document.url == document.record_id for document in documents)
        assert all(document.date_basis is DateBasis.CRAWL for document in documents)
        assert all(document.site and document.title for document in documents)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no seed page at {SEEDS}")
def test_the_seed_page_is_one_text() -> None:
    for path in SEEDS.glob("*.txt"):
        with read_dump(path, name=path.name) as dump:
            (document,) = dump.records()
        assert (dump.format, dump.encoding) == ("text", "utf-8")
        assert isinstance(document, Document)
        assert document.record_id == path.stem
        assert document.text == path.read_bytes().decode()
        assert hash_dump(path, name=path.name)[1] == path.stat().st_size
