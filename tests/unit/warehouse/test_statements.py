from __future__ import annotations

import random
import re
from collections import Counter
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from warehouse.matching.claims import hash_claims
from warehouse.matching.folding import fold
from warehouse.matching.near import Near, find_near, find_near_some
from warehouse.matching.statements import NOBODY, TakenFrom, Wordings, group_statements
from warehouse.matching.texts import read_texts

BRIDGE = "青浜大橋は30日までに必ず直して、費用は県が持つ"


class Wording(NamedTuple):
    """Some words by one speaker; short words also on one occasion."""

    text: str
    speaker: str | None
    occasion: str = ""


def _group(said: list[Wording], taken_from: list[tuple[int, int, float]] | None = None) -> list[int]:
    """For each wording the first that is one statement with it; the same words are one wording."""
    folded = [(fold(each.text), each.speaker, each.occasion) for each in said]
    distinct = list(dict.fromkeys(folded))
    texts = list(dict.fromkeys(text for text, _, _ in distinct))
    speakers = [None, *dict.fromkeys(each.speaker for each in said if each.speaker)]
    occasions = ["", *dict.fromkeys(each.occasion for each in said if each.occasion)]
    wordings = Wordings(
        texts=read_texts(texts),
        text=np.array([texts.index(text) for text, _, _ in distinct], np.int64),
        speaker=np.array([speakers.index(speaker) or NOBODY for _, speaker, _ in distinct], np.int64),
        occasion=np.array([occasions.index(occasion) for *_, occasion in distinct], np.uint64),
        chars=np.array([len(text) for text, _, _ in distinct], np.int64),
    )
    pairs = [
        (distinct.index(folded[one]), distinct.index(folded[other]), score)
        for one, other, score in taken_from or ()
    ]
    notes, sources, scores = (np.array([pair[at] for pair in pairs]) for at in range(3))
    taken = TakenFrom(notes.astype(np.int64), sources.astype(np.int64), scores.astype(np.float64))
    heads = group_statements(wordings, taken).tolist()
    found = [heads[distinct.index(each)] for each in folded]
    return [found.index(head) for head in found]


def _are_one(one: Wording, other: Wording, *taken_from: tuple[int, int, float]) -> bool:
    return _group([one, other], list(taken_from)) == [0, 0]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("青浜大橋は３０日までに必ず直して、『費用』は県が持つ。", True),
        ("青浜大橋は30日までには必ず直して費用は県が持つ", True),
        ("青浜大橋は30日までに必ず直し", True),
        # What is nearly the same but for its numbers, or denies it, is something else.
        ("青浜大橋は31日までに必ず直して、費用は県が持つ", False),
        ("青浜大橋は三十日までに必ず直して、費用は県が持つ", False),
        ("青浜大橋は30日までに必ず直して、費用は県が持たない", False),
        ("来週から渡し船を一日に五便出して、運賃は取らない", False),
    ],
)
def test_wordings_of_one_speaker_are_one_statement_when_nearly_the_same(text: str, *, is_one: bool) -> None:
    assert _are_one(Wording(BRIDGE, "m"), Wording(text, "m")) == is_one


@pytest.mark.parametrize(
    ("one", "other", "text", "is_one"),
    [
        ("m", "k", BRIDGE, False),
        ("m", None, BRIDGE, True),
        (None, None, BRIDGE, True),
        (None, None, "青浜大橋は30日までに必ず直して費用は県が持つ", True),
        ("m", None, "青浜大橋は30日までに必ず直して費用は県が持つ", True),
        # A few words, and nobody who says them: too little.
        ("m", None, "青浜大橋は30日までに必ず", False),
    ],
)
def test_the_speaker_decides(one: str | None, other: str | None, text: str, *, is_one: bool) -> None:
    assert _are_one(Wording(BRIDGE, one), Wording(text, other)) == is_one


def test_words_without_a_speaker_join_nobody_where_two_say_them() -> None:
    assert _group([Wording(BRIDGE, None), Wording(BRIDGE, "k"), Wording(BRIDGE, "m")]) == [0, 1, 2]


def test_words_without_a_speaker_bridge_no_two_speakers() -> None:
    near = BRIDGE.replace("、", "")
    part = near[:-1]
    groups = _group([Wording(BRIDGE, "k"), Wording(near, None), Wording(part, "m")])
    assert groups[0] != groups[2]
    assert groups[1] in {groups[0], groups[2]}


def test_a_part_ties_no_two_wholes() -> None:
    denied = BRIDGE[:-1] + "たない"
    assert _group([Wording(BRIDGE, "m"), Wording(denied, "m"), Wording(BRIDGE[:15], "m")]) == [
        0,
        1,
        0,
    ]


def test_short_words_are_one_statement_on_one_occasion_only() -> None:
    said = [
        Wording("橋は直す", "m", "2024-04-01"),
        Wording("「橋は直す」", "m", "2024-04-01"),
        Wording("橋は直す", "m", "2024-06-01"),
        Wording("橋は直すと思う", "m", "2024-04-01"),
    ]
    assert _group(said) == [0, 0, 2, 3]


@pytest.mark.parametrize(
    ("note", "source", "is_one"),
    [
        (Wording("橋は直す", "m", "p"), Wording("橋を直します", None, "q"), True),
        (Wording("橋は直す", "m", "p"), Wording("橋を直します", "k", "q"), False),
        (Wording("費用は3億円", "m", "p"), Wording("費用は4億円", "m", "q"), False),
    ],
)
def test_a_note_is_one_statement_with_the_quote_it_was_taken_from(
    note: Wording, source: Wording, *, is_one: bool
) -> None:
    assert _are_one(note, source, (0, 1, 0.8)) == is_one
    assert not _are_one(note, source)


TEXTS = st.lists(st.sampled_from("橋船県市長直費用月日"), min_size=3, max_size=30).map("".join)
WORDINGS = st.lists(st.builds(Wording, TEXTS, st.sampled_from([None, "m", "k"])), max_size=12, unique=True)


@settings(max_examples=30)
@given(WORDINGS, st.integers(0, 9))
def test_groups_have_one_speaker_and_do_not_depend_on_the_order_of_the_evidence(
    wordings: list[Wording], seed: int
) -> None:
    count = len(wordings)
    taken_from = [(one, (one + 3) % count, 0.9) for one in range(count) if (one + 3) % count != one]
    groups = _group(wordings, taken_from)
    for head in set(groups):
        members = [wordings[place] for place in range(count) if groups[place] == head]
        assert len({member.speaker for member in members} - {None}) <= 1
    random.Random(seed).shuffle(taken_from)
    assert _group(wordings, taken_from) == groups


@settings(max_examples=30)
@given(st.lists(TEXTS, min_size=2, max_size=8, unique=True))
def test_a_part_of_a_text_is_found_with_it(texts: list[str]) -> None:
    found = find_near(read_texts(texts), np.arange(len(texts)), np.zeros(len(texts), np.int64))
    parts = {(one, other) for one in texts for other in texts if one != other and one in other}
    assert {pair for pair in parts if min(map(len, pair)) >= 4} <= _name_pairs(texts, found)


def _name_pairs(texts: list[str], near: Near) -> set[tuple[str, str]]:
    """The pairs of a part and its whole."""
    pairs = zip(near.ones.tolist(), near.others.tolist(), near.is_part.tolist(), strict=True)
    return {(texts[one], texts[other]) for one, other, is_part in pairs if is_part}


LONG_TEXTS = st.lists(st.sampled_from("橋船県市長直費用月日"), min_size=8, max_size=30).map("".join)


@settings(max_examples=30)
@given(st.lists(LONG_TEXTS, min_size=2, max_size=8, unique=True), st.integers(0, 7))
def test_among_all_texts_those_near_some_are_found(texts: list[str], some: int) -> None:
    texts += [f"山は{texts[0]}海"]
    some = min(some, len(texts) - 1)
    near = find_near_some(read_texts(texts), np.arange(len(texts)), np.array([some]))
    parts = {(one, other) for one in texts for other in texts if one != other and one in other}
    assert {pair for pair in parts if texts[some] in pair} == _name_pairs(texts, near)
    for one, other, score, is_part in zip(*(column.tolist() for column in near), strict=True):
        assert some in (one, other)
        assert is_part or score == pytest.approx(fuzz.ratio(texts[one], texts[other]))


NUMBERS = re.compile("[0-9]+|[〇一二三四五六七八九十百千万億兆]+")
NEGATIONS = re.compile("な[いかくけ]|ません|す\u3099")
CLAIMS = st.lists(st.text("12一十な いかませんす\u3099橋", max_size=12), min_size=1, max_size=6)


@given(CLAIMS)
def test_claims_are_the_numbers_in_any_order_and_how_often_something_is_denied(texts: list[str]) -> None:
    hashes = hash_claims(read_texts(texts)).tolist()
    claims = [(Counter(NUMBERS.findall(text)), len(NEGATIONS.findall(text))) for text in texts]
    for one, one_hash in zip(claims, hashes, strict=True):
        for other, other_hash in zip(claims, hashes, strict=True):
            assert (one == other) == (one_hash == other_hash)


def test_nothing_is_grouped_of_nothing() -> None:
    assert _group([]) == []
    assert not len(find_near(read_texts([]), np.empty(0, np.int64), np.empty(0, np.int64)).ones)
