"""Who has been named so far: bare offices, anaphors and short forms find their holder."""

from __future__ import annotations

import pytest

from transforms.cast import Cast, Mention
from transforms.names import read_name


def cast_of(*surfaces: str) -> Cast:
    cast = Cast()
    for start, surface in enumerate(surfaces):
        cast.add(Mention(start, start + len(surface), read_name(surface)))
    return cast


def resolve(cast: Cast, surface: str) -> str | None:
    mention = cast.resolve(read_name(surface))
    return mention.name.surface if mention is not None else None


@pytest.mark.parametrize(
    ("named", "said", "meant"),
    [
        (["水野市長"], "市長", "水野市長"),
        (["水野市長", "佐渡谷議長"], "市長", "水野市長"),
        (["水野市長", "小田市長"], "市長", "小田市長"),
        (["水野総理"], "首相", "水野総理"),
        (["水野外務大臣"], "外相", "水野外務大臣"),
        (["水野財務相"], "大臣", "水野財務相"),
        (["水野法務副大臣"], "副大臣", "水野法務副大臣"),
        (["ベルティーニ米国大統領"], "米国大統領", "ベルティーニ米国大統領"),
        (["ベルティーニ米国大統領"], "ロシア大統領", None),
        (["水野氏"], "同氏", "水野氏"),
        (["水野氏", "外務省"], "彼女", "水野氏"),
        (["外務省", "青浜商会"], "同省", "外務省"),
        (["水野氏"], "同省", None),
        (["青浜新聞"], "同紙", "青浜新聞"),
        ([], "市長", None),
        (["水野市長"], "社長", None),
        (["水野市長"], "部品メーカーの社長", None),
        # a name is nobody else
        (["水野市長"], "佐渡谷議長", None),
    ],
)
def test_who_is_meant(named: list[str], said: str, meant: str | None) -> None:
    assert resolve(cast_of(*named), said) == meant


@pytest.mark.parametrize(
    ("named", "said", "full"),
    [
        (["水野太郎市長"], "水野市長", "水野太郎市長"),
        (["水野太郎市長"], "水野", "水野太郎市長"),
        (["ルカ・ベルティーニ首相"], "ベルティーニ氏", "ルカ・ベルティーニ首相"),
        (["ベルティーニ首相"], "ベル", "ベルティーニ首相"),
        (["水野市長"], "水野氏", "水野市長"),
        (["水野氏", "水野市長"], "水野氏", "水野市長"),
        (["水野市長"], "佐渡谷議長", "佐渡谷議長"),
        (["水野市長"], "市長", "市長"),
        ([], "水野氏", "水野氏"),
    ],
)
def test_the_fullest_form_in_the_document(named: list[str], said: str, full: str) -> None:
    assert cast_of(*named).find_full_form(read_name(said)) == full


def test_a_name_is_known_by_its_parts_once_it_was_named() -> None:
    cast = cast_of("水野太郎市長")
    assert cast.knows("水野太郎")
    assert cast.knows("水野")
    assert not cast.knows("佐渡谷")
    assert not cast.knows("水")


def test_anaphors_and_bare_offices_name_nobody() -> None:
    cast = cast_of("同氏", "市長", "工事")
    assert resolve(cast, "市長") is None
    assert not cast.knows("工事")
