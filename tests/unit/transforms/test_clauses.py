"""Whom a clause before the words names without making them speak: who asks, origins, facts, reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野さんは橋を渡った。医師から入院を勧められたが、「家がいい」と断った。", "水野さん"),
        ("水野さんは橋を渡った。医師から入院を勧められ、「家がいい」と断った。", "水野さん"),
        ("水野さんは橋を渡った。議員から理由を迫られると、「急がない」と答えた。", "水野さん"),
        ("記者から橋の話を勧められたが、「もう話さない」と断った。", None),
        # the words themselves are what was advised, or the subject acts
        ("水野さんは橋を渡った。医師から「家がいい」と勧められた。", "医師"),
        ("水野さんは橋を渡った。医師が入院を勧め、「寝ていなさい」と述べた。", "医師"),
    ],
)
def test_whoever_something_was_done_to_answers(speakers: Speakers, text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


def test_who_urged_does_not_speak_on(speakers: Speakers) -> None:
    text = "水野市長は町を回った。住民から「橋が怖くて渡れない」と訴えられ、「早く直したい」と応じた。"
    assert speakers(text) == ["住民", "水野市長"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("久我山教授に橋の名の由来を尋ねると、「川に聞いてください」と笑った。", "久我山教授"),
        ("水野さんは橋を渡った。久我山教授に由来を尋ねると、「川に聞いて」と笑った。", "久我山教授"),
        ("町の担当課に問い合わせたところ、「調べている」と答えた。", "担当課"),
        ("水野さんは歩いた。久我山教授に橋の名の由来を聞いた。「川に聞いてください」", "久我山教授"),
        ("青浜大の久我山教授に橋の名の由来を聞いた。\n「川に聞いてください」", "久我山教授"),
        # whoever is given something, or is asked in vain, or by hearsay
        ("水野さんは橋を渡った。久我山教授に本を渡し、「川に聞いて」と笑った。", "水野さん"),
        ("久我山教授に由来を尋ねたが、水野さんは「もう聞かない」と笑った。", "水野さん"),
        ("水野さんは歩いた。久我山教授に橋の名の由来を教えた。「川に聞いてください」", "水野さん"),
        ("水野さんは歩いた。久我山教授に橋の名の由来を聞いたという。「川に聞いてください」", "水野さん"),
    ],
)
def test_whoever_is_asked_answers(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野市長は会見した。協力会社から調達した部品は「検査した」と述べた。", "水野市長"),
        ("水野市長は会見した。協力会社から調達した部品の検査で「異常はない」と述べた。", "水野市長"),
        ("水野市長は会見した。千歳製薬から届いた部品を見て「検査した」と述べた。", "水野市長"),
        # here the words came from there
        ("水野市長は会見した。協力会社から「検査を終えた」と連絡があった。", "協力会社"),
        ("千歳製薬から会見で「検査を終えた」と説明があった。", "千歳製薬"),
    ],
)
def test_where_a_thing_came_from_says_nothing(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野市長は視察した。国が橋を直さないことに「がっかりした」と述べた。", "水野市長"),
        ("水野市長は視察した。国が橋を直すことを「歓迎する」と述べた。", "水野市長"),
        ("水野市長は視察した。国が橋を直さないことなどから「急ぐ」と述べた。", "水野市長"),
        ("水野市長は視察した。佐渡谷議長が反対したことが「残念だ」と述べた。", "水野市長"),
        # こと of another word, and a subject without such a clause
        ("水野市長は視察した。佐渡谷議長がことしも「急ぎます」と述べた。", "佐渡谷議長"),
        ("水野市長は視察した。国が「橋を直す」と述べた。", "国"),
    ],
)
def test_the_subject_of_a_fact_does_not_judge_it(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野知事は会見した。国が負担すべきだとし、「県は払わない」と述べた。", "水野知事"),
        ("水野知事は会見した。国が負担すべきだと指摘し、「県は払わない」と語った。", "水野知事"),
        ("水野知事は会見した。国が負担すると述べ、「県は払わない」と語った。", "水野知事"),
        # somebody with a name may report, and a body that does something
        ("水野知事は会見した。佐渡谷議長が急ぐべきだとし、「県は払わない」と述べた。", "佐渡谷議長"),
        ("水野知事は会見した。国が負担を断り、「県が払え」と述べた。", "国"),
        ("水野知事は会見した。国は負担すべきだとし、「県は払わない」と述べた。", "国"),
    ],
)
def test_whom_a_report_is_about_does_not_report(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text)[0] == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("側近は、大統領は無事で、「もう動いている」と述べた。", "側近"),
        ("水野報道官は、佐渡谷大統領は無事で、「もう動いている」と述べた。", "水野報道官"),
        # the later topic touches the words, or a clause ends before it
        ("水野報道官は、佐渡谷大統領は「もう動いている」と述べた。", "佐渡谷大統領"),
        ("水野報道官は賛成したが、佐渡谷大統領は急に、「もう動かない」と述べた。", "佐渡谷大統領"),
    ],
)
def test_a_comma_sets_the_speaker_apart_from_the_clause(
    speakers: Speakers, sentence: str, speaker: str
) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("水野知事によると、国が工費を半分出し、「県も出す」と述べた。", "水野知事"),
        ("水野知事によると、国が工費を半分出す方向で、「県も必ず出す」と話している。", "水野知事"),
        # a person who acts, and a body right before the words, say them
        ("水野知事によると、佐渡谷議長が会見し、「県も必ず出す」と述べた。", "佐渡谷議長"),
        ("水野知事によると、国が「県も出す」と伝えた。", "国"),
    ],
)
def test_a_source_comes_before_the_subject_of_its_report(
    speakers: Speakers, sentence: str, speaker: str
) -> None:
    assert speakers(sentence) == [speaker]
