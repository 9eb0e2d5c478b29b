"""The command that makes files of tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from flows.cli_options import (
    exit_codes,
    json_option,
    load_query_settings,
    to_json_text,
    warehouse_option,
)

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("tables", metavar="[TABLE]...", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Every mart, and the topics and actors they name.")
@click.option("--format", "format_name", type=click.Choice(["csv", "xlsx", "parquet"]))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The file; for several tables as csv or parquet, the folder.",
)
@click.option("--since", type=_DAY, help="Only rows of this day or later (YYYY-MM-DD).")
@click.option("--until", type=_DAY, help="Only rows of this day or earlier (YYYY-MM-DD).")
@click.option("--where", help="Only rows that fit this condition in SQL.")
@click.option("--snapshot", "seq", type=click.IntRange(min=1), help="Of an older snapshot that stands.")
@click.option("--cut", "cuts", is_flag=True, help="Cut text that no cell of a workbook holds.")
@click.option("--force", "is_forced", is_flag=True, help="Overwrite files that stand.")
@warehouse_option
@click.option("--memory", help="Memory a table may take to be read, such as 500MB. Default: 1GB.")
@json_option
def export(  # noqa: PLR0913 - one parameter an option
    tables: tuple[str, ...],
    format_name: str | None,
    out: Path,
    since: dt.datetime | None,
    until: dt.datetime | None,
    where: str | None,
    seq: int | None,
    warehouse: Path | None,
    memory: str | None,
    *,
    is_all: bool,
    cuts: bool,
    is_forced: bool,
    as_json: bool,
) -> None:
    """Write tables of the published snapshot to files for Excel, BI tools and colleagues.

    The format is that of --format, else that of the ending of --out. A workbook holds all tables, a sheet
    each; CSV and Parquet are a file a table. CSV is for spreadsheets, which compute nothing in it; for
    programs take Parquet, or hatsugen query. docs/bi.md tells more.
    """
    settings = load_query_settings(warehouse, None, memory)
    from flows.export_command import FAILURES, describe_report, run_export, to_json
    from flows.export_plan import ExportUsageError, plan_export
    from warehouse.export_query import RowFilter

    rows = RowFilter(since.date() if since else None, until.date() if until else None, where)
    try:
        plan = plan_export(tables, format_name, out, rows, is_all=is_all, is_forced=is_forced, cuts=cuts)
    except ExportUsageError as error:
        raise click.UsageError(str(error)) from error
    with exit_codes(*FAILURES):
        report = run_export(settings, plan, seq=seq)
    click.echo(to_json_text(to_json(report)) if as_json else describe_report(report))


COMMANDS = (export,)
