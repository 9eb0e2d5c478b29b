"""Indirect speech in articles: which clauses are reported, where they begin and end, who says them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.options import ParseOptions
from transforms.parse import parse_document
from transforms.records import Document, Evidence, ParsedPost, QuoteForm
from transforms.reporting_cues import find_cues

Parse = Callable[[str], ParsedPost]


def report(post: ParsedPost) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in post.quotes if quote.form is QuoteForm.REPORTED]


def read(text: str, *, with_reported: bool) -> ParsedPost:
    options = ParseOptions(with_reported=with_reported)
    return parse_document(Document(0, "1", text), dump_id="d" * 16, source_uri="a.txt", options=options)


@pytest.mark.parametrize(
    ("text", "clause", "cue"),
    [
        ("水野市長は橋を直すと述べた。", "橋を直す", "述べ"),
        ("水野市長は橋は古いとも話している。", "橋は古い", "話し"),
        ("水野市長は橋を直すべきだ、と語った。", "橋を直すべきだ", "語っ"),
        ("水野市長は橋を直すと改めて強調した。", "橋を直す", "強調"),
        ("水野市長は橋を直すと反論。", "橋を直す", "反論"),
        ("水野市長は橋を直すとした。", "橋を直す", "した"),
        ("水野市長は橋が落ちるとみている。", "橋が落ちる", "みてい"),
        ("水野市長は橋を直すとの認識を示した。", "橋を直す", "示し"),
        ("水野市長は橋を直す考えを示した。", "橋を直す", "示し"),
        ("水野市長は橋が落ちる恐れを指摘した。", "橋が落ちる", "指摘"),
        ("水野市長は橋を直すという声明を出した。", "橋を直す", "声明"),
        ("水野市長は橋を直したことを明らかにした。", "橋を直した", "明らかに"),
        ("水野市長は橋が古いことも認めた。", "橋が古い", "認め"),
        ("水野市長は県に橋を直すよう求めた。", "橋を直す", "求め"),
        ("水野市長によると、橋は来年に直る。", "橋は来年に直る", "によると"),
        ("水野市長の話では、橋は来年に直るという。", "橋は来年に直る", "の話では"),
    ],
)
def test_a_clause_that_is_reported(parse: Parse, text: str, clause: str, cue: str) -> None:
    (quote,) = parse(text).quotes
    assert (quote.form, quote.speaker, quote.text, quote.cue) == ("reported", "水野市長", clause, cue)
    assert text[quote.char_start : quote.char_end] == clause


@pytest.mark.parametrize(
    "text",
    [
        "水野市長は3日、橋を直すと述べた。",
        "水野市長は会見で、橋を直すと述べた。",
        "水野市長は3日の定例会見で橋を直すと述べた。",
        "水野市長は臨時の会見を開き、橋を直すと述べた。",
        "水野市長は記者団に対し、橋を直すと述べた。",
        "水野市長はこの点について、橋を直すと述べた。",
        "一方、水野市長はまた、橋を直すと述べた。",
        "千草市の水野市長は橋を直すと述べた。",
        "水野市長が3日、橋を直すと述べた。",
        "橋を直すと水野市長は述べた。",
        "橋を直すと述べた水野市長。",
    ],
)
def test_what_belongs_to_the_saying_stands_outside(parse: Parse, text: str) -> None:
    assert report(parse(text)) == [("水野市長", "橋を直す")]


@pytest.mark.parametrize(
    "text",
    [
        "水野市長は橋を直すという。",
        "橋は古いとされる。",
        "水野市長は橋を直すと考えた。",
        "水野市長は橋を直すと決めた。",
        "水野市長は橋を直そうとした。",
        "水野市長は橋を直すと言われた。",
        "水野市長は橋を直すと指摘された。",
        "水野市長は橋を直すと述べなかった。",
        "水野市長は橋を直すと言えば人気が出る。",
        "水野市長は橋を直すと発表する予定だ。",
        "水野市長は橋の修理を発表した。",
        "水野市長は修理が終わると知って喜んだ。",
        "水野市長は橋を直す方針だ。",
        "水野市長は橋を直すとのうわさを聞いた。",
        "水野市長は佐渡谷議長と述べ合った。",
        "青浜新聞は橋が落ちると伝えた。",
        "青浜新聞によると、橋は来年に直る。",
        "調査によると、橋は来年に直る。",
        "橋を直すと述べた。",
    ],
)
def test_hearsay_thoughts_and_what_is_not_said_are_no_rows(parse: Parse, text: str) -> None:
    assert report(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("水野市長は「橋を直す」と述べた。", []),
        ("水野市長は橋は「古い」と述べた。", []),
        ("水野市長は橋を「すぐに直す」考えを示した。", []),
        (
            "水野市長は「橋を直す」と述べ、費用は県が払うと強調した。",
            [("水野市長", "費用は県が払う")],
        ),
        (
            "水野市長は費用は県が払うと強調し、「橋を直す」と述べた。",
            [("水野市長", "費用は県が払う")],
        ),
        (
            "水野市長は小説『橋の上』を読み返すと述べた。",
            [("水野市長", "小説『橋の上』を読み返す")],
        ),
        (
            "水野市長は橋を直すと述べ、費用は県が払うとの見通しを示した。",
            [("水野市長", "橋を直す"), ("水野市長", "費用は県が払う")],
        ),
        (
            "水野市長は橋を直すと述べたが、佐渡谷議長は費用が足りないと反論した。",
            [("水野市長", "橋を直す"), ("佐渡谷議長", "費用が足りない")],
        ),
    ],
)
def test_words_in_brackets_are_not_reported_a_second_time(
    parse: Parse, text: str, reports: list[tuple[str | None, str]]
) -> None:
    assert report(parse(text)) == reports


def test_an_elided_speaker_goes_on(parse: Parse) -> None:
    post = parse("水野市長は「橋を直す」と述べた。費用は県が払うとも語った。")
    assert report(post) == [("水野市長", "費用は県が払う")]
    assert [quote.evidence for quote in post.quotes] == [Evidence.BEFORE, Evidence.CONTINUED]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("橋は来年に直ると建設会社の担当者は話す。", "建設会社の担当者"),
        ("橋は来年に直る、と元社員は明かす。", "元社員"),
        ("橋は来年に直るのか、と記者が食い下がる。", "記者"),
        ("橋が落ちると肩を落とすのは、近くに住む男性だ。", "男性"),
        ("橋は来年に直ると話す佐渡谷議長に会った。", "佐渡谷議長"),
    ],
)
def test_a_speaker_behind_the_clause_comes_before_who_spoke_last(
    parse: Parse, text: str, speaker: str
) -> None:
    post = parse("水野市長は急ぐべきだと述べた。" + text)
    assert [(quote.speaker, quote.evidence) for quote in post.quotes] == [
        ("水野市長", Evidence.BEFORE),
        (speaker, Evidence.AFTER),
    ]


def test_a_pronoun_and_a_bare_office_name_whom_they_mean(parse: Parse) -> None:
    post = parse("水野太郎市長は橋を直すと述べた。市長は費用は県が払うと語った。同氏は急ぐべきだと訴えた。")
    assert [(quote.speaker, quote.evidence) for quote in post.quotes] == [
        ("水野太郎市長", Evidence.BEFORE),
        ("水野太郎市長", Evidence.ANAPHOR),
        ("水野太郎市長", Evidence.ANAPHOR),
    ]


def test_a_name_before_the_speaker_does_not_take_its_place(parse: Parse) -> None:
    (quote,) = parse("中央教育審議会の部会は20日、教科書を改めるべきだとする意見をまとめた。").quotes
    assert (quote.speaker, quote.text) == ("部会", "教科書を改めるべきだ")


def test_the_medium_relays_and_does_not_speak(parse: Parse) -> None:
    (quote,) = parse("読売新聞によると、水野市長は橋を直すと述べた。").quotes
    assert (quote.speaker, quote.via, quote.text) == ("水野市長", "読売新聞", "橋を直す")


def test_notes_and_embeds_hold_no_indirect_speech() -> None:
    note = "#橋(水野市長は橋を直すと述べた)"
    embed = "水野市長は橋を直すと述べた https://t.co/a\n— 青浜 (@aohama_np) May 1, 2023"
    assert report(read(f"{embed}\n{note}", with_reported=True)) == []


ARTICLE = [
    "水野市長は3日、橋を直すと述べた。", "佐渡谷議長は「金がない」と反論し、費用は県が払うとした。",
    "青浜新聞によると、同氏は急ぐよう求めた。", "「直してほしい」と話す漁師。", "また、", "市長は",
    "橋は古いとの", "認識を示し、", "ことを認め", "よう求めた。", "県警によると、", "と述べ",
    *"「」。、\n", "『海』",
]  # fmt: skip
articles = st.lists(st.sampled_from(ARTICLE), max_size=14).map("".join)


@given(articles)
def test_switching_it_off_leaves_every_other_quote_as_it_was(text: str) -> None:
    both = read(text, with_reported=True)
    plain = read(text, with_reported=False)
    assert tuple(quote for quote in both.quotes if quote.form is not QuoteForm.REPORTED) == plain.quotes
    assert report(plain) == []


@given(articles)
def test_a_reported_clause_shares_no_character_with_another_quote(text: str) -> None:
    quotes = read(text, with_reported=True).quotes
    for quote in quotes:
        assert quote.text == text[quote.char_start : quote.char_end]
        if quote.form is QuoteForm.REPORTED:
            assert quote.speaker
            assert all(
                other is quote or other.char_end <= quote.char_start or quote.char_end <= other.char_start
                for other in quotes
            ), quote.text


def test_of_two_cues_in_a_row_the_outer_one_counts() -> None:
    text = "水野市長は橋が落ちるのを見たと証言したと述べた。"
    assert [(text[: cue.clause_end], cue.word) for cue in find_cues(text)] == [
        ("水野市長は橋が落ちるのを見たと証言した", "述べ")
    ]
