"""Speech told from titles, names, terms and emphasis; the sentence holds one bracket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost
from transforms.wording import looks_like_utterance, names_somebody

Parse = Callable[[str], ParsedPost]


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("水野市長は「来年には橋を直す」と述べた。", "述べ"),
        ("水野市長は「来年には橋を直す」と語った。", "語っ"),
        ("水野市長は「来年には橋を直す」と強調した。", "強調し"),
        ("水野市長は「来年には橋を直す」と指摘した。", "指摘し"),
        ("水野市長は、「来年には橋を直す。」と述べた。", "述べ"),
    ],
)
def test_a_reporting_verb_makes_speech_and_is_the_cue(parse: Parse, sentence: str, cue: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.form.value, quote.cue) == ("direct", cue)


@pytest.mark.parametrize(
    "sentence",
    [
        "水野市長は「来年には橋を直す」とした。",
        "水野市長は「来年には橋を直す」などと話した。",
        "水野市長は「来年には橋を直す」との考えを示した。",
        "水野市長は「来年には橋を直す」という声明を出した。",
        "水野市長「来年には橋を直す」",
        "「来年には橋を直す」。水野市長はそう述べた。",
        "「来年には橋を直す」と水野市長。",
        "水野市長は「来年には橋を直す」とし、議会に諮る。",
    ],
)
def test_speech_without_a_plain_verb(parse: Parse, sentence: str) -> None:
    assert [quote.text for quote in parse(sentence).quotes] == ["来年には橋を直す"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("水野市長は計画を「無謀」と批判した。", "無謀"),
        ("水野市長は橋を「市の顔」と呼んだ。", "市の顔"),
        ("水野市長は「想定外」と述べた。", "想定外"),
        ("水野市長は議会の「偉大な決断」を称賛した。", "偉大な決断"),
        ("水野市長は職員の「夜通しの作業」をねぎらった。", "夜通しの作業"),
        ("水野市長は国に「早急な対応」を求めた。", "早急な対応"),
        ("水野市長は「歴史的な日」を迎えたとの認識を示した。", "歴史的な日"),
        ("水野市長は計画を「無謀」であるとの見方を示した。", "無謀"),
        ("水野市長の「時間がない」発言が波紋を広げた。", "時間がない"),
    ],
)
def test_a_few_words_of_somebodys_are_a_partial_quote(parse: Parse, sentence: str, words: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.form.value, quote.text, quote.speaker) == ("partial", words, "水野市長")


@pytest.mark.parametrize(
    "sentence",
    [
        # titles of works, magazines, ships
        "英誌「エコノミスト」が記事を載せた。",
        "映画『橋の上』が公開された。",
        "小説『橋の上』を読んだ。",
        "漁船「第八青浜丸」が港に戻った。",
        # names and terms
        "劇団「青浜座」の公演が始まった。",
        "「青浜市立図書館」の工事が始まった。",
        "この道は「塩の道」と名付けられた。",
        "「地産地消」という言葉が広まった。",
        "愛称は「青浜号」。",
        # a list of nouns
        "「花」と「鳥」の二部屋がある。",
        # emphasis
        "三年で「倍増」の計画だ。",
        "水野市長は「花祭り」を楽しんだ。",
        "水野市長は「歴史的な日」を迎えた。",
        "水野市長は久我山議員の「橋の家」発送に立ち会った。",
        # definitions, spellings and choices
        "「はざ」とは稲を干す木組みを指す。",
        "「出水」とは川の水があふれることを意味する。",
        "店名は「はしば」と平仮名表記だ。",
        "校歌に「橋の歌」を選んだ。",
        # works and mottoes
        "水野市長の著書に「橋を渡る日」「急がば回れ」がある。",
        "水野市長の代表作は「橋を渡る日」。",
        "水野市長の座右の銘は「急がば回れ」。",
        # what somebody means to do or to say
        "水野市長は「橋を直す」つもりだ。",
        "水野市長は「橋を直す」と言うつもりだ。",
        # nothing
        "市長は「」と述べた。",
        "市長は「　」「『』」と述べた。",
        "かぎのない文だ。",
    ],
)
def test_no_speech(parse: Parse, sentence: str) -> None:
    assert [quote.text for quote in parse(sentence).quotes] == []


@pytest.mark.parametrize(
    "words", ["来年には橋を直す", "橋を直します", "なぜ直さないのか。", "直すべきだ", "直してほしい"]
)
def test_words_that_could_be_said_as_they_stand(words: str) -> None:
    assert looks_like_utterance(words)


@pytest.mark.parametrize("words", ["エコノミスト", "青浜市立図書館", "市の顔", "", "2024", "橋梁工事"])
def test_words_that_could_not(words: str) -> None:
    assert not looks_like_utterance(words)


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("ウクライナ大統領府元顧問ベルティーニ", True),
        ("水野市長", True),
        ("水野市長は橋を直す", False),
        ("市長", False),
        ("ベルティーニ", False),
        ("水野市長" * 20, False),
    ],
)
def test_words_that_are_nothing_but_a_name_with_its_office(words: str, *, is_name: bool) -> None:
    assert names_somebody(words) is is_name
