"""The commands that look after names: why one means what it means, and how people settle those in doubt."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli_options import (
    exit_codes,
    json_option,
    read_settings,
    seeds_option,
    to_json_text,
    warehouse_option,
)
from flows.settings import Settings

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("subject", type=click.Choice(["actor", "topic"]))
@click.argument("name")
@warehouse_option
@seeds_option
@click.option(
    "--limit", type=click.IntRange(min=0), default=3, show_default=True, help="Examples in context of each."
)
@json_option
def explain(  # noqa: PLR0913 - one parameter an option
    subject: str, name: str, warehouse: Path | None, seeds: Path | None, limit: int, *, as_json: bool
) -> None:
    """Show why a name means its actor, or a label its topic: aliases, evidence, examples, rivals.

    NAME is a name as written or as listed, an actor_id or a Wikidata item; or a label.
    """
    settings = read_settings(warehouse, seeds=seeds)
    from flows import explain_command as command
    from warehouse.query_limits import QueryError
    from warehouse.resolve_seeds import SeedError

    with exit_codes(QueryError, SeedError, command.NothingKnownError):
        if subject == "actor":
            actor = command.run_explain_actor(settings, name, example_limit=limit)
            shown, told = command.actor_to_json(actor), command.describe_actor(actor)
        else:
            topics = command.run_explain_topic(settings, name, example_limit=limit)
            shown, told = command.topics_to_json(topics), command.describe_topics(topics)
    click.echo(to_json_text(shown) if as_json else told)


@click.command()
@click.argument("subject", type=click.Choice(["actors", "topics"]), required=False)
@warehouse_option
@seeds_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Names at most.")
@click.option("--export", "exported", type=_FILE, help="Write a CSV to edit in a spreadsheet instead.")
@click.option("--import", "imported", type=_FILE, help="Take an edited CSV over into the seeds.")
@json_option
def review(  # noqa: PLR0913 - one parameter an option
    subject: str | None,
    warehouse: Path | None,
    seeds: Path | None,
    limit: int,
    exported: Path | None,
    imported: Path | None,
    *,
    as_json: bool,
) -> None:
    """List unknown or doubtful names by the rows that hang on them, and settle them with a spreadsheet.

    Nothing is joined by itself: what an edited CSV decides goes into the reviewed names (--seeds), and
    hatsugen rebuild then changes the tables without reading a dump. docs/review.md walks through it.
    """
    if exported and imported:
        raise click.UsageError("give --export or --import, not both")
    if subject is None and not imported:
        raise click.UsageError("say what to review: actors or topics")
    settings = read_settings(warehouse, seeds=seeds)
    if imported:
        _import(settings, subject, imported, where=_repeat(warehouse, seeds), as_json=as_json)
    else:
        _list(settings, str(subject), exported, limit=limit, as_json=as_json)


def _repeat(warehouse: Path | None, seeds: Path | None) -> str:
    options = (("--warehouse", warehouse), ("--seeds", seeds))
    return "".join(f" {name} {path}" for name, path in options if path)


def _list(settings: Settings, subject: str, exported: Path | None, *, limit: int, as_json: bool) -> None:
    from flows import review_command as command
    from warehouse.query_limits import QueryError
    from warehouse.resolve_seeds import SeedError

    chosen = command.Subject(subject)
    with exit_codes(QueryError, SeedError, OSError):
        if exported:
            count = command.export_sheet(settings, chosen, exported, limit=limit)
            shown: dict[str, object] = {"file": str(exported), "rows": count}
            told = f"{exported}: {count} rows; fill in decision, then hatsugen review --import {exported}"
        else:
            items = command.list_items(settings, chosen, limit=limit)
            shown, told = command.to_json(items, chosen), command.describe_items(items, chosen)
    click.echo(to_json_text(shown) if as_json else told)


def _import(settings: Settings, subject: str | None, path: Path, *, where: str, as_json: bool) -> None:
    from flows import review_command as command
    from warehouse.query_limits import QueryError
    from warehouse.resolve_seeds import SeedError
    from warehouse.review_sheet import SheetError

    with exit_codes(QueryError, SeedError, SheetError, OSError):
        told_by_sheet = command.tell_subject(path)
        if subject and told_by_sheet != subject:
            raise click.UsageError(f"{path} is a sheet of {told_by_sheet}, not of {subject}")
        done = command.import_sheet(settings, told_by_sheet, path)
    shown, told = command.import_to_json(done), command.describe_import(done, where=where)
    click.echo(to_json_text(shown) if as_json else told)


COMMANDS = (explain, review)
