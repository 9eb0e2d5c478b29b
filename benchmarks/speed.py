"""Measure speed and memory, as a Markdown table for docs/performance.md.

    python -m benchmarks.speed                          (all figures)
    python -m benchmarks.speed --only normalise --only query
    python -m benchmarks.speed --only memory --bytes 1GB

Every figure is taken from the real thing: generated pages, the real readers and parser, the real command line
in a folder that is thrown away afterwards. Sizes of dumps are those of the JSON lines, decompressed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.dumps import write_dump
from benchmarks.generate import parse_size, plan_bytes
from benchmarks.memory import peak_bytes
from benchmarks.pages import compose
from transforms.parse import parse_document
from transforms.readers import Limits, hash_dump, read_dump
from transforms.records import Document, Reject
from warehouse.ingest import DumpResult, ingest_dump

_ROOT = Path(__file__).parents[1]
_HATSUGEN = Path(sys.executable).with_name("hatsugen")
_FORMS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_SMALL = 20_000_000
_SHARED = _ROOT.parent / "shared"
"""Pages kept beside the project; where they are missing, so are their figures."""
_NEWS = ("wikinews_dev.jsonl", "wikinews_unmarked.jsonl")


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    value: str
    how: str


class Bench(NamedTuple):
    """Where to put files, and how large the dump of the memory figure is."""

    folder: Path
    memory_bytes: int


def measure_normalise(bench: Bench) -> Iterator[Figure]:
    """Characters a second of processor time from read documents to their rows, on one core."""
    del bench
    pages = [Document(0, page.url, page.text, url=page.url) for page in compose(plan_bytes(6_000_000))]
    yield _rate("generated pages", pages, rounds=3)
    if _SHARED.is_dir():
        seed = [Document(0, path.name, path.read_text("utf-8")) for path in (_SHARED / "seeds").glob("*.txt")]
        news = [_read_marked(line) for name in _NEWS for line in (_SHARED / "gold" / name).open("rb")]
        yield _rate("the seed page", seed, rounds=50)
        yield _rate("Wikinews", news, rounds=10)


def _rate(what: str, documents: list[Document], *, rounds: int) -> Figure:
    """The best of some rounds, and the first one, when no name had been read before."""
    chars = sum(len(document.text) for document in documents)
    seconds = [_time(lambda: _parse_all(documents), clock=time.process_time) for _ in range(rounds)]
    density = 1000 * _parse_all(documents) / chars
    value = f"{chars / min(seconds) / 1e6:.2f} M characters/s"
    first = f"{chars / seconds[0] / 1e6:.2f} M the first time"
    how = f"`parse_document`, {chars:,} characters, {density:.0f} quotes in 1000; {first}"
    return Figure(f"normalising {what}, one core", value, how)


def _read_marked(line: bytes) -> Document:
    record = json.loads(line)
    return Document(0, str(record.get("id") or record["doc"]), record["text"])


def _parse_all(documents: list[Document]) -> int:
    """Parse the documents and return how many quotes they have."""
    return sum(
        len(parse_document(document, dump_id="0" * 16, source_uri="bench.jsonl").quotes)
        for document in documents
    )


def measure_readers(bench: Bench) -> Iterator[Figure]:
    """Megabytes of JSON lines a second through `read_dump`, by compression."""
    size = _write_small(bench, ".jsonl").stat().st_size
    for form in _FORMS:
        path = _write_small(bench, form)
        seconds = min(_time(lambda path=path: _read_all(path)) for _ in range(3))  # type: ignore[misc]
        yield Figure(
            f"reading `{form}`", f"{size / seconds / 1e6:.0f} MB/s", f"`read_dump`, {size / 1e6:.0f} MB"
        )


def _read_all(path: Path) -> None:
    with read_dump(path, name=path.name) as dump:
        if any(isinstance(record, Reject) for record in dump.records()):
            raise RuntimeError(f"{path}: a generated record was rejected")


def measure_ingest(bench: Bench) -> Iterator[Figure]:
    """Megabytes a second from a dump to its Parquet files, on one core."""
    path = _write_small(bench, ".jsonl")
    result = _ingest(path, bench.folder / "ingest")
    value = f"{result.bytes / result.seconds / 1e6:.1f} MB/s"
    posts = f"{result.posts} posts, {result.quotes} quotes"
    yield Figure("ingesting, one core", value, f"`ingest_dump`, {result.bytes / 1e6:.0f} MB: {posts}")


def measure_memory(bench: Bench) -> Iterator[Figure]:
    """Peak memory of a process of its own that ingests one large dump."""
    path = bench.folder / "large.jsonl.zst"
    plan = plan_bytes(bench.memory_bytes, days=365)
    write_dump(compose(plan), path)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        before = pool.submit(peak_bytes).result()
        result = pool.submit(_ingest, path, bench.folder / "memory").result()
        peak = pool.submit(peak_bytes).result()
    path.unlink()
    how = f"one dump of {bench.memory_bytes / 1e6:.0f} MB, {result.posts} posts, {result.seconds:.0f} s"
    yield Figure("peak memory of an ingest", f"{peak / 2**20:.0f} MiB", how)
    yield Figure("of that, before the first record", f"{before / 2**20:.0f} MiB", "Python and its libraries")


def measure_run(bench: Bench) -> Iterator[Figure]:
    """Seconds of `make run` by stage, in a home of its own; what remains is Prefect and Python."""
    home = bench.folder / "run"
    seconds, report = _run_hatsugen(home, "run", "--inbox", _ROOT / "samples", "--json")
    yield Figure(
        "`make run` after set-up", f"{seconds:.1f} s", "`hatsugen run --inbox samples`, first run ever"
    )
    stages = json.loads(report)["seconds"]
    for stage, spent in stages.items():
        yield Figure(f"– {stage}", f"{spent:.2f} s", "")
    yield Figure("– Prefect, Python, the rest", f"{seconds - sum(stages.values()):.1f} s", "")
    seconds, _ = _run_hatsugen(home, "run", "--inbox", _ROOT / "samples", "--json")
    yield Figure("a run that finds nothing new", f"{seconds:.1f} s", "the same again")


def measure_prefect(bench: Bench) -> Iterator[Figure]:
    """Seconds until a run that has nothing to do is over: Prefect's start and stop, first time and later."""
    home, inbox = bench.folder / "prefect", bench.folder / "empty"
    inbox.mkdir()
    for what in ("first time", "later"):
        seconds, _ = _run_hatsugen(home, "run", "--inbox", inbox)
        yield Figure(f"starting Prefect, {what}", f"{seconds:.1f} s", "`hatsugen run` on an empty inbox")


def measure_query(bench: Bench) -> Iterator[Figure]:
    """Seconds of an ad-hoc query on the samples' warehouse, as a new process; the median of five."""
    home = bench.folder / "query"
    _run_hatsugen(home, "run", "--inbox", _ROOT / "samples")
    for name, sql in (
        ("select 42", "select 42 as answer"),
        ("a count by day", "select posted_date, count(*) as quotes from quotes group by posted_date"),
    ):
        seconds = statistics.median(_run_hatsugen(home, "query", sql)[0] for _ in range(5))
        yield Figure(f"`hatsugen query`, {name}", f"{seconds:.2f} s", "start of Python included")


def _write_small(bench: Bench, form: str) -> Path:
    path = bench.folder / f"small{form}"
    if not path.exists():
        write_dump(compose(plan_bytes(_SMALL)), path)
    return path


def _ingest(path: Path, folder: Path) -> DumpResult:
    dump_id, _ = hash_dump(path, name=path.name)
    result = ingest_dump(path, name=path.name, dump_id=dump_id, folder=folder, limits=Limits())
    if result.quarantine_reason is not None:
        raise RuntimeError(f"{path}: {result.quarantine_detail}")
    return result


def _run_hatsugen(home: Path, *arguments: str | Path) -> tuple[float, str]:
    """Run a command of hatsugen; return its seconds and what it printed.

    Raises:
        subprocess.CalledProcessError: it failed; its messages stand on standard error.
    """
    environ = {**os.environ, "HATSUGEN_HOME": str(home)}
    started = time.perf_counter()
    done = subprocess.run([_HATSUGEN, *arguments], env=environ, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - started, done.stdout


def _time(work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    work()
    return clock() - started


FIGURES: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "normalise": measure_normalise,
    "readers": measure_readers,
    "ingest": measure_ingest,
    "memory": measure_memory,
    "run": measure_run,
    "prefect": measure_prefect,
    "query": measure_query,
}
"""Every figure by the name that --only takes."""


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="benchmarks.speed"
    )
    parser.add_argument("--only", choices=FIGURES, action="append", help="just this figure; may be repeated")
    parser.add_argument(
        "--bytes", type=parse_size, default=200_000_000, help="the memory figure's dump (200MB)"
    )
    arguments = parser.parse_args()
    print("| what | figure | how |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.bytes)
        for name in arguments.only or FIGURES:
            for figure in FIGURES[name](bench):
                print(f"| {' | '.join(figure)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
