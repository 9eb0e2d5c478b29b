"""The ・ of a note: in a name, or between segments."""

from __future__ import annotations

import pytest

from transforms.middle_dots import is_title_like, joins_names


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # a listed name around it
        ("ワシントン", "ポスト"),
        ("ボスニア", "ヘルツェゴビナ"),
        # a known given name before it
        ("オクサナ", "ベルティーニ駐米大使"),
        ("ルカ", "ベルティーニ"),
        ("オクサナ", "マリノワ駐米大使"),
        # a country sign, a body or an office glued before the katakana
        ("宇ザハリーナ", "ベルティーニ駐米大使"),
        ("元米国外交官ザハリーナ", "ベルティーニ"),
        # a title behind the katakana after it
        ("ザハリーナ", "ベルティーニ首相"),
        ("ザハリーナ", "ベルティーニ氏"),
        # a surname with its office in apposition
        ("三宅", "経済再生相"),
        # nothing but katakana right before the bracket
        ("ザハリーナ", "ベルティーニ"),
    ],
)
def test_it_joins_a_name_before_a_quote(left: str, right: str) -> None:
    assert joins_names(left, right, is_before_quote=True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("EU", "ベルティーニ委員長"),
        ("ベルティーニ委員長", "ザハリーナ"),
        ("サミット", "ベルティーニ首相"),
        ("ドローン", "ベルティーニ"),
        ("ロシア", "ベルティーニ首相"),
        ("外務省", "水野報道官"),
        ("工事", "水野市長"),
        ("訪問", "ベルティーニ"),
        ("水野市長", "佐渡谷議長"),
        ("会談", "首相"),
        ("工事", "市長"),
        ("モスクワ", "ベルティーニ"),
    ],
)
def test_it_separates(left: str, right: str) -> None:
    assert not joins_names(left, right, is_before_quote=True)


def test_two_katakana_nouns_without_a_quote_are_two_keywords() -> None:
    assert not joins_names("ザハリーナ", "ベルティーニ", is_before_quote=False)
    assert joins_names("ルカ", "ベルティーニ", is_before_quote=False)


def test_a_run_longer_than_any_name_does_not_hide_what_stands_before_the_dot() -> None:
    assert joins_names("工事" * 500 + "ルカ", "ベルティーニ", is_before_quote=True)


@pytest.mark.parametrize("text", ["大統領", "米大統領", "氏", "駐米大使", "外務省報道官"])
def test_an_office_is_title_like(text: str) -> None:
    assert is_title_like(text)


@pytest.mark.parametrize("text", ["", "ベルティーニ大統領", "工事", "水野"])
def test_a_name_or_noun_is_not(text: str) -> None:
    assert not is_title_like(text)
