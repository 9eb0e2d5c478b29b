"""Hostile lines cost what long lines cost: four times the text, about four times the time.

Times depend on what else the machine does, so `make test` leaves these out: `make growth` runs them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from transforms.parse import parse_document
from transforms.records import Document

SHORTEST = 1500
LONGEST = 24_000
GROWTH = 4
MOST = 12
"""Ratio of times at which four times the text is called too dear; sixteen would be quadratic."""
NOISE = 0.004
"""Seconds below which a time says nothing."""
ENOUGH = 0.04
"""Seconds from which on a time says enough."""

UNITS = [
    *"「」『』()（・=#漢元アあはら側同1A_@ 　\t、。\x00\u0301😀",
    *("「」", "「『", "『「", "」「", "「あ」", "「あ」と", "「あ」、", "。「あ」", "「あ」・"),
    *("()", "(「", "「(", "・「", "# ", "#a", "#a(", "#a(b)", "#a(「b」)", "#a=b", "#a「"),
    *("議会", "大統領", "国連", "元米国", "経済", "アナ・", "ア=", "など", "の会", "1年", "8日", "！？"),
    *("a.", "(@a) ", "May 1, 2023", "https://t.co/", "— ", "&mdash;", "か\u3099"),
    *("関係者の", "社長の", "水野氏の", "によると", "Q.", "彼は「あ」と述べた。", "首相は「あ」と述べ、"),
    *("首相「あ」", "ゼレ『あ』", "『あ』と述べ", "水野氏は『あ』と述べ", "『あ』「い」と"),
    *(
        "省「あ」を",
        "「あ」と述べ、",
        "市長が見たと、",
        "X(23)は",
        "田中の口癖は「あ」",
        "「あ」と話すのは",
        "その会社は",
    ),
    *("「あ」と田中から", "「あ」との声が", "米紙は市長の話として", "同社は「あ」と述べた。", "――市長さん、"),
    *(
        "国が見たとし、",
        "国によると県が",
        "県から来た橋",
        "県から勧められたが、",
        "見ることに",
        "市長に橋を尋ねると、",
    ),
    *(
        "市長は、母は",
        "母の手紙に",
        "一審・青浜地裁の",
        "田中さん(92)が",
        "組合員約300人は",
        "母に言われた『あ』という",
    ),
    *("「あ」「い」などの声", "娘の声が聞こえ、「あ」", "男は「あ」と言ったという。", "「あ」=田中"),
]
AROUND = {
    "prose": ("", ""),
    "before a quote": ("", "は「あ」と述べた。"),
    "inside a quote": ("首相は「", "」と述べた。"),
    "note": ("#a(", ")"),
    "speaker of a note": ("#a(首相", "x「あ」)"),
    "quote of a note": ("#a(TIME「", "『あ』と述べた」)"),
}


def measure(text: str) -> float:
    """Seconds of processor time that a text takes."""
    document = Document(position=0, record_id="1", text=text)
    gc.disable()  # a collection walks whatever the other tests have left
    try:
        begin = time.process_time()
        parse_document(document, dump_id="d" * 16, source_uri="2024-05-01.txt")
        return time.process_time() - begin
    finally:
        gc.enable()


def check_growth(make: Callable[[int], str]) -> None:
    """Quadruple a text until its time says enough; no step may cost much more than four times the last."""
    length = SHORTEST
    seconds = measure(make(length))
    while seconds < ENOUGH and length < LONGEST:
        length *= GROWTH
        before, seconds = seconds, measure(make(length))
        if seconds > MOST * max(before, NOISE):  # another process may have taken the core away: once
            before, seconds = measure(make(length // GROWTH)), measure(make(length))
        assert seconds < MOST * max(before, NOISE), f"{before:.3f} s, then {seconds:.3f} s at {length}"


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize("unit", UNITS)
def test_a_line_of_one_thing_over_and_over(unit: str) -> None:
    for head, tail in AROUND.values():
        check_growth(lambda length, head=head, tail=tail: head + unit * (length // len(unit)) + tail)


def list_people(length: int) -> str:
    """Sentences in which people of one family speak."""
    names = (
        f"水野{chr(0x4E00 + number % 5000)}{chr(0x5E00 + number // 5000)}" for number in range(length // 24)
    )
    return "".join(f"{name}氏は「直す」と述べた。水野氏は黙った。\n" for name in names)


def list_tweets(length: int) -> str:
    return "橋を直す\n— 青浜 (@aohama_np) May 1, 2023\n" * (length // 36)


def list_open_paragraphs(length: int) -> str:
    """One quotation of ever more paragraphs, whose speaker is named behind the last."""
    return "「橋を直す。\n" * (length // 7) + "「急ぐ」と水野市長は述べた。"


def list_answers(length: int) -> str:
    return "水野市長に聞いた。\n" + "――橋は。\n「来年には直ります」\n" * (length // 16)


def list_bodies(length: int) -> str:
    """Ever new firms, and ministries called back that were never named."""
    firms = (
        f"千{chr(0x4E00 + number % 20_000)}製薬は売る。同省は「直す」と述べた。"
        for number in range(length // 24)
    )
    return "\n".join(firms)


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize("make", [list_people, list_tweets, list_open_paragraphs, list_answers, list_bodies])
def test_a_long_page(make: Callable[[int], str]) -> None:
    check_growth(make)


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize("unit", ["「", "(", "・", "#", "漢", "ア", "1", "#a("])
def test_a_million_characters_are_read(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    document = Document(position=0, record_id="1", text=text)
    assert parse_document(document, dump_id="d" * 16, source_uri="2024-05-01.txt").post.text == text
