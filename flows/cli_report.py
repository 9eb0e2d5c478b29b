"""The command that writes a report to send on."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from flows.cli_options import exit_codes, json_option, read_settings, to_json_text, warehouse_option

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--since", type=_DAY, help="First day (YYYY-MM-DD). Default: six days before the last.")
@click.option("--until", type=_DAY, help="Last day. Default: the newest day with a post.")
@click.option("--out", type=_FILE, default=Path("report.html"), show_default=True, help="The page to write.")
@click.option("--pdf", type=_FILE, help="Write the same as PDF, too; needs Chromium.")
@click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="Of the words around the data.",
)
@click.option(
    "--snapshot", "seq", type=click.IntRange(min=1), help="Report on an older snapshot that stands."
)
@warehouse_option
@json_option
def report(  # noqa: PLR0913 - one parameter an option
    since: dt.datetime | None,
    until: dt.datetime | None,
    out: Path,
    pdf: Path | None,
    lang: str,
    seq: int | None,
    warehouse: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write a period as one page to send on: what rose, who spoke, next to whom, and the words.

    The page needs nothing but itself: it opens from a file and asks nobody for anything. The same snapshot
    and period always give the same page.
    """
    if since and until and since > until:
        raise click.UsageError(f"--until {until:%Y-%m-%d} lies before --since {since:%Y-%m-%d}")
    settings = read_settings(warehouse)
    from flows.report_command import ReportError, Wish, describe_report, write_report

    wish = Wish(out, pdf, since.date() if since else None, until.date() if until else None, lang, seq)
    with exit_codes(ReportError):
        written = write_report(settings, wish)
    click.echo(to_json_text(asdict(written)) if as_json else describe_report(written))


COMMANDS = (report,)
