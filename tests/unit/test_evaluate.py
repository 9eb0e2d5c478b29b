"""Accuracy is counted as it says it is, and as the scorer beside the shared documents counts it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.gold import GoldDocument, GoldQuote, read_gold
from benchmarks.matching import Comparison, compare, names_same
from benchmarks.reported import ReportedComparison, compare_reported

SHARED = Path(__file__).parents[3] / "shared" / "gold"

TEXT = "樫宮知事は「赤字は負えない」と述べた。#青浜航路(鳥羽瀬「秋に再開」・『海の道』)"
GOVERNOR = GoldQuote(6, 13, "樫宮知事", ("樫宮",), "person", "article", "before")
MAYOR = GoldQuote(29, 33, "鳥羽瀬", ("鳥羽瀬",), "person", "note", "note")
DOCUMENT = GoldDocument("ferry", TEXT, ("青浜航路",), (), (GOVERNOR, MAYOR), {(36, 39): "term"})


def row(gold: GoldQuote, **changes: object) -> dict[str, object]:
    said = {
        "char_start": gold.start,
        "char_end": gold.end,
        "form": "direct",
        "speaker": gold.speaker,
        "speaker_full": gold.speaker,
        "speaker_kind": gold.kind,
        "evidence": gold.evidence,
        "confidence": 0.9,
        "actor": gold.canonical[0],
    }
    return said | changes


def compare_rows(*rows: dict[str, object]) -> Comparison:
    return compare(DOCUMENT, rows, [{"label": "青浜航路", "alias": None}])


def test_the_spans_of_these_cases_are_right() -> None:
    assert [TEXT[gold.start : gold.end] for gold in DOCUMENT.quotes] == ["赤字は負えない", "秋に再開"]
    assert [TEXT[start:end] for start, end in DOCUMENT.non_quotes] == ["海の道"]


def test_all_right() -> None:
    compared = compare_rows(row(GOVERNOR), row(MAYOR))
    assert all(one.is_exact and one.is_lenient and one.is_strict and one.is_kind for one in compared.outcomes)
    assert (compared.said_count, compared.label_hits, compared.mistakes) == (2, 1, ())


@pytest.mark.parametrize(
    "changes, exact_lenient_strict, mistake",
    [
        ({"speaker": "知事", "speaker_full": "樫宮知事"}, (False, True, True), None),
        ({"actor": None}, (True, True, False), "actor wrong (person)"),
        ({"actor": "鳥羽瀬"}, (True, True, False), "actor wrong (person)"),
        (
            {"speaker": "鳥羽瀬", "speaker_full": "鳥羽瀬", "actor": "鳥羽瀬"},
            (False, False, False),
            "speaker wrong",
        ),
        ({"speaker": None, "speaker_full": None, "actor": None}, (False, False, False), "speaker wrong"),
        ({"speaker_kind": "organisation"}, (True, True, True), "kind wrong (person as organisation)"),
    ],
)
def test_a_speaker_is(
    changes: dict[str, object], exact_lenient_strict: tuple[bool, bool, bool], mistake: str | None
) -> None:
    compared = compare_rows(row(GOVERNOR, **changes), row(MAYOR))
    first = compared.outcomes[0]
    assert (first.is_exact, first.is_lenient, first.is_strict) == exact_lenient_strict
    kinds = [each.kind for each in compared.mistakes]
    assert len(kinds) == (mistake is not None)
    assert not kinds or kinds[0].startswith(mistake or "")


def test_missed_and_extra_quotes_and_labels_are_mistakes() -> None:
    term = row(MAYOR, char_start=36, char_end=39)
    compared = compare(DOCUMENT, [row(MAYOR), term], [{"label": "赤字", "alias": None}])
    assert [each.kind for each in compared.mistakes] == [
        "quote missed (article, whole)",
        "no quote (term)",
        "label missed",
        "label that is none",
    ]


def test_indirect_speech_is_left_out() -> None:
    reported = row(MAYOR, char_start=0, char_end=4, form="reported")
    assert compare_rows(row(GOVERNOR), row(MAYOR), reported).said_count == 2


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("樫宮知事", "樫宮", True),
        ("ｶﾅﾀﾞ", "カナダ", True),
        ("アーロン・ベルフォンテーヌ氏", "ベルフォンテーヌ首席交渉官", False),
        ("米", "米国", False),
        ("樫宮さん", "樫宮", True),
        (None, "樫宮", False),
        ("", "", False),
    ],
)
def test_names(left: str | None, right: str, *, expected: bool) -> None:
    assert names_same(left, right) is expected


@pytest.mark.skipif(
    not (SHARED / "score.py").exists(), reason="../shared/gold does not stand beside the checkout"
)
@pytest.mark.parametrize("name", ["seed", "wikinews_dev"])
def test_it_counts_as_the_shared_scorer_does(name: str, tmp_path: Path) -> None:
    documents = read_gold(SHARED / f"{name}.jsonl")
    predictions = {gold.doc: _half_right(gold) for gold in documents}
    _write(tmp_path / "quotes.jsonl", predictions)
    figures = tmp_path / "figures.json"
    command = [sys.executable, SHARED / "score.py", "--gold", SHARED / f"{name}.jsonl", "--json", figures]
    subprocess.run([*command, "--predictions", tmp_path / "quotes.jsonl"], check=True, capture_output=True)
    theirs = json.loads(figures.read_text("utf-8"))

    outcomes = [one for gold in documents for one in compare(gold, predictions[gold.doc], []).outcomes]
    ours = {
        "found": sum(one.is_found for one in outcomes) / len(outcomes),
        "exact": sum(one.is_exact for one in outcomes) / len(outcomes),
        "lenient": sum(one.is_lenient for one in outcomes) / len(outcomes),
        "strict": sum(one.is_strict for one in outcomes) / len(outcomes),
        "kind": sum(one.is_kind for one in outcomes) / len(outcomes),
    }
    assert ours == pytest.approx({key: theirs["all"][key] for key in ours})
    assert 0 < ours["lenient"] < ours["found"] < 1


def _half_right(document: GoldDocument) -> list[dict[str, object]]:
    """Predictions with some quotes missing, some speakers left out and some taken from another quote."""
    rows = []
    for number, gold in enumerate(document.quotes):
        other = document.quotes[number - 1]
        wrongs = ({}, {"speaker": None}, {"speaker": other.speaker, "actor": other.speaker}, {"actor": None})
        if number % 5 != 1:
            rows.append(row(gold, **{"speaker_full": None, **wrongs[number % 4]}))
    return rows


def _write(path: Path, predictions: dict[str, list[dict[str, object]]]) -> None:
    lines = [json.dumps({"record_id": doc} | each) for doc, rows in predictions.items() for each in rows]
    path.write_text("\n".join(lines), "utf-8")


TOLD = "樫宮知事は3日、赤字は負えないと述べた。鳥羽瀬市長によると、航路は秋に再開する。"
CLAUSES = (
    GoldQuote(8, 15, "樫宮知事", ("樫宮",), "person", "article", "before"),
    GoldQuote(30, 39, "鳥羽瀬市長", ("鳥羽瀬",), "person", "article", "before"),
)
MARKED = GoldDocument("ferry", TOLD, (), (), (), {}, reported=CLAUSES)


def told(gold: GoldQuote, *, start: int = 0, form: str = "reported", **changes: object) -> dict[str, object]:
    return row(gold, char_start=gold.start + start, form=form, **changes)


def figures(compared: ReportedComparison) -> tuple[list[bool], int, int]:
    return [one.is_found for one in compared.outcomes], compared.exact_count, compared.said_count


def test_the_spans_of_the_clauses_are_right() -> None:
    assert [TOLD[gold.start : gold.end] for gold in CLAUSES] == ["赤字は負えない", "航路は秋に再開する"]


@pytest.mark.parametrize(
    "rows, found_exact_said",
    [
        ([told(CLAUSES[0]), told(CLAUSES[1])], ([True, True], 2, 2)),
        # of the seven characters marked: four, three, all seven of thirteen, all seven of fourteen
        ([told(CLAUSES[0], start=3)], ([True, False], 0, 1)),
        ([told(CLAUSES[0], start=4)], ([False, False], 0, 1)),
        ([told(CLAUSES[0], start=-6)], ([True, False], 0, 1)),
        ([told(CLAUSES[0], start=-7)], ([False, False], 0, 1)),
        # other forms are no indirect speech
        ([told(CLAUSES[0], form="direct")], ([False, False], 0, 0)),
    ],
)
def test_a_clause_is_found_by_a_row_that_shares_more_than_half_with_it(
    rows: list[dict[str, object]], found_exact_said: tuple[list[bool], int, int]
) -> None:
    assert figures(compare_reported(MARKED, rows)) == found_exact_said


def test_mistakes_of_indirect_speech_are_named() -> None:
    wrong = told(CLAUSES[0], speaker="鳥羽瀬", speaker_full="鳥羽瀬", actor="鳥羽瀬")
    extra = told(CLAUSES[1], start=-4) | {"char_end": CLAUSES[1].start - 1}
    compared = compare_reported(MARKED, [wrong, extra])
    assert [mistake.kind for mistake in compared.mistakes] == [
        "speaker wrong (indirect, by before)",
        "indirect speech missed",
        "no indirect speech",
    ]


def test_a_document_that_is_not_marked_for_it_counts_for_nothing() -> None:
    assert compare_reported(DOCUMENT, [told(CLAUSES[0])]) == ((), 0, 0, ())
