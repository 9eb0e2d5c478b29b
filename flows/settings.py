"""Every setting of a run in one frozen object; nothing else reads the environment."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from flows.sister_hosts import SisterHostsError, load_sister_hosts
from transforms.options import ParseOptions
from warehouse.keep_raw import KeepRaw
from warehouse.query_limits import parse_size

DEFAULT_HOME = "data"
SQL_ROOT = Path(__file__).resolve().parent.parent / "sql"
"""The SQL models: beside the packages, in the checkout as in the wheel."""
DEFAULT_SEEDS = SQL_ROOT / "seeds"
"""The reviewed names that come with the project."""


class SettingsError(Exception):
    """A setting that makes no sense; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """Where things lie and how much of the machine a run may use.

    Attributes:
        home: the folder everything is kept in (HATSUGEN_HOME).
        inbox: folder or single dumps to read; each is walked for dumps (`--inbox`, or PATH arguments).
        warehouse: the published snapshots and the lake (`--warehouse`, HATSUGEN_WAREHOUSE).
        workers: processes that read dumps (`--workers`, HATSUGEN_WORKERS).
        time_zone: IANA name of the clock of stated times that name no zone (`--time-zone`,
            HATSUGEN_TIME_ZONE). Dumps that were read keep the one they were read with
            (`posts.assumed_time_zone`) until `hatsugen backfill` reads them again.
        sister_hosts: pairs of a site's other host and the host it counts as (HATSUGEN_SISTER_HOSTS: pairs
            OTHER=MAIN with commas between them, or a file with one a line).
        with_reported: whether indirect speech in articles is read too (`--no-reported`, HATSUGEN_REPORTED: on
            or off). Dumps that were read keep what they were read with until `hatsugen backfill` reads them
            again.
        memory_limit: what DuckDB may hold while it builds the tables, e.g. 4GB (HATSUGEN_MEMORY_LIMIT).
        source_window_days: days that a note's source may be away from it (HATSUGEN_SOURCE_WINDOW_DAYS).
        keep_count: snapshots that are kept at least (HATSUGEN_KEEP_COUNT).
        keep_days: days a snapshot is kept at least (HATSUGEN_KEEP_DAYS).
        keep_raw: how delivered dumps are kept for another reading: link, copy or off (HATSUGEN_KEEP_RAW).
        keep_raw_days: days a delivered dump is kept, 0 for ever (HATSUGEN_KEEP_RAW_DAYS).
        query_memory: memory of one ad-hoc query, e.g. 500MB (`--memory`, HATSUGEN_QUERY_MEMORY).
        query_seconds: seconds after which an ad-hoc query is stopped (`--timeout`, HATSUGEN_QUERY_SECONDS).
        sql_root: the folder of models and checks.
        seeds: the folder of reviewed names (`--seeds`, HATSUGEN_SEEDS).
        notify_url: webhook that alarms are posted to (HATSUGEN_NOTIFY_URL).
        notify_command: command that gets alarms on its standard input (HATSUGEN_NOTIFY_COMMAND).
        metrics_file: OpenMetrics text written after each run (HATSUGEN_METRICS_FILE).
        stale_warn_hours: hours without a new snapshot after which monitors warn (HATSUGEN_STALE_WARN_HOURS).
        stale_fail_hours: hours after which that is a failure (HATSUGEN_STALE_FAIL_HOURS).
        report_folder: where each night that publishes leaves a report on its newest days
            (HATSUGEN_REPORT_FOLDER); None for none.
        report_days: days of such a report (HATSUGEN_REPORT_DAYS).
        report_language: ja or en (HATSUGEN_REPORT_LANGUAGE).
        report_pdf: whether it is a PDF, too (HATSUGEN_REPORT_PDF: on or off).
        accept_rejects: publish although a dump has many rejects (`--accept-rejects`).
    """

    home: Path
    inbox: tuple[Path, ...]
    warehouse: Path
    workers: int
    time_zone: str = "Asia/Tokyo"
    sister_hosts: tuple[tuple[str, str], ...] = ()
    with_reported: bool = True
    memory_limit: str = "4GB"
    source_window_days: int = 7
    keep_count: int = 7
    keep_days: int = 7
    keep_raw: KeepRaw = KeepRaw.LINK
    keep_raw_days: int = 0
    query_memory: str = "1GB"
    query_seconds: int = 60
    sql_root: Path = SQL_ROOT
    seeds: Path = DEFAULT_SEEDS
    notify_url: str = ""
    notify_command: str = ""
    metrics_file: Path | None = None
    stale_warn_hours: int = 26
    stale_fail_hours: int = 50
    report_folder: Path | None = None
    report_days: int = 7
    report_language: str = "ja"
    report_pdf: bool = False
    accept_rejects: bool = False

    @property
    def raw(self) -> Path:
        """Where delivered dumps are kept: beside the home's warehouse; any other warehouse has its own."""
        is_of_home = self.warehouse == self.home / "warehouse"
        return (self.home if is_of_home else self.warehouse) / "raw"

    @property
    def prefect_home(self) -> Path:
        """Where Prefect keeps its database and everything else."""
        return self.home / "prefect"

    @property
    def parse_options(self) -> ParseOptions:
        """How to take what dumps leave open."""
        return ParseOptions(ZoneInfo(self.time_zone), dict(self.sister_hosts), self.with_reported)


def load_settings(
    environ: Mapping[str, str],
    *,
    inbox: tuple[Path, ...] = (),
    warehouse: Path | None = None,
    workers: int | None = None,
    time_zone: str | None = None,
) -> Settings:
    """Fill the settings: the command line first, then the environment, then the defaults.

    Args:
        environ: the process's environment.
        inbox: what the command line names to read; empty means `home/inbox`.
        warehouse: what the command line says, if it does.
        workers: likewise.
        time_zone: likewise.

    Raises:
        SettingsError: a number is no number or too small, a time zone none that is known, or the sister hosts
            are no pairs of hosts.
    """
    home = Path(environ.get("HATSUGEN_HOME") or DEFAULT_HOME).absolute()
    folder = warehouse or environ.get("HATSUGEN_WAREHOUSE") or home / "warehouse"
    for path in (home, Path(folder).absolute()):
        _require_folder(path)
    return Settings(
        home=home,
        inbox=tuple(path.absolute() for path in inbox) or (home / "inbox",),
        warehouse=Path(folder).absolute(),
        workers=workers or _read_count(environ, "HATSUGEN_WORKERS", os.cpu_count() or 1),
        time_zone=_read_time_zone(environ, time_zone),
        sister_hosts=_read_sister_hosts(environ),
        with_reported=_read_switch(environ, "HATSUGEN_REPORTED", default=Settings.with_reported),
        memory_limit=_read_size(environ, "HATSUGEN_MEMORY_LIMIT", Settings.memory_limit),
        source_window_days=_read_count(
            environ, "HATSUGEN_SOURCE_WINDOW_DAYS", Settings.source_window_days, least=0
        ),
        keep_count=_read_count(environ, "HATSUGEN_KEEP_COUNT", Settings.keep_count),
        keep_days=_read_count(environ, "HATSUGEN_KEEP_DAYS", Settings.keep_days),
        keep_raw=_read_keep_raw(environ),
        keep_raw_days=_read_count(environ, "HATSUGEN_KEEP_RAW_DAYS", Settings.keep_raw_days, least=0),
        query_memory=_read_size(environ, "HATSUGEN_QUERY_MEMORY", Settings.query_memory),
        query_seconds=_read_count(environ, "HATSUGEN_QUERY_SECONDS", Settings.query_seconds),
        seeds=_read_path(environ, "HATSUGEN_SEEDS") or DEFAULT_SEEDS,
        notify_url=_read_url(environ, "HATSUGEN_NOTIFY_URL"),
        notify_command=_read_command(environ, "HATSUGEN_NOTIFY_COMMAND"),
        metrics_file=_read_path(environ, "HATSUGEN_METRICS_FILE"),
        stale_warn_hours=_read_count(environ, "HATSUGEN_STALE_WARN_HOURS", Settings.stale_warn_hours),
        stale_fail_hours=_read_count(environ, "HATSUGEN_STALE_FAIL_HOURS", Settings.stale_fail_hours),
        report_folder=_read_path(environ, "HATSUGEN_REPORT_FOLDER"),
        report_days=_read_count(environ, "HATSUGEN_REPORT_DAYS", Settings.report_days),
        report_language=_read_language(environ),
        report_pdf=_read_switch(environ, "HATSUGEN_REPORT_PDF", default=Settings.report_pdf),
    )


def _require_folder(path: Path) -> None:
    """Make sure that a folder stands there, or that one could be made."""
    standing = next(each for each in (path, *path.parents) if each.exists())
    if not standing.is_dir():
        raise SettingsError(
            f"{path} cannot be a folder: {standing} is none; set HATSUGEN_HOME, or the warehouse, to another"
        )


def _read_count(environ: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = environ.get(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise SettingsError(f"{name} is {text!r}; a whole number from {least} is expected")
    return int(text)


def _read_switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name)
    if not text:
        return default
    if text not in {"on", "off"}:
        raise SettingsError(f"{name} is {text!r}; on or off is expected")
    return text == "on"


def _read_keep_raw(environ: Mapping[str, str]) -> KeepRaw:
    text = environ.get("HATSUGEN_KEEP_RAW") or Settings.keep_raw
    if text not in set(KeepRaw):
        raise SettingsError(f"HATSUGEN_KEEP_RAW is {text!r}; one of {', '.join(KeepRaw)} is expected")
    return KeepRaw(text)


def _read_language(environ: Mapping[str, str]) -> str:
    text = environ.get("HATSUGEN_REPORT_LANGUAGE") or Settings.report_language
    if text not in {"ja", "en"}:
        raise SettingsError(f"HATSUGEN_REPORT_LANGUAGE is {text!r}; ja or en is expected")
    return text


def _read_size(environ: Mapping[str, str], name: str, default: str) -> str:
    text = environ.get(name) or default
    try:
        parse_size(text)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None
    return text


def _read_url(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name) or ""
    if text and not text.startswith(("http://", "https://")):
        raise SettingsError(f"{name} is no web address; one that begins with https:// or http:// is expected")
    return text


def _read_command(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name) or ""
    try:
        shlex.split(text)
    except ValueError as error:
        raise SettingsError(f"{name} is no command line: {error}") from None
    return text


def _read_path(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name)
    return Path(text).absolute() if text else None


def _read_time_zone(environ: Mapping[str, str], chosen: str | None) -> str:
    name = chosen or environ.get("HATSUGEN_TIME_ZONE") or Settings.time_zone
    # Looking for all zones takes a while, and the usual one is there.
    if name != Settings.time_zone and name not in available_timezones():
        where = "--time-zone" if chosen else "HATSUGEN_TIME_ZONE"
        raise SettingsError(f"{where} is {name!r}; an IANA name is expected, such as Asia/Tokyo or UTC")
    return name


def _read_sister_hosts(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    try:
        return load_sister_hosts(environ.get("HATSUGEN_SISTER_HOSTS") or "")
    except SisterHostsError as error:
        raise SettingsError(f"HATSUGEN_SISTER_HOSTS: {error}") from error
