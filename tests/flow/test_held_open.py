"""A BI client keeps `current/analytics.duckdb` open all night, by its path, without a lease of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from flows.night import run_night
from flows.report import NightReport
from flows.steps import PlainSteps

from .conftest import NOON, POSTS, Home, lines

pytestmark = pytest.mark.slow

# Knows nothing of ours: a driver, a path, and a connection that it holds until it is told to make another.
CLIENT = """
import json, sys
import duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print("connected", flush=True)
for line in sys.stdin:
    if line.strip() == "reconnect":
        con.close()
        con = duckdb.connect(sys.argv[1], read_only=True)
    else:
        print(json.dumps(con.execute(line).fetchall()), flush=True)
"""
ROWS = """
    select
        (select count(*) from dumps), (select count(*) from posts), (select max(snapshot_id) from dumps),
        (select sum(post_count) from daily_topic_frequencies)
"""


class Client:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def ask(self, sql: str) -> Any:
        self.tell(" ".join(sql.split()))
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def connect(home: Home) -> Iterator[Client]:
    path = home.settings.warehouse / "current" / "analytics.duckdb"
    command = [sys.executable, "-c", CLIENT, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "connected\n"
        yield Client(process)
        process.stdin.close()
        assert process.wait() == 0


def run(home: Home, day: int) -> NightReport:
    """A night on one more dump; it keeps no snapshot but its own."""
    (home.inbox / f"{day}.jsonl").write_bytes(lines(POSTS[day]))
    settings = replace(home.settings, keep_count=1, keep_days=0)
    return run_night(settings, PlainSteps(1), now=NOON)


def test_a_bi_client_neither_blocks_the_run_nor_sees_a_mixed_state_and_sees_the_new_night_when_it_reconnects(
    home: Home,
) -> None:
    run(home, 0)
    with connect(home) as early, connect(home) as late:
        assert early.ask(ROWS) == [[1, 1, 1, 1]]
        report = run(home, 1)
        assert report.snapshot is not None
        assert (report.is_new, report.snapshot.seq) == (True, 2)
        # Its files are gone from the folder, and it still has them: the first night, whole.
        assert [path.name for path in (home.settings.warehouse / "snapshots").iterdir()] == ["00000002"]
        assert early.ask(ROWS) == [[1, 1, 1, 1]]
        # Nor does one that asks its first question now see anything of the new night.
        assert late.ask(ROWS) == [[1, 1, 1, 1]]

        early.tell("reconnect")
        assert early.ask(ROWS) == [[2, 2, 2, 2]]
        assert late.ask(ROWS) == [[1, 1, 1, 1]]
