"""Quotations of article paragraphs: spans, nesting, brackets left open, interviews."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


def say(post: ParsedPost) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in post.quotes]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ロシアとの戦闘が激化する中、知事は「続ける」と述べた。", ["ロシア", "知事"]),
        ("村は学ぶ日とする。北の海の枠を決め、朝は鉄道で通う。規格づくりに加わる。", ["村"]),
        ("米、新たな制裁へ 中は反発した。", ["米", "中"]),
        ("米は「続ける」と述べた。", ["米"]),
    ],
)
def test_a_sign_of_a_country_is_named_only_where_it_stands_apart(
    parse: Parse, text: str, named: list[str]
) -> None:
    assert [mention.surface for mention in parse(text).actor_mentions] == named


def test_a_quote_is_its_words_without_the_brackets(parse: Parse) -> None:
    post = parse("🇯🇵水野市長は「橋を直す」と述べた。")
    (quote,) = post.quotes
    assert (quote.char_start, quote.char_end, quote.text) == (8, 12, "橋を直す")
    assert (quote.speaker_start, quote.speaker_end) == (2, 6)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        # a nested quote that is said by somebody
        (
            "水野市長は「佐渡谷議長が『金がない』と言った」と述べた。",
            [
                ("水野市長", "佐渡谷議長が『金がない』と言った"),
                ("佐渡谷議長", "金がない"),
            ],
        ),
        # terms and titles in a quotation are none
        ("水野市長は「橋は『市の顔』だ」と述べた。", [("水野市長", "橋は『市の顔』だ")]),
        ("水野市長は「小説『橋の上』を読んだ」と述べた。", [("水野市長", "小説『橋の上』を読んだ")]),
    ],
)
def test_nested_quotes(parse: Parse, text: str, quotes: list[tuple[str | None, str]]) -> None:
    assert say(parse(text)) == quotes


def test_a_nested_quote_points_to_its_parent(parse: Parse) -> None:
    outer, inner = parse("水野市長は「佐渡谷議長が『金がない』と言った」と述べた。").quotes
    assert (inner.form.value, inner.parent_quote_id) == ("nested", outer.quote_id)
    assert (outer.form.value, outer.parent_quote_id) == ("direct", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a bracket left open does not spread
        ("水野市長は「橋を直すと述べた。\n佐渡谷議長は「金がない」と述べた。", ["金がない"]),
        ("水野市長は「橋を直す」と述べた。佐渡谷議長は「金が\n本文が続く。", ["橋を直す"]),
        ("水野市長は橋を直す」と述べた。佐渡谷議長は「金がない」と述べた。", ["金がない"]),
        ("水野市長は『橋を直す」と述べた。佐渡谷議長は「金がない」と述べた。\n本文。", ["金がない"]),
    ],
)
def test_a_lost_bracket_costs_its_own_quote(parse: Parse, text: str, words: list[str]) -> None:
    assert [quote.text for quote in parse(text).quotes] == words


def test_a_text_cut_off_inside_a_quote_keeps_what_is_there(parse: Parse) -> None:
    (quote,) = parse("水野市長は「橋を直すには三年か").quotes
    assert (quote.speaker, quote.text) == ("水野市長", "橋を直すには三年か")


def test_a_quote_over_paragraphs_opens_in_each(parse: Parse) -> None:
    text = "水野市長は次のように述べた。\n「橋を直すと約束する。\n「工事は来年に始める」"
    assert say(parse(text)) == [
        ("水野市長", "橋を直すと約束する。"),
        ("水野市長", "工事は来年に始める"),
    ]


def test_an_interview_is_answered_by_whom_it_was_held_with(parse: Parse) -> None:
    text = (
        "水野市長に話を聞いた。\n"
        "――佐渡谷議長は反対しています。\n"
        "「反対は承知の上で橋を直します」\n"
        "――工事はいつ。\n"
        "「来年には始めます」"
    )
    assert say(parse(text)) == [
        ("水野市長", "反対は承知の上で橋を直します"),
        ("水野市長", "来年には始めます"),
    ]


def test_the_lines_of_a_tweet_are_read_as_prose(parse: Parse) -> None:
    text = "水野市長「橋を直す」\n— 青浜新聞 (@aohama_np) May 1, 2023\n佐渡谷議長「金がない」https://t.co/a"
    post = parse(text)
    assert say(post) == [("水野市長", "橋を直す"), ("佐渡谷議長", "金がない")]
    assert {quote.context.value for quote in post.quotes} == {"embed"}
