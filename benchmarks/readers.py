"""Measure every reader, as a Markdown table for docs/formats.md.

    python -m benchmarks.readers                             (100 MB of each format)
    python -m benchmarks.readers --size 1GB --only Atom
    python -m benchmarks.readers --lines 10                  (short records: ten lines of each page)

Each dump is generated, read once through `read_dump` in a process of its own, on one core, and deleted. Its
size is that of the bytes read to get its records, unpacked; seconds are the processor's; the peak is the
process's own, with Python and the libraries. "HTML fragments" are the bodies alone, converted one by one.
A format that is not read gives no line.
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
from benchmarks.forms import FORMS, render_html
from benchmarks.generate import parse_size, plan_bytes
from benchmarks.memory import peak_bytes
from benchmarks.pages import Page, compose
from transforms.errors import DumpError, DumpReason
from transforms.markup import convert_fragment
from transforms.readers import read_dump
from transforms.records import Reject

_JSON_LINES = {"JSON lines": ".jsonl", "JSON lines, gzip": ".jsonl.gz", "JSON lines, zstd": ".jsonl.zst"}
_FRAGMENTS = "HTML fragments"
_LIBRARIES = {
    "Movable Type": "own, lxml for the HTML",
    "Movable Type, plain bodies": "own",
    "WXR": "lxml",
    "WXR, plain bodies": "lxml",
    "HTML": "lxml; trafilatura for unknown hosts",
    _FRAGMENTS: "lxml",
    "WARC": "own framing, lxml for the pages",
    "WARC, no pages": "own framing",
    "WET": "own framing",
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
    """What a process found: documents and what is left out, seconds, its peak memory in bytes."""

    record_count: int
    seconds: float
    peak_bytes: int


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.readers"
    )
    parser.add_argument("--size", type=parse_size, default=100_000_000, help="of each dump (100MB)")
    parser.add_argument("--lines", type=int, help="how many lines of each page to take (all)")
    parser.add_argument("--only", choices=_LIBRARIES, action="append", help="a format; may be repeated")
    arguments = parser.parse_args()
    print("| format | library | a record | MB/s to documents, one core | peak RSS |\n|---|---|---|---|---|")
    for name in arguments.only or _LIBRARIES:
        line = measure(name, arguments.size, arguments.lines)
        if line is None:
            print(f"{name}: not read yet", file=sys.stderr)
        else:
            print(line, flush=True)
    return 0


def measure(name: str, size: int, line_count: int | None = None) -> str | None:
    """Return a format's line of the table, or None when no reader takes its dump for a known format.

    Args:
        name: of the format.
        size: about how many bytes of pages there are to be.
        line_count: how many lines of each page are taken; None for all.

    Raises:
        RuntimeError: not every page came back as a record.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dump{_JSON_LINES.get(name, '')}"
        page_count, pages = _plan(size, line_count)
        unpacked = _write(name, pages, path)
        # A new process, because memory once touched stays with the old one.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            reading = pool.submit(_convert if name == _FRAGMENTS else _read, path).result()
    if reading is None or not reading.record_count:
        return None
    if reading.record_count != page_count:
        raise RuntimeError(f"{name}: {reading.record_count} records of {page_count} pages")
    speed, peak = unpacked / reading.seconds / 1e6, reading.peak_bytes / 2**20
    record = f"{unpacked / page_count / 1000:.1f} KB"
    return f"| {name} | {_LIBRARIES[name]} | {record} | {speed:.0f} | {peak:.0f} MiB |"


def _plan(size: int, line_count: int | None) -> tuple[int, Iterator[Page]]:
    """Return how many pages there are to be, and the pages."""
    sample = [len(page_line(_shorten(page, line_count))) for page in islice(repeat_pages(), 300)]
    count = max(1, size * len(sample) // sum(sample))
    return count, (_shorten(page, line_count) for page in islice(repeat_pages(), count))


def _shorten(page: Page, line_count: int | None) -> Page:
    return page if line_count is None else page._replace(text="\n".join(page.text.split("\n")[:line_count]))


def repeat_pages() -> Iterator[Page]:
    """Yield pages without end: those of a pool again and again, each time at other addresses."""
    pool = list(compose(plan_bytes(_POOL_BYTES)))
    for turn in count():
        for page in pool:
            yield page._replace(url=f"{page.url}/{turn}") if turn else page


def _write(name: str, pages: Iterable[Page], path: Path) -> int:
    """Write a dump; return its bytes, unpacked."""
    if name == _FRAGMENTS:
        return _write_fragments(pages, path)
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
            record_count = sum(not isinstance(record, Reject) for record in dump.records())
            seconds = time.process_time() - started
    except DumpError as error:
        if error.reason is DumpReason.UNKNOWN_FORMAT:
            return None
        raise
    return Reading(record_count, seconds, peak_bytes())


def _write_fragments(pages: Iterable[Page], path: Path) -> int:
    with path.open("w", encoding="utf-8") as out:
        for page in pages:
            out.write(render_html(page).replace("\n", " ") + "\n")
    return path.stat().st_size


def _convert(path: Path) -> Reading:
    record_count, seconds = 0, 0.0
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            started = time.process_time()
            record_count += bool(convert_fragment(line).text)
            seconds += time.process_time() - started
    return Reading(record_count, seconds, peak_bytes())


if __name__ == "__main__":
    sys.exit(main())
