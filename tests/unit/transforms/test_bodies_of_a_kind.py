"""Bodies that are only of a kind, courts of an instance, and what ends as societies do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.bodies import is_generic
from transforms.names import read_name
from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]
Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("千歳製薬は会見した。子会社の工場が止まった。同社は「安全だ」と説明した。", "千歳製薬"),
        ("千歳製薬は会見した。欧州子会社は別に調べている。同社は「安全だ」と説明した。", "千歳製薬"),
        ("千歳製薬は会見した。親会社は黙った。同社は「安全だ」と説明した。", "千歳製薬"),
        ("青浜高校は会見した。近くの学校は休んだ。同校は「休まない」と説明した。", "青浜高校"),
        ("青浜病院は会見した。隣町の病院は黙った。同院は「休まない」と説明した。", "青浜病院"),
        ("青浜診療所は会見した。隣町の診療所は黙った。同診療所は「休まない」と説明した。", "青浜診療所"),
        ("青浜研究所は会見した。別の研究所は黙った。同研究所は「安全だ」と説明した。", "青浜研究所"),
        ("青浜大学は会見した。別の大学は黙った。同大は「休まない」と説明した。", "青浜大学"),
        # one with a name of its own is the last that was named
        ("千歳製薬は会見した。西北電線は黙った。同社は「安全だ」と説明した。", "西北電線"),
        ("千歳製薬は会見した。千歳薬品会社は黙った。同社は「安全だ」と説明した。", "千歳薬品会社"),
        ("青浜病院は会見した。水野病院は閉まった。同院は「休まない」と説明した。", "水野病院"),
        ("青浜研究所は会見した。水戸研究所は黙った。同研究所は「安全だ」と説明した。", "水戸研究所"),
    ],
)
def test_nothing_points_back_to_a_mere_kind(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ("診療所", True),
        ("欧州子会社", True),
        ("グループ会社", True),
        ("取引先", True),
        ("青浜診療所", False),
        ("千歳製薬", False),
    ],
)
def test_a_body_without_a_name_is_generic(core: str, expected: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_generic(core) is expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("青浜博物館は会見した。千歳製薬は黙った。同館は「年内に開く」と説明した。", "青浜博物館"),
        ("青浜博物館は会見した。水野図書館も並んだ。同館は「年内に開く」と説明した。", "水野図書館"),
        ("青浜信用金庫は会見した。千歳製薬は黙った。同金庫は「融資は続ける」と説明した。", "青浜信用金庫"),
        # no body of that class was named
        ("千歳製薬は会見した。同館は「年内に開く」と説明した。", "同館"),
        ("千歳製薬は会見した。同金庫は「融資は続ける」と説明した。", "同金庫"),
    ],
)
def test_museums_and_credit_unions_are_called_back(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # the judgment that a text is about is no earlier instance's
        (
            "東都高裁は控訴を棄却した。一審・青浜地裁は無罪とした。判決は「動機は身勝手だ」と述べた。",
            "東都高裁",
        ),
        (
            "一審・青浜地裁は無罪とした。東都高裁は有罪とした。一審は「証拠が足りない」と述べた。",
            "一審・青浜地裁",
        ),
        ("青浜地裁は無罪とした。東都高裁は有罪とした。一審判決は「証拠が足りない」と述べた。", "青浜地裁"),
        ("青浜地裁は無罪とした。東都高裁は有罪とした。二審判決は「証拠は足りる」と述べた。", "東都高裁"),
        ("青浜地裁判決は「証拠が足りない」と述べた。", "青浜地裁判決"),
        # without an instance the last court gave it
        ("青浜地裁は無罪とした。東都高裁は有罪とした。判決は「証拠は足りる」と述べた。", "東都高裁"),
        # no court of that instance was named
        ("最高裁は上告を棄却した。一審は「証拠が足りない」と述べた。", "一審"),
        ("一審・青浜地裁は無罪とした。判決は「証拠が足りない」と述べた。", "判決"),
    ],
)
def test_a_judgment_is_that_of_its_instance(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("surface", "core", "instance"),
    [
        ("一審・青浜地裁", "青浜地裁", "一審"),
        ("二審東都高裁判決", "東都高裁", "二審"),
        ("青浜地裁", "青浜地裁", None),
        ("最高裁", "最高裁", None),
    ],
)
def test_a_court_is_told_from_its_instance(surface: str, core: str, instance: str | None) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.core, name.role) == ("organisation", core, instance)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("全国知事会は「国が払うべきだ」と求めた。", "全国知事会"),
        ("水野市長は町を回った。青浜橋友会も「橋を残してほしい」と求めた。", "青浜橋友会"),
        ("青浜橋友会は三年目だ。「橋を残してほしい」と求めた。", "青浜橋友会"),
        # an occasion says nothing, wherever it stands
        ("水野市長は町を回った。住民説明会も「橋を残してほしい」と求めた。", "水野市長"),
        ("水野市長は町を回った。住民説明会では「橋を直してほしい」と述べた。", "水野市長"),
        ("水野市長は町を回った。住民説明会は三度目だ。「橋を直してほしい」と述べた。", "水野市長"),
    ],
)
def test_a_society_speaks_and_a_gathering_does_not(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker
    assert quote.confidence >= 0.8


@pytest.mark.parametrize("surface", ["全国知事会", "青浜橋友会", "料理研究会", "青浜町内会"])
def test_a_society_is_a_body(surface: str) -> None:
    assert read_name(surface).kind.value == "organisation"


@pytest.mark.parametrize(
    "surface",
    ["住民説明会", "青浜陸上競技大会", "町民運動会", "橋の会", "意見交換会", "大都会", "絶好の機会"],
)
def test_a_gathering_is_none(surface: str) -> None:
    assert read_name(surface).kind.value != "organisation"
