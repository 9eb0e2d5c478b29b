"""Run models in an order in which each finds what it reads, two at a time where neither waits for the other.

DuckDB spreads one query over all cores, but not all of it: sorting's last step, a Python model, a hash table
that is finished. Another model fills those gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from graphlib import TopologicalSorter

import duckdb

from warehouse.models import AnyModel

RunModel = Callable[[duckdb.DuckDBPyConnection, AnyModel], None]


def run_models(
    con: duckdb.DuckDBPyConnection, models: Sequence[AnyModel], run: RunModel, *, at_once: int = 2
) -> None:
    """Run every model after those among them that it reads; of several the one that most others wait for.

    All share one limit on memory: a model that found too little beside another runs once more, alone.

    Args:
        con: a connection of the build.
        models: what to run.
        run: is called with a session of its own beside `con` and the model, in another thread; of a model
            that lacked memory twice.
        at_once: how many run at a time.

    Raises:
        ModelError: whatever `run` raises first, when the others were stopped; no other model is begun.
    """
    by_name = {model.relation: model for model in models}
    order = _Order(by_name)
    with ExitStack() as opened:
        # Opened before anything runs: a model may use `con`, and DuckDB lets one thread at a time.
        sessions = [opened.enter_context(open_session(con)) for _ in range(at_once)]
        free = list(sessions)
        running: dict[Future[None], tuple[str, duckdb.DuckDBPyConnection]] = {}
        pool = opened.enter_context(ThreadPoolExecutor(at_once))
        try:
            while order.is_active():
                for name in order.take(len(free), is_idle=not running):
                    session = free.pop()
                    running[pool.submit(run, session, by_name[name])] = name, session
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name, session = running.pop(future)
                    free.append(session)
                    if _lacked_memory(future) and order.put_back(name):
                        continue
                    future.result()
                    order.done(name)
        except BaseException:
            for session in sessions:
                session.interrupt()
            raise


def open_session(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another session on the databases of a connection, with its default catalog, time zone and variables."""
    session = con.cursor()
    catalog, zone = con.execute("select current_catalog(), current_setting('TimeZone')").fetchall()[0]
    session.execute(f"use {catalog}")
    session.execute(f"set TimeZone = '{zone}'")
    for (name,) in con.execute("select name from duckdb_variables()").fetchall():
        value = con.execute(f"select getvariable('{name}')").fetchall()[0][0]
        session.execute(f"set variable {name} = ?", [value])
    return session


def _lacked_memory(future: Future[None]) -> bool:
    error = future.exception()
    return any(isinstance(each, duckdb.OutOfMemoryException) for each in (error, error and error.__cause__))


class _Order:
    """Which models may run next."""

    def __init__(self, models: dict[str, AnyModel]) -> None:
        read = {name: _list_read(model, models) for name, model in models.items()}
        self._steps = _count_steps(read)
        self._ready: list[str] = []
        self._alone: list[str] = []
        self._sorter = TopologicalSorter(read)
        self._sorter.prepare()
        self.is_active = self._sorter.is_active

    def take(self, count: int, *, is_idle: bool) -> list[str]:
        """Up to so many of those that wait for none, most steps before them first.

        Args:
            count: how many there is room for.
            is_idle: whether nothing runs, so that one may run alone.
        """
        if self._alone:
            return self._alone[:1] if is_idle else []
        self._ready += self._sorter.get_ready()
        self._ready.sort(key=lambda name: (-self._steps[name], name))
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken

    def put_back(self, name: str) -> bool:
        """Let a model run alone; says whether it has not yet."""
        if name in self._alone:
            return False
        self._alone.append(name)
        return True

    def done(self, name: str) -> None:
        """Let those run that waited for a model."""
        if name in self._alone:
            self._alone.remove(name)
        self._sorter.done(name)


def _list_read(model: AnyModel, among: Collection[str]) -> set[str]:
    return {reference.table for reference in model.references} & set(among)


def _count_steps(read: dict[str, set[str]]) -> dict[str, int]:
    """How many models run one after the other from each on, itself among them; in an order to build in."""
    steps = dict.fromkeys(read, 1)
    for name in reversed(read):
        for before in read[name]:
            steps[before] = max(steps[before], steps[name] + 1)
    return steps
