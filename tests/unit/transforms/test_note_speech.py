"""Who says what inside a note, and what in it is a keyword."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost, Quote

Parse = Callable[[str], ParsedPost]


def say(post: ParsedPost) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in post.quotes]


def keywords(post: ParsedPost) -> list[str]:
    return [mention.keyword for mention in post.topic_mentions if mention.keyword is not None]


def find(post: ParsedPost, text: str) -> Quote:
    (quote,) = [quote for quote in post.quotes if quote.text == text]
    return quote


@pytest.mark.parametrize(
    ("note", "quotes", "words"),
    [
        ("水野市長「開く」", [("水野市長", "開く")], []),
        # a run
        ("水野市長「開く」「待つ」", [("水野市長", "開く"), ("水野市長", "待つ")], []),
        ("水野市長『開く』『待つ』", [("水野市長", "開く"), ("水野市長", "待つ")], []),
        ("水野市長「開く」・議長「否」", [("水野市長", "開く"), ("議長", "否")], []),
        # the separator is missing
        ("水野市長「開く」議長「否」", [("水野市長", "開く"), ("議長", "否")], []),
        # so is a 「, its 」 kept
        ("橋を一変させた」水野市長「開く」", [("水野市長", "開く")], []),
        ("水野市長橋を直す」「開く」", [("水野市長", "開く")], []),
        ("橋を一変させた」「開く」", [(None, "開く")], []),
        # a quote behind 」・ goes on
        ("水野市長「開く」・「待つ」", [("水野市長", "開く"), ("水野市長", "待つ")], []),
        # keywords, also a person's name
        ("工事・水野市長「開く」", [("水野市長", "開く")], ["工事"]),
        ("2024市長選・工事・水野市長「開く」", [("水野市長", "開く")], ["2024市長選", "工事"]),
        ("水野市長・訪問・佐渡谷議長「否」", [("佐渡谷議長", "否")], ["水野市長", "訪問"]),
        ("青浜県・水野知事「開く」", [("水野知事", "開く")], ["青浜県"]),
        ("EU・ベルティーニ委員「開く」", [("ベルティーニ委員", "開く")], ["EU"]),
        ("工事・解禁", [], ["工事", "解禁"]),
        # text behind the last quote
        ("水野市長「開く」・FaceTheNation", [("水野市長", "開く")], ["FaceTheNation"]),
        ("水野市長「開く」と述べた", [("水野市長", "開く")], []),
        # ・ in a name
        (
            "オクサナ・ベルティーニ駐米大使「支える」",
            [("オクサナ・ベルティーニ駐米大使", "支える")],
            [],
        ),
        (
            "元米国外交官ルカ・ベルティーニ「支える」",
            [("元米国外交官ルカ・ベルティーニ", "支える")],
            [],
        ),
        # nothing is said
        ("", [], []),
        ("水野市長「」", [], ["水野市長「」"]),
        ("青浜日報「ベルティーニ『』『　』」", [("青浜日報", "ベルティーニ『』『　』")], []),
        ("「枯渇」しつつあることは明らか", [], ["「枯渇」しつつあることは明らか"]),
        (
            "青浜日報「元顧問ベルティーニ」・水野市長「開く」",
            [("水野市長", "開く")],
            ["青浜日報「元顧問ベルティーニ」"],
        ),
    ],
)
def test_speakers_and_keywords(
    parse: Parse, note: str, quotes: list[tuple[str | None, str]], words: list[str]
) -> None:
    post = parse(f"#港湾({note})")
    assert (say(post), keywords(post)) == (quotes, words)


@pytest.mark.parametrize(
    "line",
    [
        "#港湾(水野市長「開く」)",
        "#港湾（水野市長「開く」）",
        "＃港湾（水野市長「開く」)",
        "#港湾(水野市長「開く」",
        "#港湾(水野市長「開く)",
        "#港湾(水野市長「開く",
        "#港湾・水野市長「開く」)",
        "#港湾(水野市長「開く」)。",
        "#港湾(水野市長は「開く」)",
        "#港湾(水野市長:「開く」)",
        "#港湾(水野市長 「開く」)",
        "#港湾(水野市長(68)「開く」)",
        "#港湾=海港(水野市長「開く」)#漁業",
    ],
)
def test_the_same_statement_however_it_is_typed(parse: Parse, line: str) -> None:
    post = parse(line)
    assert say(post) == [("水野市長", "開く")]
    quote = post.quotes[0]
    assert (quote.topic, quote.form.value, quote.evidence.value) == ("港湾", "direct", "note")


@pytest.mark.parametrize(
    ("speaker", "kind", "role"),
    [
        ("水野市長", "person", "市長"),
        ("水野市長会見", "person", "市長"),
        ("水野氏", "person", None),
        ("ベルティーニ", "person", None),
        ("NATO声明", "organisation", None),
        ("内閣府", "organisation", None),
        ("青浜新聞", "media", None),
        ("WP", "media", None),
        ("J_Sato", "account", None),
        ("情報筋", "anonymous", "情報筋"),
        ("報道官", "anonymous", "報道官"),
        ("米政府高官", "anonymous", "高官"),
        ("ゼレ側近", "anonymous", "側近"),
    ],
)
def test_what_a_speaker_is(parse: Parse, speaker: str, kind: str, role: str | None) -> None:
    (quote,) = parse(f"#港湾({speaker}「開く」)").quotes
    assert (quote.speaker, quote.speaker_kind.value, quote.role) == (speaker, kind, role)


@pytest.mark.parametrize("gloss", ["(防災担当)", "（防災担当）", " (防災担当)"])
def test_a_gloss_is_no_part_of_the_surface(parse: Parse, gloss: str) -> None:
    assert say(parse(f"#防災(内閣府{gloss}「備える」)")) == [("内閣府", "備える")]


def test_each_tag_has_its_own_note(parse: Parse) -> None:
    post = parse("#港湾(水野市長「開く」)#漁業・資源(佐渡谷議長「否」)#防災")
    assert [(quote.topic, quote.speaker) for quote in post.quotes] == [
        ("港湾", "水野市長"),
        ("漁業・資源", "佐渡谷議長"),
    ]
    assert [mention.label for mention in post.topic_mentions] == ["港湾", "漁業・資源", "防災"]


def test_a_speaker_does_not_speak_in_the_next_note(parse: Parse) -> None:
    post = parse("#港湾(水野市長「開く」)#漁業(「漁に出る日が来た」)\n#防災(「備える時が来た」)")
    assert say(post) == [("水野市長", "開く")]


CHAIN = "#疲労(青浜日報「ベルティーニ『支える』『待つ』」「首相は疲れている。」「ベルティーニ『まだだ』」)"


def test_inside_a_mediums_quote_the_words_before_a_bracket_speak(parse: Parse) -> None:
    post = parse(CHAIN)
    assert [(quote.form.value, quote.speaker, quote.via, quote.text) for quote in post.quotes] == [
        ("direct", "青浜日報", None, "ベルティーニ『支える』『待つ』"),
        ("nested", "ベルティーニ", "青浜日報", "支える"),
        ("nested", "ベルティーニ", "青浜日報", "待つ"),
        ("direct", "青浜日報", None, "首相は疲れている。"),
        ("direct", "青浜日報", None, "ベルティーニ『まだだ』"),
        ("nested", "ベルティーニ", "青浜日報", "まだだ"),
    ]


def test_a_nested_quote_points_to_the_one_around_it(parse: Parse) -> None:
    post = parse(CHAIN)
    outer, first, second, *_ = post.quotes
    assert (outer.parent_quote_id, first.parent_quote_id, second.parent_quote_id) == (
        None,
        outer.quote_id,
        outer.quote_id,
    )
    assert first.via_start is not None
    assert post.post.text[first.via_start :].startswith("青浜日報「")


def test_a_person_relays_nobody(parse: Parse) -> None:
    post = parse("#港湾(水野市長「佐渡谷議長の『開けるな』との指摘は正しい」)")
    nested = find(post, "開けるな")
    assert (nested.form.value, nested.speaker, nested.via) == ("nested", "佐渡谷議長", None)


@pytest.mark.parametrize(
    "words",
    [
        "『多港時代』が始まる",
        "『膠着状態』を脱する",
        "港は『市の顔』だ",
    ],
)
def test_a_term_in_a_quote_is_no_quote(parse: Parse, words: str) -> None:
    assert say(parse(f"#港湾(水野市長「{words}」)")) == [("水野市長", words)]


def test_a_source_is_the_medium(parse: Parse) -> None:
    (quote,) = parse("#港湾( 青浜日報によると水野市長「開く」)").quotes
    assert (quote.speaker, quote.via, quote.via_start) == ("水野市長", "青浜日報", 5)


def test_a_source_that_is_not_there_names_nobody(parse: Parse) -> None:
    post = parse("#港湾( によると「開く」)")
    assert all(mention.surface for mention in post.actor_mentions)


def test_a_speaker_named_in_its_note_alone_is_less_doubtful_than_an_elided_one(parse: Parse) -> None:
    named, elided = parse("#港湾(水野市長「開く」・「待つ」)").quotes
    assert named.confidence > elided.confidence > 0.8


def test_nobody_said_to_speak_has_no_evidence(parse: Parse) -> None:
    post = parse("#港湾(水野市長「開く」)\n「備える時が来た」")
    assert [(quote.speaker, quote.evidence.value, quote.confidence > 0) for quote in post.quotes] == [
        ("水野市長", "note", True),
        (None, "none", False),
    ]
