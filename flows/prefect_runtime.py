"""Prefect's own settings, decided before it is imported: its state under our home, nothing sent anywhere.

Prefect needs a server to run a flow. Without PREFECT_API_URL it starts one for the time of the run; the
settings here make that start as short as they can and keep everything below `<home>/prefect`.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib.metadata import version
from pathlib import Path

STARTUP_SECONDS = 120
"""How long the embedded server may take to start; Prefect's own 20 s are short for a slow machine."""


def configure_prefect(environ: MutableMapping[str, str], *, home: Path, workers: int, log_level: str) -> None:
    """Set Prefect up; call it before anything imports Prefect.

    Args:
        environ: the process's environment, which Prefect and its server read. An address of a Prefect server
            in it (PREFECT_API_URL) is kept.
        home: the folder for Prefect's database and everything else it keeps; it is made.
        workers: how many tasks run at the same time.
        log_level: from which level on Prefect's own messages are shown.
    """
    home.mkdir(parents=True, exist_ok=True)
    environ.update(
        PREFECT_HOME=str(home),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        PREFECT_SERVER_EPHEMERAL_ENABLED="true",
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS=str(STARTUP_SECONDS),
        PREFECT_SERVER_UI_ENABLED="false",
        PREFECT_SERVER_REGISTER_BLOCKS_ON_START="false",
        PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION="false",
        PREFECT_SERVER_DATABASE_MIGRATE_ON_START=str(not _is_migrated(home)).lower(),
        PREFECT_TASK_RUNNER_THREAD_POOL_MAX_WORKERS=str(workers),
        PREFECT_LOGGING_TO_API_ENABLED="false",
        PREFECT_LOGGING_LEVEL=log_level,
    )


def remember_migrations(home: Path) -> None:
    """Note that this version's database stands, so that the next start does not look through its migrations.

    Call it after a flow has run: a killed first run leaves no note, and the next one migrates again.
    """
    if _database(home).exists():
        _marker(home).touch()


def _is_migrated(home: Path) -> bool:
    return _marker(home).exists() and _database(home).exists()


def _database(home: Path) -> Path:
    return home / "prefect.db"


def _marker(home: Path) -> Path:
    return home / f"migrated-{version('prefect')}"
