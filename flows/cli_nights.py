"""The commands that look after the nights: what stands, whether it is whole, what changed, and back again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli_options import (
    EXIT_FAILED,
    exit_codes,
    json_option,
    read_settings,
    to_json_text,
    warehouse_option,
)


@click.command()
@warehouse_option
@click.option("--full", is_flag=True, help="Re-hash the lake files too.")
@json_option
def verify(warehouse: Path | None, *, full: bool, as_json: bool) -> None:
    """Re-hash the published snapshot against its manifest."""
    settings = read_settings(warehouse)
    from warehouse.snapshots import Warehouse
    from warehouse.verify import verify_snapshot

    with exit_codes(), Warehouse(settings.warehouse).open_current() as snapshot:
        problems = [str(problem) for problem in verify_snapshot(snapshot, full=full)]
    if as_json:
        click.echo(to_json_text({"snapshot": snapshot.seq, "problems": problems}))
    else:
        click.echo("\n".join([*problems, f"snapshot {snapshot.seq}: {len(problems) or 'no'} problems"]))
    if problems:
        sys.exit(EXIT_FAILED)


COMMANDS = (verify,)
