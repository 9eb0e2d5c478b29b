"""Measure every reader, as a Markdown table for docs/formats.md.

    python -m benchmarks.readers                             (100 MB of each format)
    python -m benchmarks.readers --size 1GB --only Atom

Each dump is generated, read once through `read_dump` in a process of its own, on one core, and deleted. Its
size is that of the bytes read to get its records, unpacked; seconds are the processor's; the peak is the
process's own, with Python and the libraries. A format that is not read gives no line.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.dumps import page_line, write_dump
from benchmarks.forms import FORMS
from benchmarks.generate import parse_size, plan_bytes
from benchmarks.memory import peak_bytes
from benchmarks.pages import Page, compose
from transforms.errors import DumpError, DumpReason
from transforms.readers import read_dump
from transforms.records import Document

_JSON_LINES = {"JSON lines": ".jsonl", "JSON lines, gzip": ".jsonl.gz", "JSON lines, zstd": ".jsonl.zst"}
_LIBRARIES = {
    "Movable Type": "own, lxml for the HTML",
    "WXR": "lxml",
    "HTML": "lxml; trafilatura for unknown hosts",
    "WARC": "fastwarc, lxml",
    "WET": "fastwarc",
    "JSON lines": "orjson",
    "JSON lines, gzip": "orjson, zlib",
    "JSON lines, zstd": "orjson, zstandard",
    "JSON array": "own splitter, orjson",
    "Parquet": "pyarrow",
    "RSS 2.0": "own splitter, lxml",
    "Atom": "own splitter, lxml",
    "X archive": "own splitter, orjson",
}
_POOL_BYTES = 20_000_000


class Reading(NamedTuple):
    """What a process found: documents, seconds, its peak memory in bytes."""

    document_count: int
    seconds: float
    peak_bytes: int


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.readers"
    )
    parser.add_argument("--size", type=parse_size, default=100_000_000, help="of each dump (100MB)")
    parser.add_argument("--only", choices=_LIBRARIES, action="append", help="a format; may be repeated")
    arguments = parser.parse_args()
    print("| format | library | MB/s to documents, one core | peak RSS |\n|---|---|---|---|")
    for name in arguments.only or _LIBRARIES:
        line = measure(name, arguments.size)
        if line is None:
            print(f"{name}: not read yet", file=sys.stderr)
        else:
            print(line, flush=True)
    return 0


def measure(name: str, size: int) -> str | None:
    """Return a format's line of the table, or None when no reader takes its dump for a known format.

    Raises:
        RuntimeError: not every page came back as a document.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dump{_JSON_LINES.get(name, '')}"
        page_count = plan_bytes(size).posts
        unpacked = _write(name, islice(repeat_pages(), page_count), path)
        # A new process, because memory once touched stays with the old one.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            reading = pool.submit(_read, path).result()
    if reading is None or not reading.document_count:
        return None
    if reading.document_count != page_count:
        raise RuntimeError(f"{name}: {reading.document_count} documents of {page_count} pages")
    speed = unpacked / reading.seconds / 1e6
    return f"| {name} | {_LIBRARIES[name]} | {speed:.0f} | {reading.peak_bytes / 2**20:.0f} MiB |"


def repeat_pages() -> Iterator[Page]:
    """Yield pages without end: those of a pool again and again, each time at other addresses."""
    pool = list(compose(plan_bytes(_POOL_BYTES)))
    for turn in count():
        for page in pool:
            yield page._replace(url=f"{page.url}/{turn}") if turn else page


def _write(name: str, pages: Iterable[Page], path: Path) -> int:
    """Write a dump; return its bytes, unpacked."""
    if name not in _JSON_LINES:
        return FORMS[name](pages, path)
    sizes: list[int] = []

    def counted() -> Iterator[Page]:
        for page in pages:
            sizes.append(len(page_line(page)))
            yield page

    write_dump(counted(), path)
    return sum(sizes)


def _read(path: Path) -> Reading | None:
    started = time.process_time()
    try:
        with read_dump(path, name=path.name) as dump:
            document_count = sum(isinstance(record, Document) for record in dump.records())
            seconds = time.process_time() - started
    except DumpError as error:
        if error.reason is DumpReason.UNKNOWN_FORMAT:
            return None
        raise
    return Reading(document_count, seconds, peak_bytes())


if __name__ == "__main__":
    sys.exit(main())
