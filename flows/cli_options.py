"""What the commands of the command line share: options, settings, and errors turned into exit codes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from flows.settings import Settings, SettingsError, load_settings
from warehouse.layout import SnapshotError, WarehouseBusyError

EXIT_FAILED = 1
EXIT_DATA = 65
EXIT_BUSY = 75

Command = TypeVar("Command", bound=Callable[..., None])

FOLDER = click.Path(file_okay=False, path_type=Path)
warehouse_option = click.option("--warehouse", type=FOLDER, help="Default: warehouse/ under HATSUGEN_HOME.")
seeds_option = click.option(
    "--seeds", type=FOLDER, help="Folder of reviewed names. Default: HATSUGEN_SEEDS, else the project's own."
)
time_zone_option = click.option(
    "--time-zone", help="IANA name of the clock of times without a zone. Default: Asia/Tokyo."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")


def run_options(command: Command) -> Command:
    """The options of every command that runs the nightly flow."""
    options = (
        click.option(
            "--inbox",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Folder to look for dumps in. Default: inbox/ under HATSUGEN_HOME.",
        ),
        warehouse_option,
        click.option("--workers", type=click.IntRange(min=1), help="Reading processes. Default: one a core."),
        time_zone_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


class BusyError(click.ClickException):
    """Ends the program with the code for a held warehouse."""

    exit_code = EXIT_BUSY


@contextmanager
def exit_codes(*failures: type[Exception]) -> Iterator[None]:
    """Turn errors that a user can do something about into messages and exit codes.

    Args:
        failures: errors whose text is all that the user needs; they end with EXIT_FAILED.
    """
    try:
        yield
    except WarehouseBusyError as error:
        raise BusyError(str(error)) from error
    except SnapshotError as error:
        raise click.ClickException(str(error)) from error
    except failures as error:
        # Prefect keeps the error to the end of the process, and its frames keep DuckDB's objects, which then
        # complain on stderr about being left over.
        error.__traceback__ = None
        raise click.ClickException(str(error)) from None


def read_settings(  # noqa: PLR0913 - one parameter an option
    warehouse: Path | None = None,
    *,
    inbox: tuple[Path, ...] = (),
    workers: int | None = None,
    time_zone: str | None = None,
    seeds: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings, from the command line and the environment; bad usage where they make no sense."""
    try:
        settings = load_settings(
            environ, inbox=inbox, warehouse=warehouse, workers=workers, time_zone=time_zone
        )
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    return replace(settings, seeds=seeds.absolute()) if seeds else settings


def load_query_settings(warehouse: Path | None, timeout: int | None, memory: str | None) -> Settings:
    """The settings of a command that runs SQL, with the limits of its command line in seconds and bytes."""
    limits = {
        "HATSUGEN_QUERY_SECONDS": str(timeout) if timeout else None,
        "HATSUGEN_QUERY_MEMORY": memory,
    }
    chosen = {name: value for name, value in limits.items() if value}
    return read_settings(warehouse, environ={**os.environ, **chosen})


def to_json_text(value: object) -> str:
    """Indented JSON for programs, Japanese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)
