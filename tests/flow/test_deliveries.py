"""The same posts delivered again, in every shape, change the ledger and nothing else."""

from __future__ import annotations

import gzip
import io
import multiprocessing
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from flows.report import NightReport
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS
from warehouse.schema import TABLES

from .conftest import POSTS, Home, lines

pytestmark = pytest.mark.slow

SQL_ROOT = Path(__file__).parents[2] / "sql"
# What counts dumps counts a delivery; everything else must not.
OF_THE_LEDGER = {"dumps", "rejects"} | {
    model.name
    for model in load_models(SQL_ROOT, PYTHON_MODELS)
    if {"dumps", "rejects"} & {reference.table for reference in model.references}
}
EDITED = POSTS[0] | {"text": "霧沢村の蓮台村長は会見で「給水車は三台だ」と述べた。"}
ARCHIVE = lines(*POSTS)


def zip_up(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("inside.jsonl", data)
    return stream.getvalue()


SHAPES: Mapping[str, Callable[[Home], None]] = {
    "renamed": lambda home: put(home, "other-name.jsonl", ARCHIVE),
    "packed": lambda home: put(home, "packed.jsonl.gz", gzip.compress(ARCHIVE)),
    "zipped": lambda home: put(home, "zipped.zip", zip_up(ARCHIVE)),
    "split": lambda home: [put(home, f"{n}.jsonl", lines(post)) for n, post in enumerate(POSTS)],
    "shuffled": lambda home: put(home, "shuffled.jsonl", lines(*reversed(POSTS))),
    "three times in one": lambda home: put(home, "thrice.jsonl", ARCHIVE * 3),
}  # type: ignore[dict-item]


def put(home: Home, name: str, data: bytes) -> None:
    (home.inbox / name).write_bytes(data)


def read_tables(report: NightReport) -> dict[str, list[tuple[object, ...]]]:
    assert report.snapshot is not None
    with duckdb.connect(str(report.snapshot.analytics), read_only=True) as con:
        return {
            name: con.execute(f"from {name} order by all").fetchall()
            for name in sorted(set(TABLES) - OF_THE_LEDGER)
        }


def test_old_posts_in_any_shape_take_no_edit_back_and_change_nothing(home: Home) -> None:
    put(home, "archive.jsonl", ARCHIVE)
    home.run()
    put(home, "edit.jsonl", lines(EDITED))
    before = read_tables(home.run())
    assert any("給水車は三台だ" in row for row in before["quotes"])
    for deliver in SHAPES.values():
        deliver(home)
    report = home.run()
    assert len(report.results) == 6
    assert read_tables(report) == before


def test_a_post_that_a_later_dump_lacks_stays(home: Home) -> None:
    put(home, "archive.jsonl", ARCHIVE)
    home.run()
    put(home, "later.jsonl", lines(EDITED))
    at = [column.name for column in TABLES["posts"].published_columns()].index("url")
    urls = {row[at] for row in read_tables(home.run())["posts"]}
    assert urls == {post["url"] for post in POSTS}


@contextmanager
def killed_workers() -> Iterator[None]:
    """Kill every worker as it appears, until the block ends."""
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.005):
            for process in multiprocessing.active_children():
                process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        done.set()
        killer.join()


def test_a_worker_that_dies_on_another_reading_takes_no_rows(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, "archive.jsonl", ARCHIVE)
    before = read_tables(home.run())
    monkeypatch.setattr("flows.night.PARSER_VERSION", "2")
    put(home, "new.jsonl", lines(EDITED))
    with killed_workers():
        report = home.run()
    assert {result.quarantine_reason for result in report.results} == {"worker_died"}
    assert read_tables(report) == before
