"""What a run tells while it works, on stderr: one line per dump, and on a terminal a progress bar below."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from warehouse.ingest import DumpResult

log = logging.getLogger("hatsugen")
_console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


class _ConsoleHandler(logging.Handler):
    """Writes log lines above a progress bar that may stand on the same terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        _console.print(self.format(record))


def configure_logging() -> None:
    """Send our own log to stderr, once; a line is what the message says and nothing else."""
    if not log.handlers:
        log.addHandler(_ConsoleHandler())
        log.setLevel(logging.INFO)
        log.propagate = False


@contextmanager
def follow_dumps(total: int) -> Iterator[Callable[[DumpResult], None]]:
    """Follow the reading of dumps.

    Args:
        total: dumps to come.

    Yields:
        What to call with each result.
    """
    columns = (TextColumn("reading dumps"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console, transient=True, disable=not _console.is_terminal) as bar:
        task = bar.add_task("", total=total)

        def advance(result: DumpResult) -> None:
            log.log(logging.WARNING if result.quarantine_reason else logging.INFO, describe_dump(result))
            bar.advance(task)

        yield advance


def describe_dump(result: DumpResult) -> str:
    """One line of key=value pairs.

    Text with spaces, quotes or `=` in it is written as a JSON string, so that a program can read the line.
    """
    line = (
        f"dump={_quote(result.name)} documents={result.records_in} posts={result.posts} "
        f"quotes={result.quotes} rejects={result.rejected} left_out={result.left_out} "
        f"seconds={result.seconds:.3f}"
    )
    if result.quarantine_reason is None:
        return line
    return f"{line} quarantined={result.quarantine_reason} detail={_quote(result.quarantine_detail or '')}"


def _quote(text: str) -> str:
    """A value of a key=value pair.

    >>> print(_quote("2023/11.jsonl"), _quote("a b.txt"))
    2023/11.jsonl "a b.txt"
    """
    is_plain = text and text.isprintable() and not any(mark in text for mark in ' "=\\\u3000')
    return text if is_plain else json.dumps(text, ensure_ascii=False)
