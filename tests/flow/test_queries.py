"""docs/queries.md: every question has one query, and each finds something in the samples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.night import run_night
from flows.settings import load_settings
from flows.steps import PlainSteps
from warehouse.query import run_query

from .conftest import NOON

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "queries.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^### (.*?)\n.*?^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a night on samples/."""
    home = {"HATSUGEN_HOME": str(tmp_path_factory.mktemp("samples"))}
    settings = load_settings(home, workers=2, inbox=(ROOT / "samples",))
    snapshot = run_night(settings, PlainSteps(2), now=NOON).snapshot
    assert snapshot is not None
    return snapshot.analytics


def test_every_question_has_one_query() -> None:
    assert len(QUESTIONS) == PAGE.count("\n### ") == PAGE.count("\n```sql\n") >= 25


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_samples_answer_it(samples: Path, question: str) -> None:
    assert run_query(samples, QUESTIONS[question]).num_rows > 0
