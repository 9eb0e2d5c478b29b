"""Noun phrases of prose and what the particle behind each makes of it."""

from __future__ import annotations

import pytest

from transforms.brackets import scan_brackets
from transforms.phrases import MASK, find_phrases, mask_quotes


def read(text: str) -> list[tuple[str, str]]:
    masked = mask_quotes(text, 0, len(text), scan_brackets(text, 0, len(text)))
    return [(phrase.name.surface, phrase.link.value) for phrase in find_phrases(masked, 0, len(masked))]


@pytest.mark.parametrize(
    ("particle", "link"),
    [
        ("は", "topic"),
        ("も", "topic"),
        ("が", "subject"),
        ("から", "from"),
        ("からは", "from"),
        ("によると", "source"),
        ("によれば", "source"),
        ("の話では", "source"),
        ("の説明によると", "source"),
        ("の", "of"),
        ("と", "and"),
        ("や", "and"),
        ("に", "target"),
        ("を", "target"),
        ("について", "target"),
        ("に対し", "target"),
        ("へ", "other"),
        ("で", "other"),
    ],
)
def test_the_particle_says_what_a_phrase_does(particle: str, link: str) -> None:
    assert read(f"水野市長{particle}、") == [("水野市長", link)]


def test_without_a_particle_it_has_no_link() -> None:
    assert read("水野市長") == [("水野市長", "none")]


def test_the_phrases_of_a_sentence_in_order() -> None:
    assert read("青浜新聞によると水野市長は工事について「開く」と佐渡谷議長に述べた。")[:4] == [
        ("青浜新聞", "source"),
        ("水野市長", "topic"),
        ("工事", "target"),
        ("佐渡谷議長", "target"),
    ]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("水野市長(68)は", "水野市長"),
        ("水野（68）市長は", "水野（68）市長"),
        ("水野さんたちは", "水野さんたち"),
        ("同日水野市長は", "水野市長"),
        ("8日午後水野市長は", "水野市長"),
        ("40代の女性は", "女性"),
        ("部品メーカーの社長は", "部品メーカーの社長"),
        ("被害者の会は", "被害者の会"),
    ],
)
def test_how_far_a_surface_goes(text: str, surface: str) -> None:
    assert read(text)[-1] == (surface, "topic")


def test_the_office_of_a_country_keeps_it_aside() -> None:
    phrases = find_phrases("ロシアの大統領は", 0, 8)
    assert (phrases[-1].name.surface, phrases[-1].name.affiliation) == ("大統領", "ロシア")


def test_nothing_is_found_in_a_quotation() -> None:
    assert read("水野市長は「佐渡谷議長は反対だ」と") == [("水野市長", "topic")]


def test_a_mask_keeps_every_length_and_the_brackets() -> None:
    text = "市長は「一『二』」と"
    assert mask_quotes(text, 0, len(text), scan_brackets(text, 0, len(text))) == f"市長は「{MASK * 4}」と"


def test_offsets_are_those_of_the_text_scanned() -> None:
    text = "きのう水野市長(68)は話した。"
    (phrase,) = [phrase for phrase in find_phrases(text, 0, len(text)) if phrase.link.value == "topic"]
    assert text[phrase.start : phrase.end] == "水野市長"
    assert text[phrase.next :] == "話した。"


def test_a_run_longer_than_any_name_is_no_phrase() -> None:
    assert read("工事" * 100 + "は、水野市長は") == [("水野市長", "topic")]
    assert all(len(surface) < 100 for surface, _ in read("関係者の" * 100 + "社長は"))
