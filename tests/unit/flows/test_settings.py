from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from flows.settings import SQL_ROOT, SettingsError, load_settings


def test_everything_lies_below_home() -> None:
    settings = load_settings({"HATSUGEN_HOME": "/srv/hatsugen"})
    assert settings.inbox == (Path("/srv/hatsugen/inbox"),)
    assert settings.warehouse == Path("/srv/hatsugen/warehouse")
    assert settings.prefect_home == Path("/srv/hatsugen/prefect")


@pytest.mark.parametrize("environ", [{}, {"HATSUGEN_HOME": ""}])
def test_home_is_data_where_nothing_is_said(environ: dict[str, str]) -> None:
    assert load_settings(environ).home == Path.cwd() / "data"


def test_the_command_line_wins_over_the_environment() -> None:
    environ = {"HATSUGEN_WAREHOUSE": "/srv/warehouse", "HATSUGEN_WORKERS": "3"}
    assert load_settings(environ).warehouse == Path("/srv/warehouse")
    assert load_settings(environ).workers == 3
    settings = load_settings(environ, inbox=(Path("/in"),), warehouse=Path("/other"), workers=5)
    assert (settings.inbox, settings.warehouse, settings.workers) == ((Path("/in"),), Path("/other"), 5)


def test_relative_paths_are_settled_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings({"HATSUGEN_HOME": "home"}, inbox=(Path("dumps"),))
    assert (settings.home, settings.inbox) == (tmp_path / "home", (tmp_path / "dumps",))


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "２"])
def test_a_count_that_is_none_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="HATSUGEN_WORKERS"):
        load_settings({"HATSUGEN_WORKERS": text})


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings({}).workers = 2  # type: ignore[misc]


def test_the_models_are_found() -> None:
    assert (SQL_ROOT / "marts" / "daily_topic_frequencies.sql").is_file()
