"""The command line. Each command imports what it needs, so that a query never waits for Prefect.

Exit codes: 0 done, 1 the job failed, 2 bad usage, 65 data was quarantined or rejected under --strict,
75 another run holds the warehouse.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from flows import cli_export, cli_names, cli_nights, cli_report
from flows.cli_options import (
    EXIT_DATA,
    Command,
    exit_codes,
    json_option,
    load_query_settings,
    read_settings,
    run_options,
    time_zone_option,
    to_json_text,
    warehouse_option,
)
from flows.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hatsugen")
def main() -> None:
    """Hatsugen (発言): who said what about which topic, when, next to whom."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@run_options
@click.option("--strict", is_flag=True, help="Exit with 65 if anything is quarantined or was rejected.")
@click.option("--accept-rejects", is_flag=True, help="Publish although over 5 % of a dump is rejected.")
@click.option("--no-reported", is_flag=True, help="Read no indirect speech, only what stands in brackets.")
@json_option
def run(  # noqa: PLR0913 - one parameter an option
    paths: tuple[Path, ...],
    inbox: Path | None,
    warehouse: Path | None,
    workers: int | None,
    time_zone: str | None,
    *,
    strict: bool,
    accept_rejects: bool,
    no_reported: bool,
    as_json: bool,
) -> None:
    """Run the nightly job once: new dumps, tables, marts, checks, publish.

    PATHS are dumps, or folders of dumps, to read instead of the inbox.
    """
    chosen = _choose_inbox(paths, inbox)
    settings = read_settings(warehouse, inbox=chosen, workers=workers, time_zone=time_zone)
    settings = replace(
        settings, accept_rejects=accept_rejects, with_reported=settings.with_reported and not no_reported
    )
    _make_default_inbox(settings)
    from flows.run_command import FAILURES, run_once, show_report

    with exit_codes(*FAILURES):
        report = run_once(settings, os.environ)
    click.echo(show_report(report, settings, as_json=as_json))
    if strict and not report.is_clean:
        sys.exit(EXIT_DATA)


def _choose_inbox(paths: tuple[Path, ...], inbox: Path | None) -> tuple[Path, ...]:
    if paths and inbox:
        raise click.UsageError("give --inbox or PATHS, not both")
    return paths or ((inbox,) if inbox else ())


def _make_default_inbox(settings: Settings) -> None:
    """Make home/inbox, so that a newcomer sees where dumps go; other folders must exist."""
    if settings.inbox == (settings.home / "inbox",):
        settings.inbox[0].mkdir(parents=True, exist_ok=True)


@main.command()
@run_options
@click.option("--cron", default="0 2 * * *", show_default=True, help="When to run, in Asia/Tokyo.")
def serve(
    inbox: Path | None, warehouse: Path | None, workers: int | None, time_zone: str | None, cron: str
) -> None:
    """Run the nightly job on a schedule until stopped."""
    chosen = _choose_inbox((), inbox)
    settings = read_settings(warehouse, inbox=chosen, workers=workers, time_zone=time_zone)
    _make_default_inbox(settings)
    from flows.run_command import FAILURES
    from flows.serve_command import serve_nightly

    try:
        with exit_codes(*FAILURES):
            serve_nightly(settings, os.environ, cron=cron)
    except ValueError as error:
        raise click.UsageError(f"--cron {cron!r}: {error}") from error


@main.command()
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@time_zone_option
@json_option
def inspect(paths: tuple[Path, ...], time_zone: str | None, *, as_json: bool) -> None:
    """Say what dumps are and what would become of them, without reading them in.

    FILE is a dump, or a folder of dumps. Ends with 65 if a dump would be quarantined; rejects alone are no
    failure.
    """
    settings = read_settings(time_zone=time_zone)
    from flows.inspect_command import describe_inspection, to_json
    from flows.inspection import inspect_paths

    found = []
    for each in inspect_paths(paths, settings.parse_options):
        found.append(each)
        if not as_json:
            click.echo(describe_inspection(each))
    if as_json:
        click.echo(to_json_text({"dumps": [to_json(each) for each in found]}))
    if not found:
        click.echo(f"no dumps in {', '.join(map(str, paths))}; hidden files are passed over", err=True)
    if any(each.quarantine_reason for each in found):
        sys.exit(EXIT_DATA)


def _query_options(command: Command) -> Command:
    """The options of every command that runs SQL of its user's own."""
    options = (
        warehouse_option,
        click.option(
            "--timeout", type=click.IntRange(min=1), help="Seconds a statement may take. Default: 60."
        ),
        click.option("--memory", help="Memory a statement may take, such as 500MB. Default: 1GB."),
        click.option(
            "--unsafe",
            "is_unsafe",
            is_flag=True,
            help="No sandbox: SQL may read and write your files, and no limit holds.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("sql")
@_query_options
@click.option("--snapshot", "seq", type=click.IntRange(min=1), help="Ask an older snapshot that stands.")
@click.option("--format", "format_name", type=click.Choice(["table", "csv", "json", "jsonl", "parquet"]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead.")
def query(  # noqa: PLR0913 - one parameter an option
    sql: str,
    warehouse: Path | None,
    timeout: int | None,
    memory: str | None,
    seq: int | None,
    format_name: str | None,
    out: Path | None,
    *,
    is_unsafe: bool,
) -> None:
    """Run one statement of SQL on the published snapshot; "-" reads it from standard input.

    The format is that of --format, else that of the ending of --out, else a table for people.
    """
    settings = load_query_settings(warehouse, timeout, memory)
    from flows.query_command import read_statement, run_query_command
    from flows.query_session import QueryUsageError
    from warehouse.query_limits import QueryError

    with exit_codes(QueryError):
        try:
            statement = read_statement(sys.stdin.buffer) if sql == "-" else sql
            run_query_command(settings, statement, format_name, out, seq=seq, is_unsafe=is_unsafe)
        except QueryUsageError as error:
            raise click.UsageError(str(error)) from error


@main.command("sql")
@_query_options
def sql_shell(warehouse: Path | None, timeout: int | None, memory: str | None, *, is_unsafe: bool) -> None:
    """Type SQL on the published snapshot; .help tells more. Statements may also come through a pipe."""
    settings = load_query_settings(warehouse, timeout, memory)
    from flows.sql_command import run_sql_command
    from warehouse.query_limits import QueryError

    with exit_codes(QueryError):
        run_sql_command(settings, is_unsafe=is_unsafe)


@main.command()
@warehouse_option
@json_option
@click.option("--graph", "is_graph", is_flag=True, help="Draw the walk to the marts as Mermaid.")
def models(warehouse: Path | None, *, as_json: bool, is_graph: bool) -> None:
    """Show what is built from what, its rows and seconds, in the order it is built."""
    if as_json and is_graph:
        raise click.UsageError("--json and --graph do not go together")
    settings = read_settings(warehouse)
    from flows.models_command import describe_models, draw_graph, to_json
    from warehouse.model_file import ModelError

    with exit_codes(ModelError):
        if is_graph:
            click.echo(draw_graph(settings), nl=False)
        else:
            click.echo(to_json_text(to_json(settings)) if as_json else describe_models(settings))


@main.command()
@warehouse_option
@json_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "openmetrics"]),
    help="For people or monitors.",
)
@click.option("--notify", "is_told", is_flag=True, help="Raise the alarm when the tables are stale.")
def status(warehouse: Path | None, format_name: str | None, *, as_json: bool, is_told: bool) -> None:
    """Show the published snapshot: freshness, rows, rejects, quarantined dumps."""
    if as_json and format_name not in (None, "json"):
        raise click.UsageError(f"--json and --format {format_name} do not go together")
    settings = read_settings(warehouse)
    from flows.status_command import StatusFormat, show_status
    from warehouse.query_limits import QueryError

    chosen = StatusFormat("json" if as_json else format_name or "text")
    with exit_codes(QueryError):
        shown = show_status(settings, chosen, now=dt.datetime.now(dt.UTC), is_told=is_told)
    click.echo(shown, nl=not shown.endswith("\n"))


@main.command()
@warehouse_option
@json_option
def history(warehouse: Path | None, *, as_json: bool) -> None:
    """Show the snapshots that stand, oldest first, and what their runs did."""
    settings = read_settings(warehouse)
    from flows.history import describe_history, list_history, to_json

    with exit_codes():
        nights = list_history(settings.warehouse)
    click.echo(to_json_text(to_json(nights)) if as_json else describe_history(nights))


@main.command()
@warehouse_option
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Where to listen."
)
@click.option("--no-open", is_flag=True, help="Open no browser; the address is printed.")
def dashboard(warehouse: Path | None, port: int, *, no_open: bool) -> None:
    """Show the published snapshot in a browser, on this machine alone; Ctrl-C ends it."""
    settings = read_settings(warehouse)
    from flows.dashboard_command import DashboardError, run_dashboard

    with exit_codes(DashboardError):
        run_dashboard(settings, port=port, opens=not no_open)


for _command in (*cli_export.COMMANDS, *cli_names.COMMANDS, *cli_nights.COMMANDS, *cli_report.COMMANDS):
    main.add_command(_command)
