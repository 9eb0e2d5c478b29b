from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.matching.alignment import align, find_verbatim
from warehouse.matching.candidates import GRAM, PassageIndex
from warehouse.matching.folding import fold, fold_with_origins

WORDS = st.text("橋を直す。「」『』 かガｶﾞＡa1、", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＮＡＴＯは12月7日に", "NATOは１２月７日に"),
        ("ﾊﾞｽを増やす", "バスを増やす"),
        ("「橋を直す」。", "橋を直す"),
        ("橋を 直す", "橋を直す"),
        ("彼は『直す』と", "彼は「直す」と"),
        ("3～5年、待つ", "3〜5年，待つ"),
        ("橋を\u200b直す\n", "橋を直す"),
    ],
)
def test_texts_with_the_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("橋を直す", "橋も直す"), ("かき", "がき"), ("直す、と", "直すと")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(WORDS)
def test_folding_with_origins_gives_the_same_text_and_leads_back(text: str) -> None:
    folded = fold_with_origins(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    if folded.text:
        start, end = folded.to_span(0, len(folded.text))
        assert fold(text[start:end]) == folded.text


@given(WORDS)
def test_the_form_of_a_text_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("needle", "passage", "part"),
    [
        # A word put in, left out, and replaced.
        ("橋は年内に必ず直す", "知事は橋は年内に直すと述べた", "橋は年内に直す"),
        ("橋は年内に直す", "知事は橋は年内に必ず直すと述べた", "橋は年内に必ず直す"),
        ("橋を年内に直す方針", "知事は橋を今年中に直す方針を示した", "橋を今年中に直す方針"),
        # A particle that stands before by chance is not reached for, what belongs to the run is.
        (
            "したがって橋は年内に直す。これは決定だ",
            "とし、したがって橋は年内に必ず直す。これは決定だとした",
            "したがって橋は年内に必ず直す。これは決定だ",
        ),
    ],
)
def test_the_part_that_is_like_the_needle_is_found_whole(needle: str, passage: str, part: str) -> None:
    found = align(needle, passage)
    assert found is not None
    assert passage[found.start : found.end] == part
    assert 0.75 <= found.score < 1


@pytest.mark.parametrize(
    ("needle", "passage"),
    [
        ("渡し船は来週から動かす", "知事は橋は年内に直すと述べた"),
        ("勝ち目のない膠着状態", "戦闘が膠着状態にあるという考えを否定した"),
        # An ending alone; and what somebody else says about the words.
        ("山は静かだった", "海は荒れた日だった"),
        ("市長の『橋は宝だと思う』との指摘は当たらない", "市長は橋は宝だと思うと述べた"),
        ("橋", ""),
        ("", "橋"),
    ],
)
def test_other_words_are_not_aligned(needle: str, passage: str) -> None:
    assert align(needle, passage) is None
    assert find_verbatim(needle, passage) == []


def _find_pairs(needles: list[str], passages: list[str], limit: int = 5) -> list[tuple[int, int, int]]:
    return list(zip(*(each.tolist() for each in PassageIndex(needles, passages).find(limit)), strict=True))


def test_candidates_are_those_that_share_most_n_grams() -> None:
    passages = ["橋は年内に直す方針だ", "橋は年内に開通する", "議会は来週に開かれる", ""]
    # 橋は年内に直す has four n-grams: all stand in the first passage, two in the second.
    assert _find_pairs(["橋は年内に直す", "渡し船", "議会は来"], passages) == [
        (0, 0, 4),
        (0, 1, 2),
        (2, 2, 1),
    ]
    assert _find_pairs(["橋は年内に直す"], passages, limit=1) == [(0, 0, 4)]


@settings(max_examples=30)
@given(st.lists(st.text("橋を直す。", max_size=30), max_size=6), st.data())
def test_whatever_a_passage_holds_verbatim_is_a_candidate(passages: list[str], data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(passages)) if passages else ""
    start = data.draw(st.integers(0, len(whole)))
    needle = whole[start:]
    found = {passage for _, passage, _ in _find_pairs([needle], passages, limit=len(passages) + 1)}
    assert {at for at, text in enumerate(passages) if len(needle) >= GRAM and needle in text} <= found


@pytest.mark.parametrize(("needles", "passages"), [([], []), ([""], ["橋を直す"]), (["橋を直す"], [])])
def test_nothing_to_look_for_finds_nothing(needles: list[str], passages: list[str]) -> None:
    assert _find_pairs(needles, passages) == []


def test_n_grams_do_not_run_over_the_end_of_a_text() -> None:
    assert _find_pairs(["橋を直す"], ["ここに橋を", "直す日"]) == []


def test_an_n_gram_that_stands_everywhere_points_nowhere() -> None:
    passages = [f"記者団に対し第{number}号橋" for number in range(100, 300)]
    assert _find_pairs(["記者団に対し"], passages) == []
    assert next(passage for _, passage, _ in _find_pairs(["記者団に対し第123号橋"], passages)) == 23
