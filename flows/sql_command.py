"""`hatsugen sql`: an interactive shell on the published snapshot; statements may also come through a pipe.

One snapshot is held from beginning to end, so that all answers are of one night.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import pyarrow as pa

from flows.query_output import terminal_width
from flows.query_session import Session, open_session, query_limits
from flows.settings import Settings
from flows.sql_statements import has_content, split_statements
from warehouse.query_limits import QueryError
from warehouse.result_table import ROW_LIMIT, draw_table
from warehouse.snapshots import Warehouse

HELP = """\
Statements end with ; and may take several lines.
.tables           list the tables
.schema [TABLE]   list the columns, with what they hold
.help             this
.quit             leave (or Ctrl-D); Ctrl-C drops what was typed, or stops what runs
"""
TABLES = """
select table_name as "table", estimated_size as "rows", comment
from duckdb_tables() where schema_name = 'main' order by table_name
"""
COLUMNS = """
select table_name as "table", column_name as "column", data_type as "type", comment
from duckdb_columns() where schema_name = 'main' and not internal order by table_name, column_index
"""
_PROMPT = "hatsugen> "
_PROMPT_INSIDE = "      ..> "
_HISTORY_LINES = 2_000


def run_sql_command(settings: Settings, *, is_unsafe: bool) -> None:
    """Run statements until the input ends.

    Args:
        settings: where the warehouse is and what a statement may use.
        is_unsafe: as for `flows.query_session.open_session`.

    Raises:
        QueryError: a statement from a pipe gives no answer; those behind it are not run.
        SnapshotError: nothing is published.
    """
    limits = query_limits(settings)
    with (
        Warehouse(settings.warehouse).open_current() as snapshot,
        open_session(snapshot.analytics, limits, is_unsafe=is_unsafe) as session,
    ):
        shell = Shell(session)
        if not sys.stdin.isatty():
            _run_script(shell)
            return
        click.echo(f"snapshot {snapshot.seq}, published {snapshot.manifest.created_at:%Y-%m-%d %H:%M} UTC")
        click.echo("SQL ends with ; and .help tells more")
        with _remember_lines(settings.home / "sql_history"):
            _run_terminal(shell)


class Shell:
    """Takes typed lines and runs what is complete.

    Args:
        session: where statements are run.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._typed = ""

    @property
    def is_inside(self) -> bool:
        """Whether a statement was begun and not ended."""
        return has_content(self._typed)

    def forget(self) -> None:
        """Drop what was typed of a statement."""
        self._typed = ""

    def take_line(self, line: str) -> None:
        """Run the statements, or the dot command, that a line completes.

        Raises:
            QueryError: one gives no answer; what stood behind it in the line is dropped.
            EOFError: the line says that it was the last.
        """
        if not self.is_inside and line.lstrip().startswith("."):
            self.forget()
            self._run_dot_command(line.split())
            return
        statements, self._typed = split_statements(f"{self._typed}{line}\n")
        for statement in statements:
            self._show(statement)

    def finish(self) -> None:
        """Run what the input's end completes. Raises QueryError as `take_line` does."""
        statement, self._typed = self._typed, ""
        if has_content(statement):
            self._show(statement)

    def _run_dot_command(self, words: list[str]) -> None:
        match words:
            case [".help"]:
                click.echo(HELP, nl=False)
            case [".tables"]:
                self._show(TABLES)
            case [".schema"]:
                self._show(COLUMNS)
            case [".schema", table]:
                self._show(COLUMNS, lambda rows: _columns_of(rows, table))
            case [".quit" | ".exit"]:
                raise EOFError
            case _:
                raise QueryError(f"{' '.join(words)}: there is no such command", ".help lists them")

    def _show(
        self, sql: str, choose: Callable[[pa.RecordBatchReader], pa.RecordBatchReader] | None = None
    ) -> None:
        with self._session.stream_query(sql, row_limit=ROW_LIMIT + 1) as rows:
            chosen = choose(rows) if choose else rows
            click.echo(draw_table(chosen, width=terminal_width()), nl=False)


def _columns_of(rows: pa.RecordBatchReader, table: str) -> pa.RecordBatchReader:
    found = rows.read_all()
    names = found.column("table").to_pylist()
    if table not in names:
        raise QueryError(f"there is no table {table}", "tables: " + ", ".join(sorted(set(names))))
    return found.filter(pa.array([name == table for name in names])).drop_columns(["table"]).to_reader()


def _run_script(shell: Shell) -> None:
    with suppress(EOFError):
        for line in _read_lines():
            shell.take_line(line)
        shell.finish()


def _read_lines() -> Iterator[str]:
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
    try:
        for line in lines:
            yield line.removesuffix("\n")
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input is not UTF-8 ({error})", "convert it, e.g. with iconv") from None
    finally:
        lines.detach()


def _run_terminal(shell: Shell) -> None:
    while True:
        try:
            shell.take_line(input(_PROMPT_INSIDE if shell.is_inside else _PROMPT))
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            shell.forget()
            click.echo("^C", err=True)
        except QueryError as error:
            click.echo(f"Error: {error}", err=True)


@contextmanager
def _remember_lines(path: Path) -> Iterator[None]:
    """Keep the typed lines over sessions, as far as the folder allows it."""
    import readline  # makes `input` edit lines

    readline.set_history_length(_HISTORY_LINES)
    # The first session has no history, and a reader may have no right to write in the home.
    with suppress(OSError):
        readline.read_history_file(path)
    try:
        yield
    finally:
        with suppress(OSError):
            readline.write_history_file(path)
