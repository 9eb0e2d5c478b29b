"""`hatsugen run`: the flow through Prefect, and what is shown when it is done.

Prefect is imported inside the functions, after its settings are decided.
"""

from __future__ import annotations

import json
from collections.abc import Callable, MutableMapping
from contextlib import ExitStack
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from flows.alarms import TooManyRejectsError
from flows.prefect_runtime import configure_prefect, remember_migrations
from flows.prefect_server import ServerError, prefect_api
from flows.progress import configure_logging
from flows.reading_worker import WorkerStartError
from flows.report import (
    NightReport,
    describe_left_out,
    describe_outcome,
    describe_seconds,
    list_counts,
    list_highlights,
    to_json,
)
from flows.settings import Settings
from flows.shortage import ShortageError, ShortageTeller
from warehouse.checks import ChecksFailedError
from warehouse.resolve_seeds import SeedError
from warehouse.snapshots import Snapshot, Warehouse

FAILURES = (
    ChecksFailedError,
    TooManyRejectsError,
    SeedError,
    ServerError,
    ShortageError,
    WorkerStartError,
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
)
"""What ends a run without being a bug; the message says what to do, `current` is unchanged."""


def run_once(settings: Settings, environ: MutableMapping[str, str]) -> NightReport:
    """Run the nightly flow once.

    Args:
        settings: of the run.
        environ: the process's environment, into which Prefect's settings go.

    Raises:
        ServerError: Prefect's server does not answer.
        WarehouseBusyError, SnapshotError: as for `run_night`, and everything in `FAILURES`.
    """
    configure_logging()
    # An error of the flow reaches the user as our own message; Prefect would print its traceback before it.
    configure_prefect(environ, home=settings.prefect_home, workers=settings.workers, log_level="CRITICAL")
    with ShortageTeller(), ExitStack() as starting:
        # A held warehouse is told before anything is started, and of two first runs one migrates Prefect's
        # database. The night takes the lock again; who comes between, wins.
        starting.enter_context(Warehouse(settings.warehouse).lock())
        report = _run_flow(settings, environ, starting.close)
    remember_migrations(settings.prefect_home)
    return report


def _run_flow(
    settings: Settings, environ: MutableMapping[str, str], has_started: Callable[[], None]
) -> NightReport:
    with prefect_api(environ, with_scheduler=False) as wait:
        from flows.nightly import nightly

        wait()
        has_started()
        return nightly(settings)


def show_report(report: NightReport, settings: Settings, *, as_json: bool) -> str:
    """What `hatsugen run` prints when it is done."""
    if as_json:
        return json.dumps(to_json(report), ensure_ascii=False, indent=2)
    # Wide enough that no name is cut; a terminal wraps what it must.
    console = Console(width=1_000, highlight=False, markup=False)
    with console.capture() as capture:
        _show(report, settings, console)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().splitlines())


def _show(report: NightReport, settings: Settings, console: Console) -> None:
    console.print(describe_outcome(report))
    for warning in report.warnings:
        console.print(f"warning: {warning}")
    for dump in report.quarantined:
        console.print(f"quarantined: {dump.quarantine_detail}")
    for name in report.known_bad:
        console.print(f"quarantined before, and not tried again: {name}")
    if report.left_out:
        console.print(describe_left_out(report.left_out))
    if report.snapshot is None:
        return
    console.print()
    console.print(_draw_counts(report.snapshot))
    if list_highlights(report.snapshot):
        console.print(_draw_highlights(report.snapshot))
    console.print(f"seconds: {describe_seconds(report)}")
    console.print(f"snapshot: {report.snapshot.path}")
    _suggest(settings, console)


def _draw_counts(snapshot: Snapshot) -> Table:
    counts = list_counts(snapshot)
    table = Table(box=None, pad_edge=False)
    for name, _ in counts:
        table.add_column(name, justify="right")
    table.add_row(*(f"{count:,}" for _, count in counts))
    return table


def _draw_highlights(snapshot: Snapshot) -> Table:
    table = Table("", "most posts", box=None, pad_edge=False)
    table.add_column("posts", justify="right")
    for kind, name, count in list_highlights(snapshot):
        table.add_row(kind, name, f"{count:,}")
    return table


def _suggest(settings: Settings, console: Console) -> None:
    default = Path(settings.home / "warehouse")
    where = "" if settings.warehouse == default else f" --warehouse {settings.warehouse}"
    question = "select posted_date, actor, text from quotes where actor is not null limit 10"
    console.print("\ntry:")
    console.print(f'  hatsugen query{where} "{question}"')
    console.print(f"  hatsugen status{where}")
