"""The nightly job as a Prefect flow: one task per dump and per stage, artifacts, and its schedule.

Import this module only after `flows.prefect_runtime.configure_prefect`. Contains no business rules.
Annotations are objects here, not text: where Prefect loads the flow for its schedule it reads the parameters
from them without this module's names.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from prefect import Flow, Task, flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.futures import as_completed

from flows.alarms import Alarm
from flows.discover import FoundDump
from flows.night import run_night
from flows.notify import notify
from flows.progress import configure_logging
from flows.report import NightReport, list_dump_rows, write_markdown
from flows.settings import Settings
from flows.watch import watch_night
from warehouse.ingest import DumpResult

ARTIFACT_ROWS = 1_000
"""Dumps in the table artifact at most; the ledger has all of them."""

IO_RETRIES = 2
"""How often a look at the inbox, which may stand on a network share, is tried again."""
IO_RETRY_SECONDS = 30

T = TypeVar("T")


def _is_io_trouble(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    del task, run
    try:
        state.result()
    except OSError:
        return True
    return False


@task(cache_policy=NO_CACHE, persist_result=False)
def run_step(step: Callable[[], T]) -> T:
    """Run one step of the night; its name is the name of the task run."""
    return step()


def _always(name: str) -> Callable[[], str]:
    """A task run's name as a function, since Prefect would fill in the braces of a text."""
    return lambda: name


class PrefectSteps:
    """Runs the steps as tasks of the flow run around them, as many at a time as Prefect is set to."""

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Run one stage as a task; only a look through the inbox is tried again: it changes nothing."""
        retries = IO_RETRIES if name == "discover" else 0
        run = run_step.with_options(
            task_run_name=_always(name),
            retries=retries,
            retry_delay_seconds=IO_RETRY_SECONDS,
            retry_condition_fn=_is_io_trouble,
        )
        return run(step)

    def map(
        self, step: Callable[[FoundDump], DumpResult], dumps: Sequence[FoundDump]
    ) -> Iterator[DumpResult]:
        """Run one task per dump; results come as they are done."""
        futures = [
            run_step.with_options(task_run_name=_always(dump.name)).submit(partial(step, dump))
            for dump in dumps
        ]
        for future in as_completed(futures):
            yield future.result()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def tell_of_crash(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Raise the alarm for a night whose process died, and which could not do so itself."""
    del flow
    settings = Settings(**flow_run.parameters["settings"])
    configure_logging()
    notify([Alarm("failure", "fail", f"the night's process died: {state.message}", _now())], settings)


@flow(name="nightly", persist_result=False, on_crashed=[tell_of_crash])
def nightly(settings: Settings) -> NightReport:
    """Bring the warehouse up to date with the inbox; leave a table of dumps and a summary as artifacts."""
    configure_logging()
    report = watch_night(settings, lambda: run_night(settings, PrefectSteps(), now=_now()), clock=_now)
    create_table_artifact(
        list_dump_rows(report, limit=ARTIFACT_ROWS), key="dumps", description="dumps tried by this run"
    )
    create_markdown_artifact(write_markdown(report), key="summary")
    return report
