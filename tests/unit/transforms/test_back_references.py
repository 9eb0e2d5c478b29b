"""Bodies, documents and offices that point back: 同社, 判決, 市, この団体, ロシア大統領."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.bodies import is_called, is_generic
from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("千歳製薬は外務省を訪れた。同社は「安全だ」と説明した。", "千歳製薬"),
        ("外務省は千歳製薬を調べた。同社は「安全だ」と説明した。", "千歳製薬"),
        ("千歳製薬は外務省を訪れた。同省は「安全だ」と説明した。", "外務省"),
        ("北都大学は千歳製薬と組んだ。同大は「安全だ」と説明した。", "北都大学"),
        ("千歳製薬は青浜銀行から借りた。同行は「安全だ」と説明した。", "青浜銀行"),
        ("千歳製薬は北都病院と組んだ。同院は「安全だ」と説明した。", "北都病院"),
        ("千歳製薬は市教育委員会に届けた。同委は「安全だ」と説明した。", "市教育委員会"),
        # of two the last one
        ("千歳製薬と西北電線が組んだ。同社は「安全だ」と説明した。", "西北電線"),
        # what is only said to be of a kind is no antecedent
        ("千歳製薬は他の製薬会社と組んだ。同社は「安全だ」と説明した。", "千歳製薬"),
        ("千歳製薬は会見した。中小企業は苦しい。同社は「安全だ」と説明した。", "千歳製薬"),
        # nobody of that class was named
        ("製薬会社は薬を売る。同社は「安全だ」と説明した。", "同社"),
        ("外務省は会見した。同社は「安全だ」と説明した。", "同社"),
    ],
)
def test_a_body_is_called_back_by_its_class(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker
    assert quote.evidence.value == ("before" if speaker == "同社" else "anaphor")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("東濃地裁は訴えを退けた。判決は「橋は危険だった」と指摘した。", "東濃地裁"),
        ("東濃高裁は訴えを退けた。決定は「橋は危険だった」と述べた。", "東濃高裁"),
        ("東濃地検は久我山被告を起訴した。起訴状は「橋を壊した」としている。", "東濃地検"),
        ("調査委員会は調べを終えた。報告書は「橋は危険だった」と指摘した。", "調査委員会"),
        ("検討会議は議論を終えた。答申は「橋を直すべきだ」と求めた。", "検討会議"),
        ("東濃地裁の判決は「橋は危険だった」と指摘した。", "東濃地裁"),
        # a ministry hands down no judgment; what a report tells of others is theirs
        ("外務省は訴えを退けた。判決は「橋は危険だった」と指摘した。", "判決"),
        ("報告書は、顧問が生徒に「橋へ行け」と繰り返したと認定した。", "顧問"),
    ],
)
def test_a_document_speaks_for_its_issuer(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("青浜市は橋を直す。市は「急ぐ」と説明した。", "青浜市"),
        ("青浜県は橋を直す。県は「急ぐ」と説明した。", "青浜県"),
        ("青浜村と北山村が組んだ。村は「急ぐ」と説明した。", "北山村"),
        ("青浜県は橋を直す。市は「急ぐ」と説明した。", "市"),
        ("千歳財団は古い。この財団は「急ぐべきだ」と訴えた。", "千歳財団"),
        ("千歳財団は古い。この団体は「急ぐべきだ」と訴えた。", "千歳財団"),
        ("千歳製薬は大きい。その会社は「急ぐべきだ」と訴えた。", "千歳製薬"),
        ("千歳製薬は大きい。団体は「急ぐべきだ」と訴えた。", "団体"),
    ],
)
def test_a_body_may_be_meant_by_what_it_is(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker


TWO_PRESIDENTS = "ベルティーニ米大統領とロシアのザルキン大統領が会った。"
TWO_PREMIERS = "ロッシ英首相とベルティーニ伊首相が会った。"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{TWO_PRESIDENTS}米大統領は「橋を守る」と述べた。", "ベルティーニ米大統領"),
        (f"{TWO_PRESIDENTS}ロシア大統領は「橋を守る」と述べた。", "ザルキン大統領"),
        (f"{TWO_PREMIERS}英首相は「橋を守る」と述べた。", "ロッシ英首相"),
        (f"{TWO_PREMIERS}イタリアの首相は「橋を守る」と述べた。", "ベルティーニ伊首相"),
        # without a country the last one named; of another country, or in a firm, nobody whom the text names
        (f"{TWO_PRESIDENTS}大統領は「橋を守る」と述べた。", "ザルキン大統領"),
        (f"{TWO_PRESIDENTS}フランス大統領は「橋を守る」と述べた。", "フランス大統領"),
        (f"{TWO_PREMIERS}部品メーカーの社長は「橋を守る」と述べた。", "部品メーカーの社長"),
    ],
)
def test_an_office_is_its_countrys(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker


@pytest.mark.parametrize("said", ["ベテラン議員", "中堅議員", "有力議員"])
def test_a_rank_is_no_name(parse: Parse, said: str) -> None:
    quotes = parse(f"水野議員は「急ぐ」と述べた。{said}は「橋を守る」と述べた。").quotes
    assert [(quote.speaker, quote.speaker_kind.value) for quote in quotes] == [
        ("水野議員", "person"),
        (said, "anonymous"),
    ]


@pytest.mark.parametrize("core", ["製薬会社", "会社", "中小企業"])
def test_a_body_that_is_only_of_a_kind(core: str) -> None:
    assert is_generic(core)


@pytest.mark.parametrize("core", ["千歳製薬", "水戸鉄道会社", "青浜銀行", "北都大学", "外務省"])
def test_a_body_with_a_name(core: str) -> None:
    assert not is_generic(core)


@pytest.mark.parametrize(
    ("core", "back", "is_meant"),
    [
        ("千歳製薬", "社", True),
        ("外務省", "社", False),
        ("北都大学", "社", False),
        ("外務省", "省", True),
        ("北都病院", "院", True),
        ("北都大学", "院", False),
        ("東濃高裁", "判決", True),
        ("東濃高裁", "起訴状", False),
        ("フランス", "国", False),
    ],
)
def test_what_a_body_may_be_called_back_by(core: str, back: str, *, is_meant: bool) -> None:
    assert is_called(core, back) is is_meant
