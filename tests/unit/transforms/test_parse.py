"""The rows of one document: what they hold, how they hang together, what decides their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from transforms.parse import parse_document
from transforms.posts import normalise_text
from transforms.records import Document, ParsedPost

Parse = Callable[[str], ParsedPost]

PAGE = """橋を直す方針 https://t.co/a
— 青浜新聞 (@aohama_np) November 7, 2023
水野太郎市長は「橋を直す」と述べた。水野氏は「急ぐ」とも述べた。

#橋=青浜大橋(工事・水野市長「直す」「急ぐ」)#防災
"""


def test_every_row_is_of_its_post_and_block(parse: Parse) -> None:
    post = parse(PAGE)
    assert [(block.block_no, block.kind.value) for block in post.blocks] == [
        (0, "embed"),
        (1, "article"),
        (2, "note"),
    ]
    assert [quote.block_no for quote in post.quotes] == [1, 1, 2, 2]
    assert {row.post_id for table in post[1:] for row in table} == {post.post.post_id}


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("海峡交通省(海交省)は「出す」と発表した。海交省は「急ぐ」とも説明した。", "海峡交通省"),
        ("北方漁業連盟（略称・NFA）は「減らす」と発表した。NFAは「来年も」と述べた。", "北方漁業連盟"),
        (
            "汐見県教育委員会（以下「県教委」）は「配る」と発表した。県教委は「二組」と述べた。",
            "汐見県教育委員会",
        ),
        ("青浜汽船(東京)は「直す」と発表した。東京汽船は「急ぐ」と述べた。", "東京汽船"),
        ("青浜市(水資源庁)は「直す」と発表した。水資源庁は「急ぐ」と述べた。", "水資源庁"),
        ("海交省は「出す」と発表した。", "海交省"),
        ("霧沢村で会見が開かれた。霧沢村長は「田を選ばせないでほしい」と述べた。", "霧沢村長"),
        ("霧沢氏は「出す」と述べた。霧沢健さんは「急ぐ」と述べた。霧沢氏は「待つ」と述べた。", "霧沢健さん"),
    ],
)
def test_the_fullest_form_is_the_defined_body_or_somebody_of_the_same_kind(
    parse: Parse, text: str, full: str
) -> None:
    assert parse(text).quotes[-1].speaker_full == full


def test_labels_and_keywords_are_rows(parse: Parse) -> None:
    assert [
        (row.note_no, row.label, row.alias, row.parent_label, row.keyword)
        for row in parse(PAGE).topic_mentions
    ] == [
        (0, "橋", "青浜大橋", None, None),
        (0, None, None, "橋", "工事"),
        (1, "防災", None, None, None),
    ]


def test_a_note_is_hashed_as_it_stands_so_that_repetitions_are_found(parse: Parse) -> None:
    note = "#橋(水野市長「直す」)"
    first, second, third = (
        parse(text).topic_mentions[0].note_sha256
        for text in (note, f"本文。\n\n　{note} #防災", "#橋(水野市長「直す。」)")
    )
    assert first == second == hashlib.sha256(note.encode()).hexdigest()
    assert third != first


def test_everybody_named_is_a_row_once_a_place(parse: Parse) -> None:
    post = parse(PAGE)
    people = [row for row in post.actor_mentions if row.kind.value == "person"]
    assert [(row.surface, row.surface_full, row.is_speaker) for row in people] == [
        ("水野太郎市長", "水野太郎市長", True),
        ("水野氏", "水野太郎市長", True),
        ("水野市長", "水野太郎市長", True),
    ]
    spoken = {row.quote_id for row in people}
    assert spoken <= {quote.quote_id for quote in post.quotes}


def test_who_is_only_named_speaks_nothing(parse: Parse) -> None:
    (row,) = parse("水野市長は橋を見た。").actor_mentions
    assert (row.surface, row.is_speaker, row.quote_id) == ("水野市長", False, None)


def test_ids_are_those_of_the_post_and_the_place(parse: Parse) -> None:
    def read(url: str, text: str = PAGE) -> set[str]:
        document = Document(position=0, record_id="1", text=text, url=url)
        post = parse_document(document, dump_id="d" * 16, source_uri="a.jsonl")
        return {quote.quote_id for quote in post.quotes}

    here = read("https://blog.example/1")
    assert here == read("http://blog.example/1#top")
    assert not here & read("https://blog.example/2")
    assert len(here & read("https://blog.example/1", PAGE + "追記。")) == len(here)
    assert all(len(quote_id) == 16 for quote_id in here)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("か\u3099", "が"),
        ("A\r\nB\rC\n", "A\nB\nC\n"),
        ("\r\r\n\n", "\n\n\n"),
        # nothing else is touched
        ("Ａ①㌔　 ｶﾞ\u2028\x00\ufeff", "Ａ①㌔　 ｶﾞ\u2028\x00\ufeff"),
    ],
)
def test_a_text_is_composed_and_its_lines_end_alike(text: str, normal: str) -> None:
    assert normalise_text(text) == normal


@pytest.mark.parametrize(
    ("text", "language"), [("橋をなおす", "ja"), ("The bridge", "und"), ("桥", "und"), ("", "und")]
)
def test_kana_make_it_japanese(parse: Parse, text: str, language: str) -> None:
    assert parse(text).post.language == language


def test_an_empty_text_gives_a_post_without_rows(parse: Parse) -> None:
    post = parse("")
    assert (post.post.text, post.post.char_count, *post[1:]) == ("", 0, (), (), (), ())
