from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.alarms import (
    Alarm,
    Freshness,
    TooManyRejectsError,
    find_alarms,
    find_stale,
    judge_age,
    require_few_rejects,
)
from flows.last_run import LastRun, read_last_run, write_last_run
from flows.notify import notify
from flows.report import NightReport
from flows.settings import Settings, load_settings
from flows.watch import watch_night
from warehouse.ingest import DumpResult
from warehouse.snapshots import WarehouseBusyError

NOW = dt.datetime(2024, 4, 1, 17, tzinfo=dt.UTC)
ALARM = Alarm("rejects", "warn", "12 件が読めない", NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"HATSUGEN_HOME": str(tmp_path)})


def dump(name: str, *, records_in: int, rejected: int) -> DumpResult:
    return DumpResult(
        dump_id=name,
        name=name,
        bytes=1,
        format="jsonl",
        encoding="utf-8",
        records_in=records_in,
        posts=records_in - rejected,
        duplicates=0,
        rejected=rejected,
        left_out=0,
        seconds=0.0,
        chars=0,
        quotes=0,
        quarantine_reason=None,
        quarantine_detail=None,
    )


def report(*results: DumpResult) -> NightReport:
    return NightReport(
        inbox=(), found=0, repeated=(), warnings=(), results=results, snapshot=None, is_new=True, seconds={}
    )


@pytest.mark.parametrize(
    ("records_in", "rejected", "is_held_back"),
    [
        (200, 10, False),
        (199, 10, True),
        (10, 10, True),
        (9, 9, False),
        (10_000, 500, False),
        (10_000, 501, True),
    ],
)
def test_a_dump_with_many_rejects_holds_the_night_back(
    records_in: int,
    rejected: int,
    is_held_back: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    results = [
        dump("good.jsonl", records_in=10, rejected=0),
        dump("bad.jsonl", records_in=records_in, rejected=rejected),
    ]
    if not is_held_back:
        require_few_rejects(results)
        return
    with pytest.raises(
        TooManyRejectsError, match=f"^bad.jsonl: {rejected} of {records_in:,} .*--accept-rejects"
    ):
        require_few_rejects(results)


@pytest.mark.parametrize(("rejected", "kinds"), [(10, []), (11, ["rejects"])])
def test_more_than_one_reject_in_a_hundred_is_told(
    settings: Settings, rejected: int, kinds: list[str]
) -> None:
    night = report(
        dump("a.jsonl", records_in=400, rejected=0), dump("b.jsonl", records_in=600, rejected=rejected)
    )
    assert [alarm.kind for alarm in find_alarms(night, settings, now=NOW)] == kinds


@pytest.mark.parametrize(
    ("hours", "freshness"),
    [(0, "ok"), (26, "ok"), (26.01, "warn"), (50, "warn"), (50.01, "fail"), (-1, "ok")],
)
def test_tables_grow_stale(settings: Settings, hours: float, freshness: str) -> None:
    assert judge_age(hours * 3_600, settings) == Freshness(freshness)
    alarms = find_stale(NOW - dt.timedelta(hours=hours), settings, now=NOW)
    assert [alarm.level for alarm in alarms] == ([] if freshness == "ok" else [freshness])


def test_where_nothing_was_ever_published_nothing_is_stale(settings: Settings) -> None:
    assert find_stale(None, settings, now=NOW) == []


class Hook(HTTPServer):
    """A webhook that refuses its first calls."""

    def __init__(self, refusals: int) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.refusals = refusals
        self.bodies: list[dict[str, str]] = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hook = self.server
        assert isinstance(hook, Hook)
        hook.refusals -= 1
        if hook.refusals < 0:
            hook.bodies.append(json.loads(body))
        self.send_response(204 if hook.refusals < 0 else 503)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        del arguments


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[Hook]:
    with Hook(request.param) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hook", "pauses", "calls"), [(0, [], 1), (2, [2.0, 4.0], 1), (3, [2.0, 4.0], 0)], indirect=["hook"]
)
def test_a_webhook_is_told_and_tried_again(
    settings: Settings, hook: Hook, pauses: list[float], calls: int
) -> None:
    waited: list[float] = []
    address = f"http://127.0.0.1:{hook.server_port}/hook"
    notify([ALARM], replace(settings, notify_url=address), pause=waited.append)
    assert (waited, len(hook.bodies)) == (pauses, calls)
    for body in hook.bodies:
        del body["host"]
        assert body == {
            "kind": "rejects",
            "level": "warn",
            "text": "hatsugen: 12 件が読めない",
            "at": "2024-04-01T17:00:00Z",
        }


def test_a_command_is_told(settings: Settings, tmp_path: Path) -> None:
    keep = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    command = f'{sys.executable} -c "{keep}" "{tmp_path / "told.json"}"'
    notify([ALARM], replace(settings, notify_command=command))
    assert json.loads((tmp_path / "told.json").read_bytes())["text"] == "hatsugen: 12 件が読めない"


@pytest.mark.parametrize("command", ["/no/such/command", "false"])
def test_a_command_that_fails_fails_nothing(
    settings: Settings, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    notify([ALARM], replace(settings, notify_command=command))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def test_a_night_that_ends_well_is_noted(settings: Settings, tmp_path: Path) -> None:
    metrics = tmp_path / "hatsugen.prom"
    watch_night(replace(settings, metrics_file=metrics), report, clock=Clock())
    second = dt.timedelta(seconds=1)
    assert read_last_run(settings.home) == LastRun(NOW + second, NOW + 2 * second, succeeded=True)
    assert "hatsugen_run_succeeded 1\n" in metrics.read_text()
    assert metrics.read_text().endswith("# EOF\n")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ZeroDivisionError("a bug")])
def test_a_failed_night_is_noted_told_and_still_fails(
    settings: Settings, tmp_path: Path, error: Exception
) -> None:
    told = tmp_path / "told.json"
    settings = replace(settings, notify_command=f"dd status=none of={told}", metrics_file=tmp_path / "m.prom")

    def fail() -> NightReport:
        raise error

    with pytest.raises(type(error)):
        watch_night(settings, fail, clock=Clock())
    run = read_last_run(settings.home)
    assert run is not None
    assert (run.succeeded, str(error) in run.reason) == (False, True)
    assert str(error) in json.loads(told.read_bytes())["text"]
    assert "hatsugen_run_succeeded 0\n" in (tmp_path / "m.prom").read_text()


def test_a_night_that_found_the_warehouse_held_says_nothing(settings: Settings) -> None:
    def find_held() -> NightReport:
        raise WarehouseBusyError(settings.warehouse)

    with pytest.raises(WarehouseBusyError):
        watch_night(settings, find_held, clock=Clock())
    assert read_last_run(settings.home) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"started_at": 1}', '{"started_at": "soon"}'])
def test_a_damaged_note_is_no_note(tmp_path: Path, text: str) -> None:
    (tmp_path / "last_run.json").write_text(text)
    assert read_last_run(tmp_path) is None


def test_a_note_is_replaced_whole(tmp_path: Path) -> None:
    for reason in ("ディスク満杯", ""):
        run = LastRun(NOW, NOW, succeeded=not reason, reason=reason)
        write_last_run(tmp_path / "home", run)
        assert read_last_run(tmp_path / "home") == run
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["last_run.json"]
