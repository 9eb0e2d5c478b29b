"""Every word that the pages say stands in the table, in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboards.app.words import WORDS
from dashboards.report.words import WORDS as REPORT_WORDS
from transforms.records import ActorKind, Evidence, QuoteForm
from warehouse.resolve_answers import RULE_SCORES

APP = Path(__file__).parents[2] / "dashboards" / "app"
SOURCES = [path.read_text("utf-8") for path in APP.rglob("*.py")]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("pair", [*WORDS.items(), *REPORT_WORDS.items()], ids=lambda pair: pair[0])
def test_both_languages_say_it_with_the_same_names(pair: tuple[str, tuple[str, str]]) -> None:
    japanese, english = pair[1]
    assert japanese.strip()
    assert english.strip()
    assert names(japanese) == names(english)


def test_every_key_that_is_said_has_words() -> None:
    said = {key for source in SOURCES for key in re.findall(r'\bsay\(\s*"(\w+)"', source)}
    assert len(said) > 50
    assert not said - WORDS.keys()


def test_every_rule_of_a_name_has_words() -> None:
    assert not {f"rule_{rule}" for rule in RULE_SCORES} - WORDS.keys()


@pytest.mark.parametrize(
    ("prefix", "codes"), [("kind", ActorKind), ("form", QuoteForm), ("evidence", Evidence)]
)
def test_every_value_of_the_tables_has_words(prefix: str, codes: type[ActorKind]) -> None:
    assert not {f"{prefix}_{code}" for code in codes} - WORDS.keys()
