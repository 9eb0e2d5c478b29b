"""Names without office or honorific: by an age, an acronym, a position, or because they are no words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # an age stands behind nothing but a person
        ("風間涼(23)は「橋が好きだ」と話した。", "風間涼"),
        ("北山錦(19)が「橋が好きだ」と話した。", "北山錦"),
        # a given name in hiragana
        ("桐生あかりは「橋が好きだ」と話した。", "桐生あかり"),
        ("葛城まゆみが「橋が好きだ」と話した。", "葛城まゆみ"),
        # a position in a team or in a ranking
        ("先発の梶本は「橋が好きだ」と話した。", "梶本"),
        ("主将の葛城は「橋が好きだ」と話した。", "葛城"),
        ("FW黒須は「橋が好きだ」と話した。", "FW黒須"),
        ("DF葛城は「橋が好きだ」と話した。", "DF葛城"),
        ("左腕葛城は「橋が好きだ」と話した。", "左腕葛城"),
        ("関脇錦星は「橋が好きだ」と話した。", "関脇錦星"),
        ("横綱青浜山は「橋が好きだ」と話した。", "横綱青浜山"),
    ],
)
def test_what_stands_with_a_name_makes_it_certain(parse: Parse, sentence: str, speaker: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.speaker, quote.speaker_kind.value) == (speaker, "person")
    assert quote.confidence >= 0.9


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("江波戸は「橋が好きだ」と話した。", "江波戸"),
        ("江波戸が「橋が好きだ」と話した。", "江波戸"),
        ("錦星は「橋が好きだ」と語った。", "錦星"),
    ],
)
def test_a_noun_that_is_no_word_may_be_a_name(parse: Parse, sentence: str, speaker: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.speaker, quote.speaker_kind.value) == (speaker, "person")
    assert quote.confidence < 0.6


@pytest.mark.parametrize(
    "sentence",
    [
        "橋は「古い」と話した。",
        "青空は「橋が好きだ」と話した。",
        "健康状態は「橋が好きだ」と話した。",
        "先発の天気は「橋が好きだ」と話した。",
        "橋の重さ(23)は「古い」と話した。",
        "橋あかりは「橋が好きだ」と話した。",
        "葛城だけが「橋が好きだ」と話した。",
    ],
)
def test_a_word_is_no_name(parse: Parse, sentence: str) -> None:
    (quote,) = parse(sentence).quotes
    assert quote.speaker is None


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # an acronym stands behind bodies
        ("国連環境計画(UNEP)は「橋を守る」と発表した。", "国連環境計画"),
        ("世界橋梁連盟(WBF)は「橋を守る」と発表した。", "世界橋梁連盟"),
        # firms: a family name and what they do, or the trade before の
        ("樽本縫製は「橋を直す」と発表した。", "樽本縫製"),
        ("葛城建設は「橋を直す」と発表した。", "葛城建設"),
        ("電線大手の西北電線は「橋を直す」と発表した。", "西北電線"),
    ],
)
def test_a_body_without_a_listed_ending(parse: Parse, sentence: str, speaker: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.speaker, quote.speaker_kind.value) == (speaker, "organisation")


@pytest.mark.parametrize(
    "sentence",
    [
        "国内総生産(GDP)は「橋を守る」と発表した。",
        "青空の運送は「橋を直す」と発表した。",
        "西北の電線は「橋を直す」と発表した。",
    ],
)
def test_a_quantity_and_things_are_no_bodies(parse: Parse, sentence: str) -> None:
    (quote,) = parse(sentence).quotes
    assert quote.speaker is None
