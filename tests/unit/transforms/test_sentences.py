"""Sentences without speech: who has the floor behind them, and whom they only tell of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]
Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # what the one who speaks tells of others
        ("夜は息子が見回るという。", "水野さん"),
        ("母も毎朝見に来るそうだ。", "水野さん"),
        ("辞めていった仲間もいる。", "水野さん"),
        ("通い詰める客は絶えない。", "水野さん"),
        ("師匠は無口な人だった。", "水野さん"),
        ("弟は隣町に住む。", "水野さん"),
        # who speaks, or is told of by name
        ("息子が言った。", "息子"),
        ("佐渡谷議長が見回るという。", "佐渡谷議長"),
        ("仲間も目を潤ませた。", "仲間"),
    ],
)
def test_whom_a_speaker_tells_of_does_not_speak_next(speakers: Speakers, sentence: str, speaker: str) -> None:
    text = f"水野さんは「毎日渡る」と話す。{sentence}「本当にうれしいことです」"
    assert speakers(text) == ["水野さん", speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("取材に応じた元同僚は町を離れていた。", "元同僚"),
        ("橋の近くに住む女性は毎朝窓を開ける。", "女性"),
        ("橋のたもとで店を営む男性は川を見る。", "男性"),
        # nothing says how they come into it
        ("元同僚は町を離れていた。", "水野さん"),
        ("女性は毎朝窓を開ける。", "水野さん"),
        ("亡くなった弟の会社は残った。", "水野さん"),
    ],
)
def test_whom_a_clause_introduces_speaks_next(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(f"水野さんは「毎日渡る」と話す。{sentence}「静かです」と語る。")[-1] == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("前田ツルさん(92)が眼鏡を着けた。", "前田ツルさん"),
        ("参加した男性(92)が眼鏡を着けた。", "男性"),
        # without an age, with another gloss, and where the person only owns the subject
        ("前田ツルさんが眼鏡を着けた。", "水野さん"),
        ("前田ツルさん(左)が眼鏡を着けた。", "水野さん"),
        ("前田ツルさん(92)の犬が眼鏡を着けた。", "水野さん"),
    ],
)
def test_whom_a_text_introduces_with_an_age_speaks_next(
    speakers: Speakers, sentence: str, speaker: str
) -> None:
    text = f"水野さんは「毎日渡る」と話す。{sentence}「よく見える」と喜んだ。"
    assert speakers(text) == ["水野さん", speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("師匠は無口な人だった。口癖は「橋は人を渡す」だった。", "師匠"),
        ("師匠は無口な人だった。「橋は人を渡す。金は渡さない」が口癖だった。", "師匠"),
        # no habit, somebody tells it, or nobody else was told of
        ("師匠は無口な人だった。「橋は人を渡す。金は渡さない」が自慢だった。", "水野さん"),
        ("師匠は無口な人だった。「橋は人を選ばない」と話す。", "水野さん"),
        ("川は深い。口癖は「橋は人を渡す」だ。", "水野さん"),
    ],
)
def test_a_habit_is_that_of_whom_an_aside_told_of(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(f"水野さんは橋を直す職人だ。「毎日渡る」と話す。{text}")[-1] == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("姉は「もうやめて」と言ったという。", "水野さん"),
        ("友人は「もうやめて」と止めたそうだ。", "水野さん"),
        # told by the text itself, or by somebody with a name
        ("姉は「もうやめて」と言った。", "姉"),
        ("佐渡谷議長は「もう古い」と言ったという。", "佐渡谷議長"),
    ],
)
def test_whoever_retells_a_relatives_words_goes_on(speakers: Speakers, sentence: str, speaker: str) -> None:
    text = f"水野さんは橋を守る。「毎日渡る」と話す。{sentence}「橋が心配です」と続けた。"
    assert speakers(text)[-1] == speaker


def test_a_retold_relative_goes_on_where_nobody_tells_of_them(speakers: Speakers) -> None:
    text = "町は橋を守る。姉は「もうやめて」と言ったという。「橋が心配です」と続けた。"
    assert speakers(text) == ["姉", "姉"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("雨の日も渡る。「毎日です」", "葛城百合さん"),
        # the mayor goes on: with a verb of their own, or in their own line
        ("雨の日も渡る。「毎日です」と続けた。", "水野市長"),
        ("佐渡谷議長も来た。「毎日です」", "佐渡谷議長"),
    ],
)
def test_words_alone_in_a_new_line_are_whom_the_text_is_abouts(
    speakers: Speakers, text: str, speaker: str
) -> None:
    page = f"橋を守る 葛城百合さん\n「橋が好きです」と話す。\n水野市長は「助かる」と言う。\n{text}"
    assert speakers(page) == ["葛城百合さん", "水野市長", speaker]


def test_words_alone_in_the_line_of_another_are_theirs(speakers: Speakers) -> None:
    page = "橋を守る 葛城百合さん\n「橋が好きです」と話す。\n水野市長は「助かる」と言う。「毎日です」"
    assert speakers(page) == ["葛城百合さん", "水野市長", "水野市長"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("▽佐渡谷監督の話 「完敗でした」\n「次は負けません」", ["佐渡谷監督", None]),
        (
            "▽佐渡谷監督の話 「完敗でした」\n水野監督は空を見た。「次は負けません」",
            ["佐渡谷監督", "水野監督"],
        ),
        # no box
        (
            "佐渡谷監督は「完敗でした」と話した。\n「次は負けません」と続けた。",
            ["佐渡谷監督", "佐渡谷監督"],
        ),
    ],
)
def test_behind_a_comments_box_the_article_begins_anew(
    speakers: Speakers, lines: str, said: list[str | None]
) -> None:
    assert speakers(f"水野監督は「よく勝てた」と話した。\n{lines}") == ["水野監督", *said]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # an office with a holder is no aside
        ("佐渡谷市長も来た。市長は橋の生まれだ。「懐かしい町です」", "佐渡谷市長"),
        ("市長は橋の生まれだ。「懐かしい町です」", "水野さん"),
        # of two topics the person is whom the sentence is about
        ("佐渡谷議長は、妻は隣町の出だ。「静かな町です」", "佐渡谷議長"),
    ],
)
def test_whom_a_sentence_is_about(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(f"水野さんは「毎日渡る」と話す。{text}")[-1] == speaker


def test_a_bare_name_is_what_the_document_made_known_by_it(speakers: Speakers) -> None:
    later = "佐渡谷議長は「確かに見ました」と話した。旭天山は毎朝歩く。「足腰が強くなった」と笑う。"
    assert speakers(f"横綱旭天山が「橋を渡った」と話した。{later}")[-1] == "旭天山"
    assert speakers(later)[-1] == "佐渡谷議長"


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("水野市長は視察した。「橋を直す」と述べた。", True),
        ("水野市長は視察した。橋は古い。「橋を直す」と述べた。", True),
        ("水野市長は「急いで直す」と述べた。\n「橋を直すと約束します」", True),
        ("水野市長は視察した。\n橋は古い。\n「橋を直すと約束します」", True),
        # farther away, behind other words of theirs, or in another line
        ("水野市長は視察した。橋は古い。川は深い。「橋を直す」と述べた。", False),
        ("水野市長は「急いで直す」と述べた。「橋を直す」と語った。", False),
        ("水野市長は視察した。\n「橋を直す」と述べた。", False),
        ("水野市長は「急いで直す」と述べた。\n橋は古い。\n川は深い。\n「橋を直すと約束します」", False),
    ],
)
def test_an_elided_subject_is_sure_where_it_was_named_right_before(
    parse: Parse,
    text: str,
    is_sure: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    last = parse(text).quotes[-1]
    assert last.speaker == "水野市長"
    assert (last.confidence >= 0.8) is is_sure
