"""People named by their place: in a team, in an office, in a crowd, across a counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.names import read_name

Speakers = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("女房役の藤波は「いい球だった」とうなずいた。", "藤波"),
        ("アンカー砂原は「脚が動いた」と息を弾ませた。", "アンカー砂原"),
        ("エース砂原は「腕が振れた」と話した。", "エース砂原"),
        ("捕手藤波は「いい球だった」と話した。", "捕手藤波"),
        # somebody else speaks of what the place is worth, or the place is nobody's yet
        ("女房役の経験は「いい財産だ」と水野監督は話した。", "水野監督"),
        ("エース候補は「腕が振れた」と話した。", "エース候補"),
    ],
)
def test_a_player_is_named_by_position(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("surface", "core", "role"),
    [
        ("アンカー砂原", "砂原", "アンカー"),
        ("投手藤波", "藤波", "投手"),
        # a foreign name and the field of the office behind it
        ("レナ・ヴァイス消防局長", "レナ・ヴァイス", "消防局長"),
        ("レナ・ヴァイス局長", "レナ・ヴァイス", "局長"),
        # offices of banks, stables and boards
        ("砂原頭取", "砂原", "頭取"),
        ("砂原調教師", "砂原", "調教師"),
        ("砂原棋王", "砂原", "棋王"),
    ],
)
def test_the_name_is_told_from_the_place(surface: str, core: str, role: str) -> None:
    name = read_name(surface)
    assert (name.kind.value, name.core, name.role) == ("person", core, role)


def test_a_foreign_name_before_a_body_is_nobodys() -> None:
    assert read_name("レナ・ヴァイス消防局").kind.value == "organisation"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("水野知事は会見した。佐渡谷副知事も並んだ。知事は「橋を直す」と述べた。", "水野知事"),
        ("水野市長は会見した。佐渡谷副市長は並んだ。市長は「橋を直す」と述べた。", "水野市長"),
        ("水野社長は会見した。佐渡谷副社長は並んだ。社長は「橋を直す」と述べた。", "水野社長"),
        ("水野知事は会見した。佐渡谷副知事も並んだ。副知事は「橋を直す」と述べた。", "佐渡谷副知事"),
        ("水野知事は会見した。佐渡谷知事も並んだ。知事は「橋を直す」と述べた。", "佐渡谷知事"),
        # nobody who was named holds the office
        ("佐渡谷副知事は会見した。知事は「橋を直す」と述べた。", "知事"),
    ],
)
def test_a_vice_office_is_not_the_office(speakers: Speakers, text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("組合員約300人は「橋を守れ」と声をそろえた。", "組合員"),
        ("労働組合の組合員約300人は「橋を守れ」と声をそろえた。", "労働組合の組合員"),
        ("住民ら延べ120人以上が「橋を守れ」と声をそろえた。", "住民ら"),
        ("署には住民約300人から「橋が怖い」との声が届いた。", "住民"),
        # a crowd without a noun, and what is no people
        ("約300人が集まり、「橋を守れ」と声をそろえた。", None),
        ("橋約30本は「壊すな」と声をそろえた。", None),
        ("工費約300万円は「高くない」と話した。", None),
    ],
)
def test_a_count_is_no_part_of_the_people(speakers: Speakers, sentence: str, speaker: str | None) -> None:
    assert speakers(sentence) == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("水野さんは店を開けた。お客さんは「橋が見える」と喜んだ。", "お客さん"),
        ("お客さんからは「橋が見える」との声が上がった。", "お客さん"),
        ("お父さんは「橋が見える」と喜んだ。", "お父さん"),
        # お of another word
        ("なお久我山さんは「橋が見える」と喜んだ。", "久我山さん"),
    ],
)
def test_the_polite_o_belongs_to_a_guest(speakers: Speakers, sentence: str, speaker: str) -> None:
    assert speakers(sentence) == [speaker]
