"""The word lists: in order to be reviewed, and searched for the longest term."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from transforms.lexicon import FOLDER, find_prefix, find_suffix, load_terms

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_says_what_it_is_and_holds_no_term_twice(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("# ")
    terms = [line for line in lines if line and not line.startswith("#")]
    assert terms
    assert [term for term in set(terms) if terms.count(term) > 1] == []
    assert [
        term for term in terms if term != term.strip() or unicodedata.normalize("NFC", term) != term
    ] == []


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("水野戦略広報調整官", "戦略広報調整官"),
        ("大統領", "大統領"),
        ("副大統領", "副大統領"),
        ("橋", ""),
        ("", ""),
    ],
)
def test_the_longest_term_at_the_end(text: str, suffix: str) -> None:
    assert find_suffix(text, load_terms("titles")) == suffix


@pytest.mark.parametrize(
    ("text", "prefix"),
    [("ロシア外務省", "ロシア"), ("米国", "米国"), ("橋", ""), ("", ""), ("南スーダン軍", "南スーダン")],
)
def test_the_longest_term_at_the_beginning(text: str, prefix: str) -> None:
    assert find_prefix(text, load_terms("countries")) == prefix
