"""The tree of a tag line: labels, aliases, where a note ends, where it is cut, what damage costs."""

from __future__ import annotations

import pytest

from transforms.notes import Note, Quoted, Words, parse_note, render_note


def list_tags(line: str) -> list[tuple[str, str, list[str]]]:
    """Label, alias and segments of each tag; the line must come back whole."""
    note = parse_note(line)
    assert render_note(note) == line
    return [
        (tag.label, tag.alias, ["".join(piece.text for piece in segment.pieces) for segment in tag.segments])
        for tag in note.tags
    ]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#港湾", [("港湾", "", [])]),
        ("#港湾#漁業", [("港湾", "", []), ("漁業", "", [])]),
        ("#港湾 #漁業　#防災", [("港湾", "", []), ("漁業", "", []), ("防災", "", [])]),
        ("#外交・安全保障", [("外交・安全保障", "", [])]),
        ("#PORTexpansion", [("PORTexpansion", "", [])]),
        ("＃港湾", [("港湾", "", [])]),
        ("#港湾()", [("港湾", "", [])]),
        ("#港湾（工事）", [("港湾", "", ["工事"])]),
        ("#港湾(工事)#漁業(解禁)", [("港湾", "", ["工事"]), ("漁業", "", ["解禁"])]),
        ("#港湾(工事）＃漁業（解禁)", [("港湾", "", ["工事"]), ("漁業", "", ["解禁"])]),
        ("#ABC=青浜漁業協定", [("ABC", "青浜漁業協定", [])]),
        ("#ABC＝青浜漁業協定（解禁）", [("ABC", "青浜漁業協定", ["解禁"])]),
        ("#ABC=甲=乙(解禁)", [("ABC", "甲=乙", ["解禁"])]),
        ("#ABC=青浜#港湾(工事)", [("ABC", "青浜", []), ("港湾", "", ["工事"])]),
    ],
)
def test_labels_and_aliases(line: str, tags: list[tuple[str, str, list[str]]]) -> None:
    assert list_tags(line) == tags


@pytest.mark.parametrize(
    ("line", "segments"),
    [
        ("#港湾(工事・市長「開く」)", ["工事", "市長「開く」"]),
        ("#港湾(工事･市長「開く」)", ["工事", "市長「開く」"]),
        ("#港湾(市長「開く」「待つ」・議長「否」)", ["市長「開く」「待つ」", "議長「否」"]),
        ("#港湾(市長「開く」議長「否」)", ["市長「開く」議長「否」"]),
        ("#港湾(市長「開く」・「待つ」)", ["市長「開く」", "「待つ」"]),
        ("#港湾(市長「港・空港」)", ["市長「港・空港」"]),
        ("#港湾(庁(港・空港担当)「開く」)", ["庁(港・空港担当)「開く」"]),
        ("#港湾(・工事・)", ["", "工事", ""]),
        ("#港湾(ルカ・ベルティーニ「開く」)", ["ルカ・ベルティーニ「開く」"]),
        ("#港湾(EU・ベルティーニ委員「開く」)", ["EU", "ベルティーニ委員「開く」"]),
    ],
)
def test_a_note_is_cut_at_the_dots_that_separate(line: str, segments: list[str]) -> None:
    assert list_tags(line)[0][2] == segments


@pytest.mark.parametrize(
    ("line", "segments", "tail"),
    [
        # the balancing parenthesis, where a tag, a link or nothing follows
        ("#港湾(庁(NSC)「開く」)", ["庁(NSC)「開く」"], ""),
        ("#港湾(市長「開く(予定)」)", ["市長「開く(予定)」"], ""),
        ("#港湾(市長「:)」)", ["市長「:)」"], ""),
        ("#港湾(工事) https://example.org/(1)", ["工事"], "https://example.org/(1)"),
        # else the last one of the line
        ("#港湾(工事)と議長「否」)", ["工事)と議長「否」"], ""),
        ("#港湾(市長「開く」)。", ["市長「開く」"], "。"),
        # else the line's end
        ("#港湾(市長「開く」", ["市長「開く」"], ""),
        ("#港湾(市長「開く」 ", ["市長「開く」"], ""),
        ("#港湾(工事)が続く", ["工事)が続く"], ""),
        ("#港湾(", [], ""),
    ],
)
def test_where_a_note_ends(line: str, segments: list[str], tail: str) -> None:
    ((_, _, found),) = list_tags(line)
    assert (found, parse_note(line).tail) == (segments, tail)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        # the opening parenthesis was lost: the label ends at its first ・
        ("#港湾・市長「開く」)", [("港湾", "", ["", "市長「開く」"])]),
        ("#港湾・工事・市長「開く」)", [("港湾", "", ["", "工事", "市長「開く」"])]),
        ("#港湾市長「開く」)", [("港湾市長", "", ["「開く」"])]),
        ("#港湾「開く」", [("港湾", "", ["「開く」"])]),
        ("#港湾『開く』）", [("港湾", "", ["『開く』"])]),
        ("#ABC=青浜協定・市長「開く」)", [("ABC", "青浜協定", ["", "市長「開く」"])]),
        ("#A・B=青浜協定「開く」)", [("A・B", "青浜協定", ["「開く」"])]),
        # the closing bracket was lost
        ("#港湾(市長「開く)", [("港湾", "", ["市長「開く"])]),
        ("#港湾(市長「開く", [("港湾", "", ["市長「開く"])]),
        ("#港湾(市長「開く・議長「否」)", [("港湾", "", ["市長「開く", "議長「否」"])]),
        # the opening bracket was lost
        ("#港湾(市長開く」・議長「否」)", [("港湾", "", ["市長開く」", "議長「否」"])]),
        # the separator was lost
        ("#港湾(市長「開く」議長「否」)", [("港湾", "", ["市長「開く」議長「否」"])]),
        # the equals sign was lost
        ("#ABC青浜協定(市長「開く」)", [("ABC青浜協定", "", ["市長「開く」"])]),
    ],
)
def test_damage_stays_in_its_note(line: str, tags: list[tuple[str, str, list[str]]]) -> None:
    assert list_tags(line) == tags


@pytest.mark.parametrize("line", ["", " ", "#", "##", "# x", "本文", "(#港湾)", "#(工事)"])
def test_what_is_no_tag_is_the_tail(line: str) -> None:
    note = parse_note(line)
    assert (note.tags, note.indent + note.tail) == ((), line)


def test_offsets_count_in_the_post() -> None:
    text = "本文。\n　#港湾=A(工事・市長「開く」)#漁業"
    note = parse_note(text[4:], start=4)
    first, second = note.tags
    assert text[first.label_start :].startswith("港湾=A")
    assert text[second.start :] == "#漁業"
    for segment in first.segments:
        for piece in segment.pieces:
            start = piece.start if isinstance(piece, Words) else piece.bracket.start
            assert text[start : start + len(piece.text)] == piece.text
    assert text[first.segments[1].start :].startswith("市長")


def test_a_brackets_children_count_in_the_post_too() -> None:
    text = "。。#港湾(市長「『開く』と」)"
    (tag,) = parse_note(text[2:], start=2).tags
    quoted = tag.segments[0].pieces[1]
    assert isinstance(quoted, Quoted)
    (inner,) = quoted.bracket.children
    assert text[slice(*inner.inner)] == "開く"


def test_a_tag_knows_whether_anything_is_said_about_it() -> None:
    assert [tag.has_note for tag in parse_note("#港湾(工事)#漁業()#防災").tags] == [True, False, False]


def test_rendering_uses_the_tree_alone() -> None:
    note = parse_note(" #港湾=A(工事・市長「開く」) ＃漁業（解禁）https://example.org/1")
    moved = Note(100, note.indent, tuple(tag._replace(start=tag.start + 100) for tag in note.tags), note.tail)
    assert render_note(moved) == " #港湾=A(工事・市長「開く」) ＃漁業（解禁）https://example.org/1"
