"""One surface taken apart: proper name, office, country or body; what names nobody."""

from __future__ import annotations

import pytest

from transforms.affiliations import is_body, split_affiliation
from transforms.names import read_name
from transforms.surfaces import MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("surface", "core", "role", "affiliation"),
    [
        ("水野市長", "水野", "市長", ""),
        ("水野太郎氏", "水野太郎", None, ""),
        ("水野さん", "水野", None, ""),
        ("水野容疑者", "水野", "容疑者", ""),
        ("水野市長(68)", "水野", "市長", ""),
        ("水野市長ら", "水野", "市長", ""),
        ("水野市長会見", "水野", "市長", ""),
        ("水野元市長", "水野", "元市長", ""),
        ("福島氏", "福島", None, ""),
        ("ベルティーニ首相", "ベルティーニ", "首相", ""),
        ("ベルティーニ米大統領", "ベルティーニ", "米大統領", ""),
        ("米ベルティーニ大統領", "ベルティーニ", "大統領", "米"),
        ("オクサナ・ベルティーニ駐米大使", "オクサナ・ベルティーニ", "駐米大使", ""),
        ("ロシア外務省ザハル報道官", "ザハル", "報道官", "ロシア外務省"),
        ("ルカ・ベルティーニ", "ルカ・ベルティーニ", None, ""),
        # a name may begin as a country does
        ("マリオ・ベルティーニ首相", "マリオ・ベルティーニ", "首相", ""),
        ("マリノワ氏", "マリノワ", None, ""),
        ("ロシアベルティーニ首相", "ベルティーニ", "首相", "ロシア"),
        ("ロッシ英首相", "ロッシ", "英首相", ""),
        ("大橋監督", "大橋", "監督", ""),
        ("野路町長", "野路", "町長", ""),  # a word, too, made as family names are
        ("鳥居社員", "鳥居", "社員", ""),
        ("未来選手", "未来", "選手", ""),
    ],
)
def test_a_person(surface: str, core: str, role: str | None, affiliation: str) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.core, name.role, name.affiliation) == ("person", core, role, affiliation)
    assert name.can_speak
    assert not name.is_bare_role
    assert not name.is_anaphor


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("外務省", "organisation"),
        ("青浜市役所", "organisation"),
        ("NATO", "organisation"),
        ("NATO声明", "organisation"),
        ("内閣府(防災担当)", "organisation"),
        ("寺側", "organisation"),
        ("青浜新聞", "media"),
        ("BBC", "media"),
        ("米紙", "media"),
        ("米国", "country"),
        ("露", "country"),
        ("J_Sato", "account"),
        ("@aohama", "account"),
    ],
)
def test_what_speaks_and_is_no_person(surface: str, kind: str) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.can_speak) == (kind, True)


@pytest.mark.parametrize(
    ("surface", "role"),
    [
        ("首相", "首相"),
        ("元市長", "元市長"),
        ("情報筋", "情報筋"),
        ("漁師", "漁師"),
        ("同行者", "同行者"),
        ("住民たち", "住民"),
        ("ゼレ側近", "側近"),
        ("参加した女性", "女性"),
        ("契約社員", "契約社員"),
        ("地元議員", "地元議員"),
        ("現場監督", "現場監督"),
        ("公衆衛生学者", "公衆衛生学者"),
        ("主力選手", "主力選手"),
        ("警備会社員", "警備会社員"),
        ("ドライバー", "ドライバー"),
        ("卒業生", "卒業生"),
        ("クルーズ客", "クルーズ客"),
        ("小学6年生", "小学6年生"),
        ("保守系議員", "保守系議員"),
    ],
)
def test_a_role_without_a_name_is_anonymous_and_kept(surface: str, role: str) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.core, name.role, name.is_bare_role) == ("anonymous", "", role, True)


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("同氏", "person"),
        ("両氏", "person"),
        ("彼女", "person"),
        ("同省", "organisation"),
        ("同社", "organisation"),
        ("同紙", "media"),
        ("同行", "organisation"),
        ("同院", "organisation"),
        ("同大統領", "person"),
    ],
)
def test_an_anaphor_points_back(surface: str, kind: str) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.core, name.is_anaphor, name.is_bare_role) == (kind, "", True, False)


@pytest.mark.parametrize(
    "surface", ["工事", "紙", "部品", "ドローン", "両国", "", "・", "2024年", "とても長い話"]
)
def test_a_noun_may_be_no_name_at_all(surface: str) -> None:
    assert not read_name(surface).can_speak


def test_a_gloss_is_no_part_of_the_surface() -> None:
    assert read_name(" 水野市長（68） ").surface == "水野市長"


@pytest.mark.parametrize("part", ["ら", "側", " ", "国連", "元米国", "(", "ア・", "経済"])
def test_a_surface_longer_than_any_name_names_nobody(part: str) -> None:
    surface = "水野" + part * MAX_NAME_LENGTH + "大統領"
    assert (read_name(surface).kind.value, read_name(surface).surface) == ("unknown", surface)


@pytest.mark.parametrize(
    ("rest", "parts"),
    [
        ("ウク軍ベルティーニ", ("ウク軍", "ベルティーニ")),
        ("ロシア外務省", ("ロシア外務省", "")),
        ("水野", ("", "水野")),
        ("ルカ・ベルティーニ", ("", "ルカ・ベルティーニ")),
        ("宇オクサナ", ("宇", "オクサナ")),
        ("部品メーカーの水野", ("部品メーカーの", "水野")),
    ],
)
def test_what_stands_before_a_title(rest: str, parts: tuple[str, str]) -> None:
    assert split_affiliation(rest) == parts


@pytest.mark.parametrize("text", ["米", "米国", "東京", "外務省", "青浜新聞", "NATO", "青浜市"])
def test_a_body(text: str) -> None:
    assert is_body(text)


@pytest.mark.parametrize("text", ["水野", "中村", "ベルティーニ", "工事"])
def test_no_body(text: str) -> None:
    assert not is_body(text)
