"""The commands that look after the nights: what stands, whether it is whole, what changed, and back again."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TextIO

import click

from flows.cli_options import (
    EXIT_FAILED,
    exit_codes,
    json_option,
    read_settings,
    seeds_option,
    time_zone_option,
    to_json_text,
    warehouse_option,
)

_workers_option = click.option("--workers", type=click.IntRange(min=1), help="Reading processes.")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@warehouse_option
@click.option("--full", is_flag=True, help="Also lake files, kept dumps, checks, quotes, counts.")
@json_option
def verify(warehouse: Path | None, *, full: bool, as_json: bool) -> None:
    """Re-hash the published snapshot against its manifest; --full looks at everything it rests on."""
    settings = read_settings(warehouse)
    from flows.verify_command import run_verify

    with exit_codes(OSError):
        seq, problems = run_verify(settings, full=full)
    if as_json:
        click.echo(to_json_text({"snapshot": seq, "problems": problems}))
    else:
        click.echo("\n".join([*problems, f"snapshot {seq}: {len(problems) or 'no'} problems"]))
    if problems:
        sys.exit(EXIT_FAILED)


@click.command()
@warehouse_option
@json_option
def snapshots(warehouse: Path | None, *, as_json: bool) -> None:
    """List the snapshots that can be read and gone back to; a star marks the published one."""
    settings = read_settings(warehouse)
    from flows.snapshots_command import describe_snapshots, list_snapshots, to_json

    with exit_codes(OSError):
        standing = list_snapshots(settings.warehouse)
    click.echo(to_json_text(to_json(standing)) if as_json else describe_snapshots(standing))


@click.command()
@click.argument("seq", type=click.IntRange(min=1))
@warehouse_option
def rollback(seq: int, warehouse: Path | None) -> None:
    """Make snapshot SEQ the published one again. The next run reads on from there."""
    settings = read_settings(warehouse)
    from flows.snapshots_command import roll_back

    with exit_codes(OSError):
        roll_back(settings, seq)
    click.echo(f"snapshot {seq} is published; the next run reads again what came after it")


@click.command()
@click.argument("first", type=click.IntRange(min=1), required=False)
@click.argument("second", type=click.IntRange(min=1), required=False)
@warehouse_option
@json_option
def diff(first: int | None, second: int | None, warehouse: Path | None, *, as_json: bool) -> None:
    """Show the rows added, removed and changed from snapshot FIRST to SECOND, with examples.

    Without SECOND the published snapshot is compared, without FIRST its predecessor with it.
    """
    settings = read_settings(warehouse)
    import duckdb

    from flows.diff_command import default_pair, describe_diff, run_diff, to_json

    with exit_codes(OSError, duckdb.Error):
        pair = default_pair(settings.warehouse, first, second)
        diffs = run_diff(settings, *pair)
    click.echo(to_json_text(to_json(*pair, diffs)) if as_json else describe_diff(*pair, diffs))


@click.command()
@click.option("--dump", "dumps", multiple=True, help="Id or path of a dump in the ledger; may be repeated.")
@click.option("--since", type=_DAY, help="Only dumps with a post of this day or later (YYYY-MM-DD).")
@click.option("--until", type=_DAY, help="Only dumps with a post of this day or earlier (YYYY-MM-DD).")
@warehouse_option
@_workers_option
@time_zone_option
@json_option
def backfill(  # noqa: PLR0913 - one parameter an option
    dumps: tuple[str, ...],
    since: dt.datetime | None,
    until: dt.datetime | None,
    warehouse: Path | None,
    workers: int | None,
    time_zone: str | None,
    *,
    as_json: bool,
) -> None:
    """Read kept dumps again with today's parser and settings, and say what changed.

    Chosen are the dumps that were read with another parser or other settings, or those that --dump names.
    """
    settings = read_settings(warehouse, workers=workers, time_zone=time_zone)
    from flows.backfill import Selection, UnknownDumpError, run_backfill
    from flows.backfill_command import describe_backfill, to_json
    from flows.run_command import FAILURES

    chosen = Selection(dumps, since.date() if since else None, until.date() if until else None)
    with exit_codes(*FAILURES):
        try:
            done = run_backfill(settings, chosen, now=dt.datetime.now(dt.UTC))
        except UnknownDumpError as error:
            raise click.UsageError(str(error)) from error
        shown = to_json(settings, done) if as_json else describe_backfill(settings, done)
    click.echo(to_json_text(shown) if as_json else shown)


@click.command()
@click.option("--full", is_flag=True, help="Compute everything, also what did not change.")
@warehouse_option
@seeds_option
@json_option
def rebuild(warehouse: Path | None, seeds: Path | None, *, full: bool, as_json: bool) -> None:
    """Bring all tables up to date with the lake, the seeds and the models; no dump is read.

    What did not change is taken over from the published snapshot. For reviewed names of a folder of your own
    set HATSUGEN_SEEDS, so that the nightly run reads them too.
    """
    settings = read_settings(warehouse, seeds=seeds)
    from flows.backfill import run_rebuild
    from flows.run_command import FAILURES

    with exit_codes(*FAILURES):
        snapshot = run_rebuild(settings, now=dt.datetime.now(dt.UTC), is_full=full)
    result = {"snapshot": snapshot.seq, "rows": snapshot.manifest.facts["rows"]}
    click.echo(to_json_text(result) if as_json else f"snapshot {snapshot.seq} is published")


@click.command()
@click.argument("targets", metavar="URL|POST_ID...", nargs=-1)
@click.option("--file", "listed", type=click.File(encoding="utf-8"), help="A list of them, one a line.")
@click.option("--reason", required=True, help="Why; kept beside the salted hash of each post.")
@warehouse_option
@json_option
def takedown(
    targets: tuple[str, ...], listed: TextIO | None, reason: str, warehouse: Path | None, *, as_json: bool
) -> None:
    """Remove posts from every table, snapshot, quarantine and kept dump, for good, and prove it.

    Old snapshots and kept dumps that hold them are deleted. Ends with 1 as long as anything is left on disk.
    """
    settings = read_settings(warehouse)
    from flows.run_command import FAILURES
    from flows.takedown import UnknownTargetError, run_takedown
    from flows.takedown_command import describe_takedown, read_targets, to_json

    named = [*targets, *(read_targets(listed) if listed else ())]
    if not named:
        raise click.UsageError("name the posts, or a list of them with --file")
    with exit_codes(*FAILURES):
        try:
            done = run_takedown(settings, named, reason=reason, now=dt.datetime.now(dt.UTC))
        except UnknownTargetError as error:
            raise click.UsageError(str(error)) from error
    click.echo(to_json_text(to_json(done)) if as_json else describe_takedown(done))
    if not done.is_proven:
        sys.exit(EXIT_FAILED)


COMMANDS = (backfill, diff, rebuild, rollback, snapshots, takedown, verify)
