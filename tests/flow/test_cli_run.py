"""`hatsugen run` as a user starts it: a process of its own, Prefect and its server included."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.last_run import read_last_run
from warehouse.query import run_query
from warehouse.snapshots import Warehouse

from .conftest import POSTS, Home, fill_inbox, lines
from .test_nightly import read_parquet_files

pytestmark = pytest.mark.slow

HATSUGEN = Path(sys.executable).with_name("hatsugen")
ENOUGH_SECONDS = 600
"""For a run on a machine with other work; no test waits that long but one that fails."""


def environ(home: Home) -> dict[str, str]:
    # HOME too is ours, to see that nothing is left there.
    return {"HATSUGEN_HOME": str(home.path), "HOME": str(home.path / "user"), "PATH": os.environ["PATH"]}


def hatsugen(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HATSUGEN, *arguments],
        env=environ(home),
        capture_output=True,
        text=True,
        timeout=ENOUGH_SECONDS,
        check=False,
    )


def test_the_life_of_a_warehouse(home: Home) -> None:
    home.inbox.rmdir()
    fill_inbox(home.inbox)

    first = hatsugen(home, "run", "--strict", "--json")
    assert first.returncode == 65
    report = json.loads(first.stdout)
    assert (report["snapshot"], report["is_new"], report["dumps_read"]) == (1, True, 8)
    *dumps, alarm = first.stderr.splitlines()
    assert len(dumps) == 8
    assert all(line.startswith("dump=") for line in dumps)
    assert alarm.startswith("alarm=rejects level=warn ")

    second = hatsugen(home, "run", "--strict")
    assert second.stdout.startswith("nothing new: all 8 dumps known, snapshot 1 stays published\n")
    assert "quarantined before, and not tried again: noise.bin\n" in second.stdout
    assert second.returncode == 65

    with Warehouse(home.settings.warehouse).lock():
        third = hatsugen(home, "run")
    assert third.returncode == 75
    assert third.stderr.startswith("Error: ")
    assert "another run holds the warehouse" in third.stderr.splitlines()[0]
    assert len(third.stderr.splitlines()) == 1

    assert {path.name for path in home.path.iterdir()} <= {
        "inbox",
        "raw",
        "last_run.json",
        "warehouse",
        "prefect",
    }


@pytest.fixture
def big_home(home: Home) -> Home:
    """A home whose first night is published, and a dump that takes a while."""
    (home.inbox / "one.jsonl").write_bytes(lines(POSTS[0]))
    home.run()
    street = "{0}丁目で市長は「{0}番を直す」と述べた。"
    many = ({"id": str(number), "text": street.format(number)} for number in range(20_000))
    (home.inbox / "big.jsonl").write_bytes(lines(*many))
    return home


@pytest.fixture
def killed(big_home: Home) -> Home:
    """The same home after a run was killed while it read the big dump."""
    drafts = big_home.settings.warehouse / "staging"
    with subprocess.Popen([HATSUGEN, "run"], env=environ(big_home), stderr=subprocess.PIPE) as run:
        while not list(drafts.glob("*/lake")):
            with pytest.raises(subprocess.TimeoutExpired):
                run.wait(0.01)
        run.kill()
        # The pipe ends when the last process that holds it has: workers and server do not outlive the run.
        run.communicate(timeout=ENOUGH_SECONDS)
    assert run.returncode == -signal.SIGKILL
    return big_home


def test_a_killed_run_leaves_the_last_snapshot_and_a_rerun_finishes(
    killed: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    status = hatsugen(killed, "status", "--json")
    assert json.loads(status.stdout)["snapshot"] == 1
    assert hatsugen(killed, "verify", "--full").returncode == 0

    report = killed.run()
    assert report.is_new
    assert report.snapshot is not None
    posts = run_query(report.snapshot.analytics, "select count(*) as n from posts").to_pylist()
    assert posts == [{"n": 20_001}]

    undisturbed = Home(tmp_path_factory.mktemp("undisturbed"))
    undisturbed.inbox.mkdir()
    for name in ("one.jsonl", "big.jsonl"):
        (undisturbed.inbox / name).write_bytes((killed.inbox / name).read_bytes())
        undisturbed.run()
    assert read_parquet_files(killed) == read_parquet_files(undisturbed)


def find_children(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.fixture
def started(big_home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has begun to read the big dump."""
    drafts = big_home.settings.warehouse / "staging"
    with subprocess.Popen([HATSUGEN, "run"], env=environ(big_home), stderr=subprocess.PIPE) as run:
        while not list(drafts.glob("*/lake")):
            with pytest.raises(subprocess.TimeoutExpired):
                run.wait(0.01)
        yield run


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_night_that_dies_is_told_and_ends_with_1(
    big_home: Home, started: subprocess.Popen[bytes], number: signal.Signals
) -> None:
    """As the kernel ends it for want of memory, or a library that has none."""
    (night,) = find_children(started)
    os.kill(night, number)
    _, told = started.communicate(timeout=ENOUGH_SECONDS)
    said = f"the night's process died ({number.name})"
    assert (started.returncode, said in told.decode()) == (1, True)
    assert "Traceback" not in told.decode()
    ended = read_last_run(big_home.path)
    assert ended is not None
    assert (ended.succeeded, said in ended.reason) == (False, True)
    assert json.loads(hatsugen(big_home, "status", "--json").stdout)["snapshot"] == 1


def test_who_ends_the_program_ends_the_night(started: subprocess.Popen[bytes]) -> None:
    (night,) = find_children(started)
    started.terminate()
    started.communicate(timeout=ENOUGH_SECONDS)
    assert started.returncode == -signal.SIGTERM
    assert not Path(f"/proc/{night}").exists()
