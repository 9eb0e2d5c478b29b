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


COMMANDS = (explain,)
