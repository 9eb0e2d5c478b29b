"""Floors under docs/accuracy.md: a change that costs more than a point on the development sets is seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.gold import GoldDocument, read_gold
from benchmarks.matching import Comparison, compare
from benchmarks.reported import compare_reported
from tests.gold.build import render_gold
from transforms.parse import parse_document
from transforms.records import Document, ParsedPost

SHARED = Path(__file__).parents[3] / "shared" / "gold"


class Floor(NamedTuple):
    """The least a set may score: F1 of spans, share of quotes with the right speaker, F1 of labels."""

    spans: float
    speakers: float
    labels: float


FLOORS = {
    "own_dev": Floor(0.978, 0.928, 0.98),
    "seed": Floor(0.99, 0.97, 1.0),
    "wikinews_dev": Floor(0.98, 0.96, 0.0),
}


def read_set(name: str, folder: Path) -> list[GoldDocument]:
    if name == "own_dev":
        path = folder / "own_dev.jsonl"
        path.write_text(render_gold("dev"), "utf-8")
        return read_gold(path)
    path = SHARED / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} does not stand here")
    return read_gold(path)


def parse(gold: GoldDocument) -> ParsedPost:
    return parse_document(Document(0, gold.doc, gold.text), dump_id="0" * 16, source_uri="gold")


def compare_parsed(gold: GoldDocument) -> Comparison:
    """What the parser says of a document; the full form stands in for the actor, who is resolved later."""
    parsed = parse(gold)
    quotes = [quote._asdict() | {"actor": quote.speaker_full} for quote in parsed.quotes]
    labels = [mention._asdict() for mention in parsed.topic_mentions if mention.keyword is None]
    return compare(gold, quotes, labels)


@pytest.mark.parametrize("name", FLOORS)
def test_the_parser_keeps_its_accuracy(name: str, tmp_path: Path) -> None:
    compared = [compare_parsed(gold) for gold in read_set(name, tmp_path)]
    outcomes = [outcome for each in compared for outcome in each.outcomes]
    said = sum(each.said_count for each in compared)
    spans = 2 * sum(outcome.is_found for outcome in outcomes) / (said + len(outcomes))
    speakers = sum(outcome.is_lenient for outcome in outcomes) / len(outcomes)
    marked = sum(each.labels_marked for each in compared)
    labels = (
        2
        * sum(each.label_hits for each in compared)
        / max(1, marked + sum(each.labels_said for each in compared))
    )
    reached = Floor(spans, speakers, labels)
    assert all(got >= floor for got, floor in zip(reached, FLOORS[name], strict=True)), json.dumps(
        reached._asdict()
    )


REPORTED_FLOOR = (0.93, 0.87)
"""The least F1 of indirect speech, and share of its clauses with the right speaker, on our own dev set."""


def test_the_parser_keeps_its_accuracy_in_indirect_speech(tmp_path: Path) -> None:
    compared = [
        compare_reported(
            gold, [quote._asdict() | {"actor": quote.speaker_full} for quote in parse(gold).quotes]
        )
        for gold in read_set("own_dev", tmp_path)
    ]
    outcomes = [outcome for each in compared for outcome in each.outcomes]
    said = sum(each.said_count for each in compared)
    f1 = 2 * sum(outcome.is_found for outcome in outcomes) / (said + len(outcomes))
    speakers = sum(outcome.is_lenient for outcome in outcomes) / len(outcomes)
    assert f1 >= REPORTED_FLOOR[0], f1
    assert speakers >= REPORTED_FLOOR[1], speakers
