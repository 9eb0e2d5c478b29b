from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.matching.statements import Wording, find_near, group_statements

BRIDGE = "青浜大橋は30日までに必ず直して、費用は県が持つ"


def _are_one(one: Wording, other: Wording, *taken_from: tuple[int, int, float]) -> bool:
    return group_statements([one, other], taken_from) == [0, 0]


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
    assert group_statements([Wording(BRIDGE, None), Wording(BRIDGE, "k"), Wording(BRIDGE, "m")]) == [0, 1, 2]


def test_words_without_a_speaker_bridge_no_two_speakers() -> None:
    near = BRIDGE.replace("、", "")
    part = near[:-1]
    groups = group_statements([Wording(BRIDGE, "k"), Wording(near, None), Wording(part, "m")])
    assert groups[0] != groups[2]
    assert groups[1] in {groups[0], groups[2]}


def test_a_part_ties_no_two_wholes() -> None:
    denied = BRIDGE[:-1] + "たない"
    assert group_statements([Wording(BRIDGE, "m"), Wording(denied, "m"), Wording(BRIDGE[:15], "m")]) == [
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
    assert group_statements(said) == [0, 0, 2, 3]


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
    groups = group_statements(wordings, taken_from)
    for head in set(groups):
        members = [wordings[place] for place in range(count) if groups[place] == head]
        assert len({member.speaker for member in members} - {None}) <= 1
    random.Random(seed).shuffle(taken_from)
    assert group_statements(wordings, taken_from) == groups


@settings(max_examples=30)
@given(st.lists(TEXTS, min_size=2, max_size=8, unique=True))
def test_a_part_of_a_text_is_found_with_it(texts: list[str]) -> None:
    texts = sorted(texts)
    found = {(near.one, near.other) for near in find_near(texts) if near.is_part}
    parts = {(one, other) for one in texts for other in texts if one != other and one in other}
    assert {pair for pair in parts if min(map(len, pair)) >= 4} <= found


def test_nothing_is_grouped_of_nothing() -> None:
    assert group_statements([]) == []
    assert list(find_near([])) == []
