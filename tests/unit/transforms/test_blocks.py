"""Which lines are the blogger's tag lines, and what the other lines are."""

from __future__ import annotations

import pytest

from transforms.blocks import is_tag_line, split_blocks


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in split_blocks(text)]


@pytest.mark.parametrize(
    "line",
    [
        "#港湾",
        "#港湾#漁業",
        "#港湾 #漁業",
        "#外交・安全保障",
        "#PORTexpansion",
        "#2024年問題",
        "#2024(市長「備える」)",
        "#ABC=青浜漁業協定(市長「結ぶ」)",
        "#ABC=青浜漁業協定#港湾",
        "#港湾()",
        "#港湾(市長「開く」・議長「待つ」)",
        "#港湾(市長「開く」)#漁業(議長「待つ」)",
        "＃港湾（市長「開く」）",
        "  #港湾(市長「開く」)",
        "　#港湾",
        "#港湾 ",
        "#港湾 https://example.org/1",
        "#港湾(市長「開く」) https://example.org/1",
        # damaged, and still the blogger's
        "#港湾(市長「開く」",
        "#港湾(市長「開く",
        "#港湾市長「開く」)",
        "#港湾・市長「開く」)",
        "#港湾(市長「開く」)。",
    ],
)
def test_a_tag_line_opens_with_a_hash_and_holds_only_tags(line: str) -> None:
    assert is_tag_line(line)
    assert kinds(line) == [("note", line)]


@pytest.mark.parametrize(
    "line",
    [
        "#",
        "##",
        "##港湾",
        "# 見出し",
        "#(注)",
        "#「港湾」",
        "#港湾 を見て来た",
        "#港湾 本文が続く(注)",
        "港が開く #港湾",
        "港が開く#港湾",
        "市長「#港湾 を開く」",
        "#1462185688",
        "#1462185688 #1462185689",
        "",
        "　",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert not is_tag_line(line)
    assert "note" not in dict(kinds(line))


def test_an_address_with_a_fragment_is_no_topic() -> None:
    assert kinds("https://example.org/#港湾") == [("other", "https://example.org/#港湾")]


@pytest.mark.parametrize(
    ("line", "hashtags"),
    [
        ("港が開く #港湾 #漁業", ("港湾", "漁業")),
        ("港が開く、＃港湾", ("港湾",)),
        ("港が開く#港湾", ()),
        ("#港湾 を見て来た。", ("港湾",)),
        ("題は「#港湾」。", ("港湾",)),
        ("https://example.org/a#港湾 と書く", ()),
        ("&#12354; と書く", ()),
        ("港が開く", ()),
    ],
)
def test_hashtags_in_prose_are_flagged_on_the_block(line: str, hashtags: tuple[str, ...]) -> None:
    (block,) = split_blocks(line)
    assert (block.kind.value, block.hashtags) == ("article", hashtags)


@pytest.mark.parametrize("line", ["https://example.org/a", "example.com", " www.example.co.jp/a?b=1 "])
def test_a_line_of_nothing_but_an_address_is_other(line: str) -> None:
    assert kinds(line) == [("other", line)]


@pytest.mark.parametrize("line", ["https://example.org/a を読む", "第1.2版", "end.", "a.b"])
def test_a_line_with_more_than_an_address_is_article(line: str) -> None:
    assert kinds(line) == [("article", line)]


def test_one_line_is_one_block_and_blank_lines_are_none() -> None:
    text = "\n市長は話した。\n　\n議長も話した。\n\n#港湾(市長「開く」)\n#漁業\n"
    assert kinds(text) == [
        ("article", "市長は話した。"),
        ("article", "議長も話した。"),
        ("note", "#港湾(市長「開く」)"),
        ("note", "#漁業"),
    ]


def test_a_line_separator_of_unicode_ends_no_line() -> None:
    text = "市長は\u2028話した。\x0b終わり\x85。"
    assert kinds(text) == [("article", text)]


def test_back_links_below_an_item_are_no_topics() -> None:
    text = "#港湾(市長「開く」)\n#1462185688\n#1462185689"
    assert [kind for kind, _ in kinds(text)] == ["note", "article", "article"]


def test_an_empty_text_has_no_blocks() -> None:
    assert split_blocks("") == split_blocks("\n \n") == []
