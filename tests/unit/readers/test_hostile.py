"""Hostile input: whatever it is, reading it ends as DESIGN says, in bounded memory and time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.hostile import containers, crawls, exports, files, markup, packing, records, texts
from tests.hostile.case import Case
from transforms.errors import DumpError
from transforms.parse import parse_document
from transforms.readers import read_dump
from transforms.readers.reading import Record
from transforms.records import Document, LeftOut, Reject

MODULES = (packing, containers, files, texts, records, markup, exports, crawls)
FAST = {kind: case for module in MODULES for kind, case in module.CASES.items()}
SLOW = texts.SLOW_CASES | records.SLOW_CASES
SECONDS = 60


def reset_peak() -> None:
    """From now on the process's peak is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def measure(what: str) -> int:
    """A figure of this process's memory, in bytes."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{what}:"))
    return int(line.split()[1]) * 1024


def check_reading(case: Case, folder: Path) -> None:
    path = case.lay(folder)
    found: list[Record] = []
    error = None
    try:
        with read_dump(path, name=path.name, limits=case.limits) as dump:
            for record in dump.records():
                if case.meanwhile is not None and not found:
                    case.meanwhile(path)
                found.append(record)
                if isinstance(record, Document):
                    parse_document(record, dump_id="0" * 16, source_uri=path.name)
    except DumpError as caught:
        error = caught
        assert caught.advice
        assert "\n" not in str(caught)
        assert str(caught).encode()
    check_end(case, found, error)


def check_end(case: Case, found: list[Record], error: DumpError | None) -> None:
    assert (error.reason if error else None) == case.error, error
    rejects = [record for record in found if isinstance(record, Reject)]
    if case.error is None:
        documents = [record for record in found if isinstance(record, Document)]
        left_out = sum(isinstance(record, LeftOut) for record in found)
        ends = (len(documents), tuple(reject.reason for reject in rejects), left_out)
        assert ends == (case.documents, case.rejects, case.left_out)
        assert not case.kept or any(case.kept in document.text for document in documents)
    # Several entries of one page have its position; two rejects of one reason never have the same.
    positions = [record.position for record in found]
    assert positions == sorted(positions)
    assert len({(reject.position, reject.reason) for reject in rejects}) == len(rejects)
    assert not case.lacks or case.lacks not in repr((found, error))
    for reject in rejects:
        assert len(reject.excerpt) <= 200
        assert len(reject.raw) <= 4096
        assert reject.excerpt.isprintable() or "\u3000" in reject.excerpt


def check_case(case: Case, folder: Path, memory_bytes: int) -> None:
    reset_peak()
    before, started = measure("VmRSS"), time.perf_counter()
    check_reading(case, folder)
    assert time.perf_counter() - started < SECONDS
    assert measure("VmHWM") - before < memory_bytes


@pytest.mark.parametrize("kind", FAST)
def test_every_kind_ends_as_it_should(tmp_path: Path, kind: str) -> None:
    check_case(FAST[kind], tmp_path, 200 * 2**20)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SLOW)
def test_every_large_kind_ends_as_it_should(tmp_path: Path, kind: str) -> None:
    check_case(SLOW[kind], tmp_path, 2**30)


def test_there_are_as_many_kinds_as_were_asked_for() -> None:
    assert len(FAST) == sum(len(module.CASES) for module in MODULES)
    assert len(FAST) + len(SLOW) >= 120
