"""What ties a phrase to a quotation: owners, voices, sources, agents, clefts, and the sentence behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]
Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("「橋を直してほしい」という田中さんの声を聞いた。", "田中さん"),
        ("「橋を直してほしい」という久我山市長の訴えが届いた。", "久我山市長"),
        ("「橋を直してほしい」との妻の言葉を思い出す。", "妻"),
        ("「橋は危ない」という住民の声に、水野市長は答えなかった。", "住民"),
        ("「橋を直してほしい」という田中さんの家を訪ねた。", None),
    ],
)
def test_whose_words_they_are_may_stand_behind(
    speakers: Speakers, sentence: str, speaker: str | None
) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野市長は会見した。「橋を直してほしい」との声が上がっている。", None),
        ("水野市長は会見した。「橋を直してほしい」という声が根強い。", None),
        ("水野市長は会見した。議会では「橋は早い」との慎重論もある。", None),
        ("水野市長は会見した。議場に「急げ、遅いぞ」とヤジが飛んだ。", None),
        ("市民の間には「橋は危ない」という不満が根強い。", None),
        ("住民から「橋を直してほしい」との声が上がる。", "住民"),
        ("水野市長は「橋を直してほしい」との声を上げた。", "水野市長"),
        ("水野市長は「橋を直せとの声が多い」と述べた。", "水野市長"),
    ],
)
def test_voices_are_nobodys_unless_the_sentence_says_whose(
    speakers: Speakers, text: str, speaker: str | None
) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker", "via"),
    [
        ("米紙は当局者の話として「橋は直らない」と報じた。", "当局者", "米紙"),
        ("青浜新聞は複数の市幹部の話として「橋は来年直る」と伝えた。", "市幹部", "青浜新聞"),
        ("英誌は外交官の話として「橋は直らない」と伝えた。", "外交官", "英誌"),
        # without a source the medium itself says it, and who passes words on need not be a medium
        ("米紙は「橋は直らない」と報じた。", "米紙", None),
        ("市は住民の話として「橋は揺れた」と発表した。", "市", None),
    ],
)
def test_a_medium_passes_on_what_its_source_told_it(
    parse: Parse, sentence: str, speaker: str, via: str | None
) -> None:
    (quote,) = parse(sentence).quotes
    assert (quote.speaker, quote.via) == (speaker, via)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("久我山被告が出廷した。検察官から橋について聞かれると「覚えていません」と答えた。", "久我山被告"),
        ("久我山被告は弁護士から橋について問われ、「覚えていません」と答えた。", "久我山被告"),
        ("弁護士から橋について問われると、「覚えていません」と答えた。", None),
        ("久我山被告は弁護士から「橋を見たか」と問われた。", "弁護士"),
    ],
)
def test_who_asks_is_not_who_answers(speakers: Speakers, text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("記者が費用を尋ねると、「言えない」と述べた。", "佐渡谷議長"),
        ("住民が話しかけたら、「すぐ直す」と答えた。", "佐渡谷議長"),
        ("妻が笑えば、「本当だ」と言い返した。", "佐渡谷議長"),
        ("住民が待っていたので、「すぐ直す」と述べた。", "佐渡谷議長"),
        ("同誌が報じた記事については「事実と違う」と述べた。", "佐渡谷議長"),
        ("水野市長が案内した橋では「ここを直せ」と述べた。", "佐渡谷議長"),
        # where the clause is no condition, its subject goes on
        ("水野市長が案内し、「ここを直す」と述べた。", "水野市長"),
        ("記者が費用を尋ね、「言えますか」と述べた。", "記者"),
    ],
)
def test_the_subject_of_a_condition_or_a_relative_clause_does_not_speak(
    speakers: Speakers, sentence: str, speaker: str
) -> None:
    assert speakers(f"佐渡谷議長は視察した。{sentence}") == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("水野首相は演説で敵は「橋を壊す」と語った。", "水野首相"),
        ("水野市長は会見で国は「橋を見ていない」と批判した。", "水野市長"),
        ("水野市長は賛成したが、佐渡谷議長は「金がない」と述べた。", "佐渡谷議長"),
        ("水野市長は会見で賛成したが、佐渡谷議長は「金がない」と述べた。", "佐渡谷議長"),
    ],
)
def test_who_speaks_on_an_occasion_speaks_of_others(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("佐渡谷議長は「急げ」と水野市長に言われた。", "水野市長"),
        ("佐渡谷議長は「急げ」と矢代さんから声を掛けられた。", "矢代さん"),
        ("佐渡谷議長は水野市長から「橋を頼む」と頼まれた。", "水野市長"),
        ("佐渡谷議長は「急げ」と水野市長に言った。", "佐渡谷議長"),
        ("佐渡谷議長は水野市長から橋の話を聞き、「橋を頼む」と述べた。", "佐渡谷議長"),
    ],
)
def test_the_agent_of_a_passive_may_stand_behind(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("「橋を直したい」と語るのは、田中さん。", "田中さん"),
        ("「橋を直したい」と話すのは大工の田中さん(48)だ。", "田中さん"),
        ("「橋を直したい」と話すのが田中さんだ。", "田中さん"),
        ("「橋を直したい」とは、田中さんの弁。", "田中さん"),
        ("「橋を直したい」とは水野市長の言葉だ。", "水野市長"),
        ("「橋を直したい」。そう言って頭をかくのは、田中さん。", "田中さん"),
        ("「橋を直したい」と話すのは簡単だ。", None),
        ("「橋を直したい」と話すのが水野市長には聞こえた。", None),
        ("「橋を直したい」と話すのを田中さんは聞いた。", None),
    ],
)
def test_whom_a_cleft_names_says_it(speakers: Speakers, sentence: str, speaker: str | None) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("田中さんの口癖は「橋は顔だ」だった。", ["田中さん"]),
        ("母の口癖は「橋は顔だ」。", ["母"]),
        ("久我山さんの第一声は「橋が揺れた」だった。", ["久我山さん"]),
        ("久我山さんの返事はいつも「橋で待つ」だった。", ["久我山さん"]),
        ("田中さんの口癖は橋の話だ。「橋は顔だ」と市長は述べた。", ["市長"]),
        ("久我山さんの歌は「橋で待つ」だった。", []),
        ("祖父が口にしていた「橋は顔だ」という言葉を思い出す。", ["祖父"]),
        ("妻の「行ってらっしゃい」の一言で走り出した。", ["妻"]),
        ("会場からは「頑張れ」の声が上がった。", [None]),
        ("妻の「行ってらっしゃい」の歌で走り出した。", []),
    ],
)
def test_what_somebody_says_may_be_a_noun_of_theirs(
    speakers: Speakers, sentence: str, said: list[str | None]
) -> None:
    assert speakers(sentence) == said


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # own words
        ("「橋が飛ぶぞ」。監督の冗談に選手が笑った。", "監督"),
        ("「橋が飛ぶぞ」。久我山さんの叫びが響いた。", "久我山さん"),
        ("「橋が飛ぶぞ」。妻の声に振り返った。", "妻"),
        ("「橋が飛ぶぞ」。田中さんの家は川沿いにある。", None),
        # a retort
        ("「橋が先だ」。田中さんはきっぱり言い返した。", "田中さん"),
        ("「橋が先だ」。問われた久我山さんはぽつりとつぶやいた。", "久我山さん"),
        ("水野市長は来た。「橋が先だ」と考えた。久我山さんは切り返した。", "水野市長"),
        # whom a text that opens with a quotation names next
        ("「橋が直った」。田中さんは涙をこらえた。", "田中さん"),
        ("「やっと橋が直った」。榎木は両手を突き上げた。", "榎木"),
        ("「やっと橋が直った」。工事は三年かかった。", None),
        ("「やっと橋が直った」。水野市長が空を見た。", None),
        ("水野市長は泣いた。「橋が直った」。榎木は両手を突き上げた。", "水野市長"),
    ],
)
def test_the_next_sentence_may_say_who_spoke(speakers: Speakers, text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


def test_a_retort_answers_the_words_before_it(speakers: Speakers) -> None:
    assert speakers("水野市長は「急いで直せ」と言った。「金がない」。佐渡谷議長は言い放った。") == [
        "水野市長",
        "佐渡谷議長",
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # kana in the middle of a noun cut it in two
        ("子どもは「また船に乗りたい」と話した。", "子ども"),
        ("お年寄りは「バスがなくなると困る」と話した。", "お年寄り"),
        ("買い物客の女性は「値上がりがつらい」と話した。", "買い物客の女性"),
        ("語り部は「忘れないでほしい」と話した。", "語り部"),
        ("持ち株会社は「来年度は増配する」と説明した。", "持ち株会社"),
        ("彼女の子どもは「帰りたい」と言った。", "彼女の子ども"),
        # who is called by what they are to somebody, or do
        ("「危ないからやめなさい」と先生に言われて、生徒はやめた。", "先生"),
        ("お母さんは「早く帰っておいで」と言った。", "お母さん"),
        ("おばあちゃんは「よく来たね」と笑った。", "おばあちゃん"),
        ("見たことのないおばあさんが「急いで」と叫んだ。", "おばあさん"),
        ("駅員さんは「次の船は3時です」と答えた。", "駅員さん"),
        ("最高裁第2小法廷は「請求には理由がない」として上告を退ける決定をした。", "最高裁第2小法廷"),
        # these nouns inside other words, and names beside them
        ("子ども食堂の久瀬代表は「続けたい」と話した。", "久瀬代表"),
        ("久瀬先生は「もう一度」と言った。", "久瀬先生"),
        ("長谷さんは「橋は直らない」と話した。", "長谷さん"),
    ],
)
def test_an_unnamed_speaker_is_the_whole_noun(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(sentence) == [speaker]
