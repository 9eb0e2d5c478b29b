from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.brackets import scan_brackets
from warehouse.matching.alignment import align
from warehouse.matching.candidates import Grams, Pairs, PassageIndex
from warehouse.matching.folding import fold, fold_with_origins
from warehouse.matching.groups import join_in_order, join_pairs
from warehouse.matching.quotations import Spans, find_quotations
from warehouse.matching.texts import GRAM, Folder, gather, read_texts

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


@given(st.lists(WORDS, max_size=5))
def test_many_texts_are_folded_at_once_as_one_is(texts: list[str]) -> None:
    folded = Folder().fold(read_texts(texts), with_origins=True)
    assert folded.to_strings(np.arange(len(texts))) == [fold(text) for text in texts]
    origins = [origin for text in texts for origin in fold_with_origins(text).origins]
    starts = np.cumsum([0, *map(len, texts)])[: len(texts)]
    assert (folded.origins - np.repeat(starts, folded.lengths)).tolist() == origins


@given(st.lists(st.text("橋を直", max_size=3), max_size=6))
def test_texts_have_one_hash_if_they_are_the_same(texts: list[str]) -> None:
    hashes = read_texts(texts).hash_texts().tolist()
    assert len(set(hashes)) == len(set(texts))
    assert dict(zip(texts, hashes, strict=True)) == dict(zip(texts[::-1], hashes[::-1], strict=True))


@given(st.lists(st.lists(WORDS, max_size=3), max_size=4), st.sets(st.integers(0, 11)))
def test_texts_are_gathered_from_all_parts_in_order(parts: list[list[str]], wanted: set[int]) -> None:
    texts = [text for part in parts for text in part]
    which = sorted(number for number in wanted if number < len(texts))
    gathered = gather([read_texts(part) for part in parts], np.array(which, np.int64))
    assert gathered.to_strings(np.arange(len(which))) == [texts[number] for number in which]


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


def _list_pairs(pairs: Pairs) -> list[tuple[int, int, int]]:
    return list(zip(*(each.tolist() for each in pairs[:3]), strict=True))


def _to_grams(texts: list[str]) -> Grams:
    return Grams(*read_texts(texts).hash_grams())


def _find_pairs(needles: list[str], passages: list[str], limit: int = 5) -> list[tuple[int, int, int]]:
    return _list_pairs(PassageIndex(_to_grams(passages)).find(_to_grams(needles), limit))


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


def test_passages_that_share_n_grams_find_each_other() -> None:
    passages = ["橋は年内に直す方針だ", "知事は橋は年内に直す", "議会は来週に開かれる", "議会"]
    found = PassageIndex(_to_grams(passages)).find_each_other(5, least_share=0.5)
    assert _list_pairs(found) == [(0, 1, 4), (1, 0, 4)]


def test_a_needle_with_words_of_its_own_is_no_part_of_a_passage() -> None:
    passages = _to_grams(["知事は橋は年内に直すと述べた", "橋は年内に直す", "橋は年内に直す方針"])
    found = PassageIndex(passages).find_each_other(5, least_share=0.5)
    pairs = zip(found.needles.tolist(), found.passages.tolist(), strict=True)
    assert dict(zip(pairs, found.is_whole.tolist(), strict=True)) == {
        (0, 1): False,
        (0, 2): False,
        (1, 0): True,
        (1, 2): True,
        (2, 0): False,
        (2, 1): False,
    }


@given(st.lists(st.text("「」『』x", max_size=14), max_size=6))
def test_many_texts_have_the_quotations_that_the_scanner_of_one_finds(texts: list[str]) -> None:
    spans: list[list[tuple[int, int]]] = [[], []]
    first = 0
    for text in texts:
        for bracket in scan_brackets(text, 0, len(text)):
            for depth, each in ((0, bracket), *((1, child) for child in bracket.children)):
                spans[depth].append((first + each.inner[0], first + each.inner[1]))
        first += len(text)
    found = find_quotations(read_texts(texts), np.arange(len(texts)))
    assert [list(zip(*(each.tolist() for each in one), strict=True)) for one in found] == spans


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=5), st.integers(0, 30))
def test_spans_know_how_much_of_a_text_they_cover(gaps: list[tuple[int, int]], place: int) -> None:
    covered: list[bool] = []
    spans = []
    for gap, length in gaps:
        covered += [False] * (gap + 1)
        spans.append((len(covered), len(covered) + length))
        covered += [True] * length
    columns = _to_columns(spans)
    assert Spans(*columns).count_before(np.array([place])).tolist() == [sum(covered[:place])]
    which, is_held = Spans(*columns).hold(np.array([place]), np.array([place + 2]))
    held = [at for at, (start, end) in enumerate(spans) if start <= place and place + 2 <= end]
    assert (which[is_held].tolist(), is_held.tolist()) == (held, [bool(held)])


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12)


def _to_columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    columns = np.array(pairs, np.int64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


@given(PAIRS)
def test_joining_all_at_once_gives_the_groups_of_joining_one_by_one(pairs: list[tuple[int, int]]) -> None:
    at_once = join_pairs(np.arange(10), *_to_columns(pairs))
    assert at_once.tolist() == join_in_order(np.arange(10), np.full(10, -1), *_to_columns(pairs)).tolist()
    assert all(at_once[one] == at_once[other] for one, other in pairs)


@given(PAIRS, st.lists(st.integers(-1, 2), min_size=10, max_size=10))
def test_no_group_has_two_marks(pairs: list[tuple[int, int]], marks: list[int]) -> None:
    heads = join_in_order(np.arange(10), np.array(marks), *_to_columns(pairs))
    for head in set(heads.tolist()):
        assert len({marks[at] for at in range(10) if heads[at] == head} - {-1}) <= 1
