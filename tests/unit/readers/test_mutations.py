"""Random damage to small dumps of every format gives documents, rejects or one DumpError, nothing else."""

from __future__ import annotations

import gzip
import os
import random
import time
from pathlib import Path

import pytest

from tests.hostile.containers import pack_tar, pack_zip
from tests.hostile.mutation import mutate
from tests.hostile.packing import PACK
from tests.hostile.valid import VALID, WARC_RECORDS
from transforms.errors import DumpError
from transforms.parse import parse_document
from transforms.readers import Limits, read_dump
from transforms.records import Document, Reject

MEMBERS = {f"{number}.bin": data for number, data in enumerate(VALID.values())}
DUMPS: dict[str, bytes] = {
    **VALID,
    "WARC.gz": b"".join(map(gzip.compress, WARC_RECORDS)),
    **{f"JSON lines, {kind}": pack(VALID["JSON lines"]) for kind, pack in PACK.items()},
    "zip": pack_zip(MEMBERS),
    "zip, stored": pack_zip(MEMBERS, 0),
    "tar": pack_tar(MEMBERS),
    "tar.gz": gzip.compress(pack_tar(MEMBERS)),
    "zip in tar": pack_tar({"a.zip": pack_zip(MEMBERS), **MEMBERS}),
}
LIMITS = Limits(max_bytes=2**20, max_record_bytes=2**16)
COUNT = 2400
SECONDS_EACH = 10


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    seen: set[tuple[int, str]] = set()
    position = 0
    try:
        with read_dump(path, name=path.name, limits=LIMITS) as dump:
            for record in dump.records():
                assert record.position >= position
                position = record.position
                if isinstance(record, Document):
                    assert record.record_id
                    assert record.text.strip()
                    parsed = parse_document(record, dump_id="0" * 16, source_uri=path.name)
                    assert parsed.post.text.encode()
                elif isinstance(record, Reject):
                    assert (position, record.reason) not in seen
                    seen.add((position, record.reason))
                    assert len(record.excerpt) <= 200
                    assert len(record.raw) <= 4096
                    record.excerpt.encode()
    except DumpError as error:
        assert error.advice
        assert str(error).encode()


def test_the_dumps_are_valid_before_they_are_damaged(tmp_path: Path) -> None:
    for kind, data in DUMPS.items():
        path = tmp_path / "dump"
        path.write_bytes(data)
        with read_dump(path, name="dump", limits=Limits()) as dump:
            records = list(dump.records())
        assert any(isinstance(record, Document) for record in records), kind
        assert not any(isinstance(record, Reject) for record in records), kind


@pytest.mark.slow
def test_damaged_dumps_give_records_or_one_error(tmp_path: Path) -> None:
    seed = int(os.environ.get("HATSUGEN_SEED") or random.SystemRandom().randrange(2**32))
    print(f"HATSUGEN_SEED={seed}")  # noqa: T201
    others = [data for data in DUMPS.values() if len(data) < 5000]
    for number in range(COUNT):
        kind = list(DUMPS)[number % len(DUMPS)]
        chance = random.Random(seed * COUNT + number)
        started = time.perf_counter()
        try:
            check(tmp_path / "2023-11-08.bin", mutate(DUMPS[kind], others, chance))
        except Exception as error:
            error.add_note(f"HATSUGEN_SEED={seed}, mutation {number} of {kind}")
            raise
        assert time.perf_counter() - started < SECONDS_EACH, (seed, number, kind)
