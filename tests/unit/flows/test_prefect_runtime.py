from __future__ import annotations

from pathlib import Path

import pytest

from flows.prefect_runtime import configure_prefect, remember_migrations


def configure(home: Path) -> dict[str, str]:
    environ = {"PATH": "/bin"}
    configure_prefect(environ, home=home, workers=3, log_level="WARNING")
    return environ


def test_prefect_keeps_everything_below_its_home_and_sends_nothing(tmp_path: Path) -> None:
    environ = configure(tmp_path / "prefect")
    assert environ["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environ["DO_NOT_TRACK"] == "1"
    assert environ["PATH"] == "/bin"


@pytest.mark.parametrize(
    ("database", "has_finished", "migrates"),
    [(False, False, "true"), (True, False, "true"), (True, True, "false")],
)
def test_migrations_run_until_a_flow_has_finished(
    tmp_path: Path,
    *,
    database: bool,
    has_finished: bool,
    migrates: str,
) -> None:
    if database:
        (tmp_path / "prefect.db").touch()
    if has_finished:
        remember_migrations(tmp_path)
    assert configure(tmp_path)["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] == migrates


def test_a_deleted_database_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "prefect.db").touch()
    remember_migrations(tmp_path)
    (tmp_path / "prefect.db").unlink()
    assert configure(tmp_path)["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] == "true"
