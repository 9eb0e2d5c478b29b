"""Who says a quotation in news prose: the cases of the textbook; the accuracy is measured elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


def speakers(post: ParsedPost) -> list[str | None]:
    return [quote.speaker for quote in post.quotes]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # the topic of the sentence, its subject, what touches the bracket
        ("水野市長は「橋を直す」と述べた。", "水野市長"),
        ("水野市長は8日、記者団に「橋を直す」と述べた。", "水野市長"),
        ("会見で水野市長が「橋を直す」と述べた。", "水野市長"),
        ("水野市長「橋を直す」", "水野市長"),
        ("外務省は「橋を直す」と発表した。", "外務省"),
        ("NATOは声明で「橋を守る」と述べた。", "NATO"),
        ("漁師は「橋を直してほしい」と話した。", "漁師"),
        # a source that is no medium
        ("水野市長によると、「橋は来年には直る」という。", "水野市長"),
        # behind the quotation
        ("「橋を直す」と水野市長は述べた。", "水野市長"),
        ("「橋を直す」と水野市長。", "水野市長"),
        ("「橋を直す」と話す水野市長。", "水野市長"),
        ("「橋を直す」(水野市長)", "水野市長"),
        ("「橋を直す」=水野市長", "水野市長"),
        ("「橋を直す」。水野市長はそう述べた。", "水野市長"),
        # somebody else is only spoken to or about
        ("水野市長は佐渡谷議長に「橋を直す」と述べた。", "水野市長"),
        ("水野市長は佐渡谷議長について「橋を直す人だ」と述べた。", "水野市長"),
    ],
)
def test_the_speaker_of_one_sentence(parse: Parse, sentence: str, speaker: str) -> None:
    (quote,) = parse(sentence).quotes
    assert quote.speaker == speaker
    assert quote.confidence >= 0.8


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("水野市長は「橋を直す」と述べた。", "before"),
        ("「橋を直す」と話す水野市長。", "after"),
        ("「橋を直す」=水野市長", "headline"),
        ("水野市長は来た。同氏は「橋を直す」と述べた。", "anaphor"),
        ("水野市長は来た。「橋を直す」と述べた。", "previous_sentence"),
    ],
)
def test_what_tied_a_quote_to_its_speaker(parse: Parse, sentence: str, evidence: str) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.speaker, quote.evidence.value) == ("水野市長", evidence)


@pytest.mark.parametrize(
    "text",
    [
        "水野市長は「橋を直す」と述べ、「急ぐ」と強調した。",
        "水野市長は「橋を直す」「急ぐ」と述べた。",
        "水野市長は「橋を直す」とし、「急ぐ」と語った。",
        "水野市長は「橋を直す」と述べた。そのうえで「急ぐ」と語った。",
        "水野市長は「橋を直す」と述べた。\nさらに、「急ぐ」と語った。",
        "水野市長は「橋を直す」と述べた。市長は「急ぐ」と語った。",
        "水野市長は「橋を直す」と述べた。同氏は「急ぐ」と語った。",
    ],
)
def test_a_speaker_goes_on(parse: Parse, text: str) -> None:
    post = parse(text)
    assert [quote.text for quote in post.quotes] == ["橋を直す", "急ぐ"]
    assert speakers(post) == ["水野市長", "水野市長"]


def test_the_next_speaker_takes_over(parse: Parse) -> None:
    post = parse("水野市長は「橋を直す」と述べた。佐渡谷議長は「金がない」と述べた。")
    assert speakers(post) == ["水野市長", "佐渡谷議長"]


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("青浜新聞によると、水野市長は「橋を直す」と述べた。", "水野市長", "青浜新聞"),
        ("水野市長は「橋を直す」と述べたと青浜新聞が報じた。", "水野市長", "青浜新聞"),
    ],
)
def test_a_medium_that_relays_is_no_speaker(parse: Parse, text: str, speaker: str, via: str) -> None:
    (quote,) = parse(text).quotes
    assert (quote.speaker, quote.via) == (speaker, via)


def test_of_a_joint_statement_the_first_speaks(parse: Parse) -> None:
    (quote,) = parse("水野市長と佐渡谷議長は「橋を直す」と述べた。").quotes
    assert (quote.speaker, quote.co_speakers) == ("水野市長", ("佐渡谷議長",))


@pytest.mark.parametrize("said", ["同氏", "市長", "彼"])
def test_the_holder_of_an_office_or_anaphor_is_the_mention_that_names(parse: Parse, said: str) -> None:
    text = f"水野太郎市長は橋を見た。{said}は「橋を直す」と述べた。"
    post = parse(text)
    (quote,) = post.quotes
    assert (quote.speaker, quote.speaker_start, quote.speaker_kind.value) == ("水野太郎市長", 0, "person")


def test_a_short_form_has_its_full_form(parse: Parse) -> None:
    post = parse("水野太郎市長は橋を見た。水野氏は「橋を直す」と述べた。")
    (quote,) = post.quotes
    assert (quote.speaker, quote.speaker_full) == ("水野氏", "水野太郎市長")


def test_a_bare_role_nobody_was_named_for_is_anonymous(parse: Parse) -> None:
    (quote,) = parse("報道官は「橋を直す」と述べた。").quotes
    assert (quote.speaker, quote.speaker_kind.value, quote.role) == ("報道官", "anonymous", "報道官")


def test_nobody_named_is_nobody(parse: Parse) -> None:
    (quote,) = parse("「橋を直すと市は決めた」と述べた。").quotes
    assert (quote.speaker, quote.speaker_full, quote.evidence.value, quote.confidence) == (
        None,
        None,
        "none",
        0.0,
    )


def test_a_new_item_forgets_who_spoke(parse: Parse) -> None:
    post = parse(
        "水野市長は「橋を直す」と述べた。\n#橋(佐渡谷議長「金がない」)\n「急ぐことになる」と語った。"
    )
    assert speakers(post) == ["水野市長", "佐渡谷議長", None]


def test_a_tweet_names_its_speaker_in_the_headline(parse: Parse) -> None:
    (quote,) = parse("水野市長「橋を直す」 https://t.co/a\n— 青浜新聞 (@aohama_np) May 1, 2023").quotes
    assert (quote.speaker, quote.context.value) == ("水野市長", "embed")
