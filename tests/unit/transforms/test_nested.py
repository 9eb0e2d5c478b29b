"""Words inside words: 水野市長は「…『…』…」と述べた, and whose the inner ones are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost, QuoteForm

Parse = Callable[[str], ParsedPost]


def read_inner(parse: Parse, words: str) -> list[tuple[str, str | None]]:
    """The nested quotes of what the mayor says."""
    quotes = parse(f"水野市長は「{words}」と述べた。").quotes
    assert (quotes[0].text, quotes[0].speaker) == (words, "水野市長")
    assert {quote.parent_quote_id for quote in quotes[1:]} <= {quotes[0].quote_id}
    return [(quote.text, quote.speaker) for quote in quotes if quote.form is QuoteForm.NESTED]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        # one's own
        ("私は『急ぎます』と言った", "水野市長"),
        ("議会で『急ぎます』と言いました", "水野市長"),
        ("記者に『急ぎます』と言った", "水野市長"),
        # somebody else's
        ("佐渡谷議長が『急ぎます』と話した", "佐渡谷議長"),
        ("『急ぎます』と父は言っていた", "父"),
        ("佐渡谷議長によると『急ぎます』と言っている", "佐渡谷議長"),
        # said to the mayor
        ("妻に『急ぎます』と言われた", "妻"),
        ("住民から『急ぎます』と言われた", "住民"),
        ("父から『急ぎます』と教わった", "父"),
        ("佐渡谷議長に『急ぎます』と断られた", "佐渡谷議長"),
        ("佐渡谷議長に『急ぎます』と断った", "水野市長"),
        ("『急ぎます』と聞かされる", None),
        ("『急ぎます』と頼まれた", None),
        # broken off
        ("母から『急ぎます』と", "母"),
        ("佐渡谷議長は『急ぎます』の一点張りだ", "佐渡谷議長"),
    ],
)
def test_whose_the_inner_words_are(parse: Parse, words: str, speaker: str | None) -> None:
    assert read_inner(parse, words) == [("急ぎます", speaker)]


@pytest.mark.parametrize(
    "words",
    [
        "『塩の道』という名の道だ",
        "『急ぐべきだ』と言うべきだった",
        "『橋を直そう』と書かれた紙を見た",
        "『』と言われた",
    ],
)
def test_a_name_a_wish_and_a_notice_are_no_inner_words(parse: Parse, words: str) -> None:
    assert read_inner(parse, words) == []
