"""`hatsugen models` before and after the first night."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.report import NightReport

from .conftest import Home


def ask(home: Home, *options: str) -> str:
    found = CliRunner().invoke(
        main, ["models", *options], env={"HATSUGEN_HOME": str(home.path)}, catch_exceptions=False
    )
    assert found.exit_code == 0, found.output
    return found.output


@pytest.mark.slow
def test_after_a_night_models_have_rows_and_seconds(published: tuple[Home, NightReport]) -> None:
    home, _ = published
    models = {model["name"]: model for model in json.loads(ask(home, "--json"))}
    assert models["posts"]["rows"] == 3
    assert models["posts"]["seconds"] >= 0
    assert models["speaker_units"]["rows"] is None
    assert models["speaker_pairs"]["reads"] == ["actors", "speaker_units", "speaker_co_mentions"]
    assert models["speaker_pairs"]["built_at"] == "2024-06-02T03:00:00+00:00"
    assert "published 2024-06-02 03:00 UTC" in ask(home)


def test_before_the_first_night_they_are_listed_all_the_same(home: Home) -> None:
    assert "not built yet" in ask(home)
    assert {model["rows"] for model in json.loads(ask(home, "--json"))} == {None}


def test_a_drawing_is_no_json(home: Home) -> None:
    refused = CliRunner().invoke(main, ["models", "--json", "--graph"], env={"HATSUGEN_HOME": str(home.path)})
    assert refused.exit_code == 2
    assert "do not go together" in refused.output
