"""Words set into a sentence: what happened, what something is called, what a feature's title is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("水野市長は橋で「小規模な火災」があったと述べた。", ["小規模な火災"]),
        ("水野市長は橋に「不具合」が確認されたと発表した。", ["不具合"]),
        ("水野市長は点検に「重大な誤り」が含まれるとの見方を示した。", ["重大な誤り"]),
        # an event by its name, which nobody reports
        ("水野市長の町で「橋まつり」があった。", []),
        ("水野市長は「橋まつり」があった広場で休んだ。", []),
    ],
)
def test_what_is_reported_to_have_happened_is_a_partial_quote(
    parse: Parse, sentence: str, words: list[str]
) -> None:
    quotes = parse(sentence).quotes
    assert [quote.text for quote in quotes] == words
    assert {(quote.form.value, quote.speaker) for quote in quotes} <= {("partial", "水野市長")}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("水野さんはこの橋を「主」と呼んでいた。", []),
        ("町の人は橋を「長兵衛」と呼び合う。", []),
        # once, at length, or what is really said
        ("水野さんはこの橋を「主」と呼んだ。", ["主"]),
        ("水野さんは計画を「無謀」と呼び続けた。", ["無謀"]),
        ("水野さんはこの橋を「町で一番静かな記念碑」と呼んでいた。", ["町で一番静かな記念碑"]),
        ("水野さんは毎朝「待って」と呼んでいた。", ["待って"]),
    ],
)
def test_a_nickname_in_use_is_no_quote(parse: Parse, sentence: str, words: list[str]) -> None:
    assert [quote.text for quote in parse(sentence).quotes] == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("橋は「町の宝」と騒がれた。", []),
        ("橋は「町の宝」ともてはやされた。", []),
        ("旗には「橋の会」と刺しゅうされていた。", []),
        ("橋は「町の宝が壊れる」と騒がれた。", ["町の宝が壊れる"]),
        ("水野市長は橋を「町の宝」とたたえた。", ["町の宝"]),
    ],
)
def test_what_a_thing_is_taken_for_is_no_quote(parse: Parse, sentence: str, words: list[str]) -> None:
    assert [quote.text for quote in parse(sentence).quotes] == words


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("#橋(青浜新聞・特集「渡る橋」)", []),
        ("#橋(青浜新聞・連載「渡る橋」)", []),
        ("#橋(特集「渡る橋」)", []),
        ("#橋(青浜新聞「渡る橋」)", ["渡る橋"]),
        ("#橋(水野市長「橋を直す」)", ["橋を直す"]),
    ],
)
def test_a_features_title_in_a_note_is_no_quote(parse: Parse, note: str, words: list[str]) -> None:
    assert [quote.text for quote in parse(note).quotes] == words


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("「橋が飛ぶぞ」。監督の冗談に選手が笑った。", "監督"),
        ("「橋が飛ぶぞ」。監督の横で声を上げた。", None),
        ("「橋が飛ぶぞ」。監督の前に声が響いた。", None),
    ],
)
def test_a_voice_beside_somebody_is_not_theirs(parse: Parse, sentence: str, speaker: str | None) -> None:
    (quote,) = parse(sentence).quotes
    assert quote.speaker == speaker
