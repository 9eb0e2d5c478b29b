"""Speakers whom a sentence names in passing, and words that a document gives twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.records import ParsedPost

Parse = Callable[[str], ParsedPost]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("財政の苦しい町村からは「橋の修理代は誰が払うのか」との声が漏れる。", "町村"),
        ("氏子総代から「祭りまでに直して」と頼まれている。", "氏子総代"),
        ("若手議員の席からは「橋を直せ」と声が飛んだ。", "若手議員"),
        ("与党の中堅議員からは「橋は後回しでいい」との本音も漏れた。", "与党の中堅議員"),
        ("仏紙ラ・ロンドは電子版で、橋を「最も静かな記念碑」と評した。", "仏紙ラ・ロンド"),
        ("英紙「ハーバー」は、複数の外交筋の話として、案が「骨抜きになる」と伝えている。", "外交筋"),
        ("海峡通信は18日、橋を「眠れる竜」にたとえる論評を伝えた。", "海峡通信"),
    ],
)
def test_a_source_beside_the_words(parse: Parse, text: str, speaker: str) -> None:
    (quote,) = parse(text).quotes
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "久我山国防相は「橋は守る」と述べた。どの国が橋を狙うのかとの質問には「名指しはしない」と語った。",
            "久我山国防相",
        ),
        (
            "町田監督は「長かった」と語った。桐生総監督にとっては初の橋だ。「泣くのは後だ」と続けた。",
            "桐生総監督",
        ),
        (
            "被告は橋を壊したとされる。青浜地裁は12日、判決を言い渡した。"
            "被告は黙っていた。動機について「不満が募った」と認定した。",
            "青浜地裁",
        ),
        (
            "調査委員会が公表した報告書は、当時の顧問が「渡れ」と繰り返したと認定。「教育ではない」と結論付けた。",
            "調査委員会",
        ),
        (
            "久我山櫂さん(61)は「客が減った」と話す。息子は隣町の工場へ働きに出た。「灯油代にしかならない」",
            "久我山櫂さん",
        ),
        (
            "町田文科相は「古い橋だ」と述べた。大臣の好きな橋はどこかと聞かれると「青浜の端の橋」。",
            "町田文科相",
        ),
    ],
)
def test_who_goes_on(parse: Parse, text: str, speaker: str) -> None:
    assert parse(text).quotes[-1].speaker == speaker


def test_a_headline_has_the_speaker_of_its_article(parse: Parse) -> None:
    headline = "「命ある限り直す」と頭下げる　落橋、青浜町の集会"
    text = f"{headline}\n青浜町の集会で、町田町長は「命ある限り直す」と頭を下げた。"
    assert [quote.speaker for quote in parse(text).quotes] == ["町田町長", "町田町長"]


def test_lone_answers_are_by_whom_the_headline_ends_in(parse: Parse) -> None:
    text = (
        "「橋は急がない」　橋職人・久我山櫂さん\n橋を直して18年になる。\n「最初は学生でした」\n"
        "弟子の三好泰子さん(35)は「釘を一本も使わない」と明かす。\n「川に教わったんです」"
    )
    assert parse(text).quotes[-1].speaker_full == "橋職人・久我山櫂さん"
