from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from flows.settings import DEFAULT_SEEDS, SQL_ROOT, SettingsError, load_settings


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


def test_reviewed_names_may_stand_in_a_folder_of_their_own() -> None:
    assert load_settings({}).seeds == DEFAULT_SEEDS
    assert load_settings({"HATSUGEN_SEEDS": "/srv/names"}).seeds == Path("/srv/names")


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "２"])
def test_a_count_that_is_none_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="HATSUGEN_WORKERS"):
        load_settings({"HATSUGEN_WORKERS": text})


@pytest.mark.parametrize("name", ["HATSUGEN_HOME", "HATSUGEN_WAREHOUSE"])
@pytest.mark.parametrize("path", ["/dev/null", "/dev/null/data"])
def test_a_place_where_no_folder_can_be_is_refused(name: str, path: str) -> None:
    with pytest.raises(SettingsError, match=r"cannot be a folder: /dev/null is none"):
        load_settings({name: path})


@pytest.mark.parametrize("text", ["lots", "-1GB", "4", "0x10GB", "GB"])
def test_a_memory_limit_that_is_no_size_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match=r"HATSUGEN_MEMORY_LIMIT: .* is no size"):
        load_settings({"HATSUGEN_MEMORY_LIMIT": text})


@pytest.mark.parametrize(
    ("environ", "how", "days"),
    [
        ({}, "link", 0),
        ({"HATSUGEN_KEEP_RAW": "copy", "HATSUGEN_KEEP_RAW_DAYS": "400"}, "copy", 400),
        ({"HATSUGEN_KEEP_RAW": "off", "HATSUGEN_KEEP_RAW_DAYS": "0"}, "off", 0),
    ],
)
def test_delivered_dumps_are_linked_for_ever_unless_told_otherwise(
    environ: dict[str, str], how: str, days: int
) -> None:
    settings = load_settings(environ)
    assert (settings.keep_raw, settings.keep_raw_days) == (how, days)


def test_a_way_of_keeping_dumps_that_is_none_is_named() -> None:
    with pytest.raises(SettingsError, match="HATSUGEN_KEEP_RAW is 'yes'; one of link, copy, off is expected"):
        load_settings({"HATSUGEN_KEEP_RAW": "yes"})


def test_a_warehouse_elsewhere_keeps_its_own_dumps(tmp_path: Path) -> None:
    home = {"HATSUGEN_HOME": str(tmp_path)}
    assert load_settings(home).raw == tmp_path / "raw"
    assert load_settings(home, warehouse=tmp_path / "other").raw == tmp_path / "other" / "raw"


def test_times_without_a_zone_are_tokyos_unless_told_otherwise() -> None:
    assert load_settings({}).parse_options.zone.key == "Asia/Tokyo"
    environ = {"HATSUGEN_TIME_ZONE": "Europe/Berlin"}
    assert load_settings(environ).parse_options.zone.key == "Europe/Berlin"
    assert load_settings(environ, time_zone="UTC").parse_options.zone.key == "UTC"


@pytest.mark.parametrize(
    "name", ["JST", "Tokyo", "asia/tokyo", "Asia", "+09:00", "/etc/localtime", "../UTC", "\0"]
)
def test_a_time_zone_that_is_none_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=r"HATSUGEN_TIME_ZONE is .*an IANA name is expected"):
        load_settings({"HATSUGEN_TIME_ZONE": name})
    with pytest.raises(SettingsError, match="--time-zone is"):
        load_settings({}, time_zone=name)


def test_indirect_speech_is_read_unless_it_is_switched_off() -> None:
    assert load_settings({}).parse_options.with_reported
    assert load_settings({"HATSUGEN_REPORTED": "on"}).parse_options.with_reported
    assert not load_settings({"HATSUGEN_REPORTED": "off"}).parse_options.with_reported
    with pytest.raises(SettingsError, match="HATSUGEN_REPORTED is 'no'; on or off is expected"):
        load_settings({"HATSUGEN_REPORTED": "no"})


def test_the_source_of_a_note_may_be_a_week_away_unless_told_otherwise() -> None:
    assert load_settings({}).source_window_days == 7
    assert load_settings({"HATSUGEN_SOURCE_WINDOW_DAYS": "0"}).source_window_days == 0
    with pytest.raises(SettingsError, match="HATSUGEN_SOURCE_WINDOW_DAYS is '-1'"):
        load_settings({"HATSUGEN_SOURCE_WINDOW_DAYS": "-1"})


def test_sister_hosts_are_named_in_the_environment_or_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "sisters"
    path.write_text("# a blog that moved\na.hatenadiary.jp=a.hatenablog.com # in 2019, they say\n", "utf-8")
    for text in ("A.hatenadiary.JP = a.hatenablog.com,", str(path)):
        settings = load_settings({"HATSUGEN_SISTER_HOSTS": text})
        assert settings.sister_hosts == (("a.hatenadiary.jp", "a.hatenablog.com"),)
        assert settings.parse_options.sister_hosts == {"a.hatenadiary.jp": "a.hatenablog.com"}
    assert load_settings({}).sister_hosts == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a.example", "a.example is neither a pair"),
        ("a.example=", "'a.example=' is no pair of hosts"),
        ("a.example=a.example", "is no pair of hosts"),
        ("https://a.example=b.example", "is no pair of hosts"),
        ("a.example=b.example,a.example=c.example", "both b.example and c.example"),
        ("a.example=b.example,b.example=c.example", "name the last"),
    ],
)
def test_sister_hosts_that_are_none_are_named(text: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=f"HATSUGEN_SISTER_HOSTS: .*{complaint}"):
        load_settings({"HATSUGEN_SISTER_HOSTS": text})


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings({}).workers = 2  # type: ignore[misc]


def test_the_models_are_found() -> None:
    assert (SQL_ROOT / "marts" / "daily_topic_frequencies.sql").is_file()
