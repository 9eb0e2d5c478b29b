"""Who has the floor: labels of lines, interviews, headings, testimony, and who is heard in court."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("【久我山】「橋を直したい」", "久我山"),
        ("町田:「急いで直します」", "町田"),
        ("藤枝監督の話「橋のように粘れた」", "藤枝監督"),
        ("久我山　「橋を直したい」", "久我山"),
        # who answers is no name, and a label whose line goes on is none
        ("【回答】「急いで直します」", None),
        ("A.「急いで直します」", None),
        ("【久我山】橋は古い。「急いで直します」", None),
        ("藤枝監督の談話「橋のように粘れた」と書いた。", None),
    ],
)
def test_the_label_of_a_line_names_who_speaks_in_it(
    speakers: Speakers, line: str, speaker: str | None
) -> None:
    assert speakers(line) == [speaker]


def test_every_line_of_a_conversation_has_its_label(speakers: Speakers) -> None:
    assert speakers("久我山　「橋を直したい」\n町田　「急ぎましょう」") == ["久我山", "町田"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "加賀美さんに聞いた。\n――橋はいつ直りますか。\n「来年には直ります」\n――費用は。\n「集めています」",
            ["加賀美さん"] * 2,
        ),
        (
            "橋を守る会の加賀美会長に話を聞いた。\nQ.橋はいつ直りますか。\nA.「来年には直ります」",
            ["加賀美会長"],
        ),
        ("加賀美さん「来年には直ります」\n――費用は。\n「集めています」", ["加賀美さん"] * 2),
        # whom a question is about does not answer it
        ("加賀美さんに聞いた。\n――市長は反対ですが。\n「知っています」", ["加賀美さん"]),
        # whom it turns to does
        (
            "加賀美さんと久我山さんが来た。\n――加賀美さん、橋はどうですか。\n「来年には直ります」\n"
            "――久我山さんは。\n「直してほしい」",
            ["加賀美さん", "久我山さん"],
        ),
        # but for somebody whom the text has not named before
        (
            "加賀美会長に聞いた。\n――橋は。\n「来年には直ります」\n――久我山さん、お体は。\n「元気です」",
            ["加賀美会長"] * 2,
        ),
        (
            "加賀美会長に聞いた。\n――橋はいつ直りますか。\n「来年には直ります」\n"
            "久我山監督にも聞いた。\n――橋は好きですか。\n「好きです」",
            ["加賀美会長", "久我山監督"],
        ),
    ],
)
def test_an_answer_is_the_interviewees(speakers: Speakers, text: str, said: list[str]) -> None:
    assert speakers(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "【ひと】元気な村 葛城百合さん\n「橋が好きです」\n市役所に勤める。\n「毎日渡ります」",
            ["葛城百合さん"] * 2,
        ),
        ("橋を守る 葛城百合さん\n市役所に勤める。「毎日渡ります」", ["葛城百合さん"]),
        # words that fill a line are still whom the heading names, whoever comes by
        (
            "橋を渡る人 葛城百合さん\n朝は早い。\n「毎日渡ります」\n水野市長も渡る。\n「私もです」",
            ["葛城百合さん"] * 2,
        ),
        # the heading's person is only the one who speaks where nobody else does
        ("橋を守る 葛城百合さん\n水野市長は「急ぐ」と述べた。", ["水野市長"]),
        ("水野市長の橋\n「毎日渡ります」", [None]),
    ],
)
def test_a_page_may_be_about_the_person_of_its_heading(
    speakers: Speakers, text: str, said: list[str | None]
) -> None:
    assert speakers(text) == said


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("潜水士の証言がある。「橋は沈んでいた」", "潜水士"),
        ("元船長の言葉が残る。「橋は沈んでいた」", "元船長"),
        ("久我山さんの話を聞いた。「橋は沈んでいた」", "久我山さん"),
        ("久我山さんからはこんな声も聞かれた。「橋は沈んでいた」", "久我山さん"),
        ("町の人は黙った。久我山さんはこう話す。「橋は沈んでいた」", "久我山さん"),
        ("久我山さんの家がある。「橋は沈んでいた」", None),
        ("佐渡谷議長は来た。久我山さんの家がある。「橋は沈んでいた」", "佐渡谷議長"),
    ],
)
def test_a_testimony_hands_the_word_over(speakers: Speakers, text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("久我山被告が入廷した。水野裁判長が聞いた。被告人質問で「橋は見ていない」と述べた。", "久我山被告"),
        ("久我山被告が入廷した。水野裁判長が聞いた。最終陳述で「橋は見ていない」と述べた。", "久我山被告"),
        ("県警は久我山容疑者を逮捕した。調べに対し「橋は見ていない」と供述している。", "久我山容疑者"),
        ("県警は久我山容疑者を逮捕した。「橋を壊した」と容疑を認めている。", "久我山容疑者"),
        # nobody is accused, or somebody else is named with the words
        ("水野署長は会見した。調べに対し「橋は見ていない」と話しているという。", "水野署長"),
        ("久我山被告が入廷した。水野裁判長は「橋を見ましたか」と聞いた。", "水野裁判長"),
        ("県警は久我山容疑者を逮捕した。県警は「橋を調べる」と説明した。", "県警"),
    ],
)
def test_what_is_said_in_a_hearing_is_the_accuseds(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("「橋を直す。\n「来年には直る」と水野市長は述べた。", ["水野市長"] * 2),
        ("「橋を直す。\n「来年には直る。\n「急ぐ」と水野市長は述べた。", ["水野市長"] * 3),
        ("佐渡谷議長は黙った。\n「橋を直す。\n「来年には直る」と水野市長は述べた。", ["水野市長"] * 2),
        ("水野市長は会見した。\n「橋を直す。\n「来年には直る」", ["水野市長"] * 2),
        # a paragraph that was closed is a quotation of its own
        (
            "佐渡谷議長は黙った。\n「橋を直す」\n「来年には直る」と水野市長は述べた。",
            ["佐渡谷議長", "水野市長"],
        ),
        ("「橋を直す。\n「来年には直る」と述べた。", [None, None]),
    ],
)
def test_paragraphs_of_one_quotation_have_one_speaker(
    speakers: Speakers, text: str, said: list[str | None]
) -> None:
    assert speakers(text) == said
