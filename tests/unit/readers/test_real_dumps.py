"""Every real dump of ../shared/dumps gives the records that its INDEX.md counts.

Read against the INDEX by a person: documents, entries left out and rejects add up to its "records expected"
for each file. Two kinds end otherwise, and docs/formats.md says why: the clipped gzip is quarantined whole,
and the WARC cut in its last record gives that record as a reject.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from transforms.errors import DumpError, DumpReason
from transforms.readers import read_dump

DUMPS = Path(__file__).parents[4] / "shared" / "dumps"


class Expected(NamedTuple):
    """Format in the ledger (or why it is quarantined), posts, entries left out, rejects."""

    format: str
    documents: int
    left_out: int
    rejects: int


EXPECTED = {
    "feed/feedparser_chardet_eucjp.xml": Expected("feed", 1, 0, 0),
    "feed/feedparser_chardet_shiftjis.xml": Expected("feed", 1, 0, 0),
    "feed/feedrs_rss_1.0_debian.xml": Expected("feed", 1, 0, 0),
    "feed/feedrs_rss_2.0_cloudflare.xml": Expected("feed", 1, 0, 0),
    "feed/hatena_atompub_kamome283.xml": Expected("feed", 0, 2, 0),
    "jsonl/dolma_formats_test.jsonl": Expected("jsonl", 0, 0, 1),
    "jsonl/dolma_formats_test.jsonl.gz": Expected("jsonl", 0, 0, 1),
    "jsonl/dolma_formats_test.jsonl.zst": Expected("jsonl", 0, 0, 1),
    "jsonl/dolma_multiple_files_cc_en_head-0091.jsonl": Expected("jsonl", 10, 0, 0),
    "jsonl/dolma_multiple_files_cc_en_head-0174.jsonl.gz": Expected("jsonl", 10, 0, 0),
    "jsonl/dolma_provided_documents_000.json.gz": Expected("jsonl", 10, 0, 0),
    "jsonl/hojichar_sample_in_100.jsonl": Expected("jsonl", 100, 0, 0),
    "mt/aereal_mt_ok.txt": Expected("movable_type", 2, 0, 0),
    "mt/hateblo2hugo_movabletype_test.txt": Expected("movable_type", 1, 0, 0),
    "mt/mtif-rs_example.txt": Expected("movable_type", 2, 0, 0),
    "mt/soh335_1.txt": Expected("movable_type", 2, 0, 0),
    "mt/soh335_extra_field_key.txt": Expected("movable_type", 1, 0, 0),
    "mt/soh335_invalid_field.txt": Expected("movable_type", 1, 0, 0),
    "parquet/dpk_language_doc_quality_test1.parquet": Expected("parquet", 1, 0, 0),
    "parquet/dpk_universal_ededup_sample1.parquet": Expected("parquet", 5, 0, 0),
    "parquet/dpk_universal_filter_test1.parquet": Expected("parquet", 100, 0, 0),
    "parquet/dpk_universal_tokenization_dpv08_cc01.snappy.parquet": Expected("parquet", 0, 0, 0),
    "twitter_archive/milahu_note-tweet.js": Expected("x_archive", 0, 0, 0),
    "warc/jwarc_gzip_extra_sl.warc.gz": Expected("warc", 0, 1, 0),
    "warc/resiliparse_clipped.warc.gz": Expected("truncated", 0, 0, 0),
    "warc/warcio_example-bad-non-chunked.warc.gz": Expected("warc", 1, 5, 0),
    "warc/warcio_example-iana.org-chunked.warc": Expected("warc", 1, 2, 0),
    "warc/warcio_example-resource.warc.gz": Expected("warc", 1, 2, 0),
    "warc/warcio_example-trunc.warc": Expected("warc", 0, 3, 1),
    "warc/warcio_example-wget-bad-target-uri.warc.gz": Expected("warc", 1, 5, 0),
    "warc/warcio_example-wrong-chunks.warc.gz": Expected("warc", 1, 1, 0),
    "warc/warcio_example.arc.gz": Expected("arc", 1, 1, 0),
    "warc/warcio_example.warc.gz": Expected("warc", 1, 5, 0),
    "warc/whirlwind.warc.gz": Expected("warc", 1, 3, 0),
    "warc/whirlwind.warc.wat.gz": Expected("warc", 0, 2, 0),
    "warc/whirlwind.warc.wet.gz": Expected("warc", 1, 1, 0),
    "wxr/crazy-cdata-escaped.xml": Expected("wxr", 1, 0, 0),
    "wxr/crazy-cdata.xml": Expected("wxr", 1, 0, 0),
    "wxr/malformed-simple.xml": Expected("wxr", 0, 0, 1),
    "wxr/namespace-edge-cases.xml": Expected("wxr", 6, 0, 0),
    "wxr/post-content-blank-lines.xml": Expected("wxr", 1, 0, 0),
    "wxr/small-export.xml": Expected("wxr", 5, 6, 0),
    "wxr/valid-wxr-1.0.xml": Expected("wxr", 3, 3, 0),
    "wxr/valid-wxr-1.1.xml": Expected("wxr", 1, 1, 0),
    "wxr/wxr-utf-8-challenges.xml": Expected("wxr", 1, 0, 0),
}

pytestmark = pytest.mark.skipif(not DUMPS.is_dir(), reason=f"{DUMPS} does not stand here")


def test_every_dump_of_the_index_is_expected() -> None:
    listed = re.findall(r"^\| ([\w.-]+/[\w.-]+) \|", (DUMPS / "INDEX.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_dump_gives_its_records(name: str) -> None:
    counts: Counter[str] = Counter()
    try:
        with read_dump(DUMPS / name, name=name) as dump:
            counts.update(type(record).__name__ for record in dump.records())
            told = dump.format
    except DumpError as error:
        assert error.reason is DumpReason.TRUNCATED
        told = str(error.reason)
    assert Expected(told, counts["Document"], counts["LeftOut"], counts["Reject"]) == EXPECTED[name]
