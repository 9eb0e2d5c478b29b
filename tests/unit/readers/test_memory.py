"""Memory stays flat however long a dump, or one line of it, is."""

from __future__ import annotations

import gzip
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from transforms.readers import Limits, read_dump
from transforms.records import Reject, RejectReason

MIB = 2**20
TEXT = "首相は「合意した」と述べた。".encode() * 100
ALLOWED = Limits(max_ratio=10**6)


def many_lines() -> Iterator[bytes]:
    line = b'{"text": "%s"}\n' % TEXT
    for _ in range(200 * MIB // len(line)):
        yield line


def one_line() -> Iterator[bytes]:
    yield b'{"text": "'
    for _ in range(200):
        yield b"a" * MIB
    yield b'"}\n{"text": "a"}\n'


def write(path: Path, parts: Iterator[bytes]) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for part in parts:
            file.write(part)


def put_into_zip(path: Path) -> Path:
    with zipfile.ZipFile(path.with_name("long.zip"), "w") as archive:
        archive.write(path, "long.gz")
    return path.with_name("long.zip")


def put_into_tar(path: Path) -> Path:
    with tarfile.open(path.with_name("long.tar"), "w") as archive:
        archive.add(path, "long.gz")
    return path.with_name("long.tar")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "put", "allowed_mib"),
    [
        (many_lines, Path, 4),
        (one_line, Path, 40),
        (many_lines, put_into_zip, 4),
        (many_lines, put_into_tar, 4),
    ],
)
def test_200_megabytes_are_read_in_a_few(
    tmp_path: Path, make: Callable[[], Iterator[bytes]], put: Callable[[Path], Path], allowed_mib: int
) -> None:
    path = tmp_path / "long.gz"
    write(path, make())
    path = put(path)
    tracemalloc.start()
    try:
        with read_dump(path, name="long.gz", limits=ALLOWED) as dump:
            record_count = 0
            for record in dump.records():
                record_count += 1
                assert not isinstance(record, Reject) or record.reason is RejectReason.TOO_LONG
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert record_count == sum(part.count(b"\n") for part in make())
    assert peak < allowed_mib * MIB
